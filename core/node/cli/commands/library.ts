import { join } from 'node:path';
import type { LabSnapshot } from '../../../contract/lab-data.ts';
import { yardstickById } from '../../../yardsticks/registry.ts';
import { bytesWords, keptWords } from '../../../words/kept-words.ts';
import { wantsSearch } from '../../../experiments/rates/rate-policy.ts';
import type { KeptEntry } from '../../../lab/library-port.ts';
import { questionNote } from '../../../experiments/plan/first-question.ts';
import { libraryEntry } from '../../../store/library-entry.ts';
import { noExperimentIn } from '../../store/experiment-folder.ts';
import { findExperiment } from '../../store/found-experiment.ts';
import { Librarian } from '../../store/librarian.ts';
import { libraryFolder } from '../../store/library-folder.ts';
import { folderNamed } from '../../store/library-places.ts';
import { readRuns } from '../../store/read-runs.ts';
import { keepYoungSmall } from '../../threads/thread-limits.ts';
import { heldNumbers, inputOf, snapshotOf } from '../kept/kept-report.ts';
import { resultsJson, standingText } from '../printed/results.ts';
import { grouped, jsonText, line, say, table } from '../printed/terminal.ts';
import { fixed } from '../../../words/number-format.ts';

/** Who has the best mean on the yardstick that was declared; empty before the first evaluation. */
function bestSoFar({ ranking: { yardstick, arms }, arms: all }: KeptEntry): string {
  if (arms.length === 0) return '';
  const label = all.find(({ id }) => id === arms[0].armId)?.label ?? arms[0].armId;
  return `${label} ${fixed(arms[0].mean, 3)} ${yardstickById(yardstick).label}`;
}

/** Lists the experiments that are kept in the library. */
export async function library({ json }: { readonly json?: boolean }): Promise<void> {
  const folder = libraryFolder();
  const { entries: all, skipped, bytes } = await new Librarian(folder).list();
  const entries = all.filter(({ trashed }) => trashed === null);
  for (const { name, reason } of skipped) say(`Passed over: '${join(folder, name)}': ${reason}`);
  if (json) {
    const rows = entries.map(({ started, text, arms, ...entry }) => ({
      id: entry.id,
      folder: join(folder, entry.id),
      name: entry.name,
      question: entry.question,
      begun: started,
      text: text.name,
      arms: arms.map(({ id }) => id),
      seeds: entry.seeds,
      steps: entry.steps,
      reached: entry.reached,
      state: entry.state,
      headline: entry.headline,
      tags: entry.tags,
      notes: entry.notes,
      bytes: entry.bytes,
    }));
    process.stdout.write(jsonText(rows));
    return;
  }
  if (entries.length === 0) {
    process.stdout.write(
      `Nothing is kept in '${line(folder)}' yet. compare --keep keeps an experiment there; LOSS_LAB_LIBRARY names another folder.\n`,
    );
    return;
  }
  const rows = entries.map((entry) => [
    entry.id,
    entry.text.name,
    `${entry.arms.length} × ${entry.seeds}`,
    keptWords(entry),
    bestSoFar(entry),
    bytesWords(entry.bytes),
  ]);
  const head = ['experiment', 'text', 'output layers × seeds', 'state', 'best so far', 'on disk'];
  const count = `${entries.length} ${entries.length === 1 ? 'experiment' : 'experiments'}`;
  const trashed = all.length - entries.length;
  process.stdout.write(
    `${table(head, rows, new Set([5]))}\n\n${count}${trashed > 0 ? `, ${trashed} in the trash` : ''}, ${bytesWords(bytes)} with texts, in '${line(folder)}'.\n`,
  );
}

/** Shows one experiment of the library: what it is, how it stands, and its standing. */
export async function show(id: string, { json }: { readonly json?: boolean }): Promise<void> {
  const folder = await folderNamed(libraryFolder(), id);
  const found = await findExperiment(folder);
  if (!found) throw noExperimentIn(folder);
  const { experiment, about } = found;
  const entry = libraryEntry(found);
  keepYoungSmall();
  const kept = readRuns(folder, found, { curves: true, most: heldNumbers });
  const snapshot: LabSnapshot = {
    ...snapshotOf(inputOf(experiment, about, kept)),
    phase: entry.state === 'finished' ? 'finished' : 'stopped',
    opened: true,
    kept: entry.id,
  };
  if (json) {
    process.stdout.write(jsonText({ id: entry.id, folder, state: entry.state, ...resultsJson(snapshot) }));
    return;
  }
  const { model, optimizer, precision, question } = experiment;
  const lines = [
    `${entry.name}, begun ${about.begun}, ${keptWords(entry)}; ${bytesWords(entry.bytes)} in '${folder}'.`,
    ...[question, questionNote(experiment)].filter((words) => words !== ''),
    `H ${model.hidden}, T ${model.length}, B ${model.batch}, ${optimizer.id}, ${precision}, ${grouped(experiment.steps)} steps; SHA-256 of the text ${about.corpus.sha256}.`,
    ...(entry.state === 'finished' || wantsSearch(found.experiment)
      ? []
      : [`loss-lab resume '${folder}' goes on with it.`]),
  ].map(line);
  process.stdout.write(`${lines.join('\n')}\n\n${standingText(snapshot)}\n`);
}
