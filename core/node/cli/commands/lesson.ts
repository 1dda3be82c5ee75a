import { largestLesson, readLesson } from '../../../lessons/read-lesson.ts';
import { textIn } from '../../../lessons/lesson.ts';
import { layerIds } from '../../../layers/layer-of.ts';
import { presets } from '../../../experiments/presets.ts';
import { LabError, unknownName } from '../../../errors.ts';
import { readSmallFile } from '../../disk/small-file.ts';
import { counted } from '../../../words/number-format.ts';
import { line } from '../printed/terminal.ts';

/** Says whether a file is a lesson, and what is in it. */
export async function checkLesson(file: string): Promise<void> {
  const lesson = readLesson(await readSmallFile(file, largestLesson));
  const ids = presets.map(({ id }) => id);
  if (lesson.preset !== undefined && !ids.includes(lesson.preset))
    throw unknownName('preset', lesson.preset, ids);
  for (const [k, { question }] of lesson.pages.entries()) {
    if (question?.kind !== 'sketch' || question.curve.kind !== 'delta') continue;
    const known = layerIds([]);
    if (!known.includes(question.curve.layer))
      throw new LabError(
        'unknown-name',
        `Page ${k + 1}: no output layer '${question.curve.layer}'.`,
        `There are: ${known.join(', ')}.`,
      );
  }
  const kinds = lesson.pages.flatMap(({ question }) => (question ? [question.kind] : []));
  const languages =
    typeof lesson.title === 'string' ? 'one language' : Object.keys(lesson.title).join(' and ');
  process.stdout.write(
    `${line(textIn(lesson.title, 'en'))}: a lesson of ${counted(lesson.pages.length, 'page')}, ${lesson.minutes} minutes, in ${languages}; questions: ${kinds.length === 0 ? 'none' : kinds.join(', ')}.\n`,
  );
}
