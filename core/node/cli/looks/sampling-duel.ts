import { promptIndices } from '../../../corpora/prompt.ts';
import { drawnLines, givenLines, type Contestant } from '../../../duels/duel-lines.ts';
import { duelLimits, type DuelLines } from '../../../duels/duel.ts';
import { givenText } from '../../../duels/run-duel.ts';
import { LabError } from '../../../errors.ts';
import { nameOfRun } from '../../run-file.ts';
import { layerOfRun, readingOfRun, type TrainedRun } from '../../../experiments/files/trained-run.ts';
import { readingNetwork } from '../../../network/reading-network.ts';
import { warnOfRun } from '../own-layers/layer-warnings.ts';
import { readRun } from './read-run.ts';
import { duelJson } from './sampling-duel-json.ts';
import { duelText } from './sampling-duel-text.ts';
import type { DuelOptions } from '../options/duel-options.ts';
import { jsonText } from '../printed/terminal.ts';

/** Lets trained runs draw with the same random numbers, or read the same text, and prints them one below the other. */
export async function printDuel(files: readonly string[], options: DuelOptions): Promise<void> {
  const runs: TrainedRun[] = [];
  for (const file of files) runs.push(await readRun(file));
  for (const run of runs) await warnOfRun(run);
  const [{ vocabulary }] = runs;
  refuseOtherVocabularies(runs, files);
  const found = linesOf(runs, vocabulary, options);
  process.stdout.write(
    options.json
      ? jsonText(duelJson(runs, files, found, options), { compact: true })
      : `${duelText(found, runLabels(runs, files), runs.map(readingOfRun), options)}\n`,
  );
}

/** One random number means the same only where the characters stand in the same order. */
function refuseOtherVocabularies(runs: readonly TrainedRun[], files: readonly string[]): void {
  const [{ vocabulary }] = runs;
  const other = runs.findIndex(
    (run) =>
      run.vocabulary.length !== vocabulary.length ||
      run.vocabulary.some((point, i) => point !== vocabulary[i]),
  );
  if (other < 0) return;
  throw new LabError(
    'bad-argument',
    `'${nameOfRun(files[other])}' has other characters than '${nameOfRun(files[0])}': the same random number would mean something else.`,
    'Compare runs that were trained on the same text.',
  );
}

function linesOf(runs: readonly TrainedRun[], vocabulary: Uint32Array, options: DuelOptions): DuelLines {
  function* networks(): Generator<Contestant> {
    for (const run of runs) {
      const layer = layerOfRun(run);
      yield { layer, network: readingNetwork(run.shape, layer, run.weights), start: run.start };
    }
  }
  const { given, prompt, length, seed, temperature, top } = options;
  const positions = given === undefined ? length : [...given].length - 1;
  if (positions > duelLimits.characters)
    throw new LabError(
      'bad-argument',
      `A comparison has at most ${duelLimits.characters} positions; this one has ${positions}.`,
      given === undefined ? 'Choose a smaller --length.' : 'Give a shorter text.',
    );
  const reading = { vocabulary, temperature, top };
  return given === undefined
    ? drawnLines(networks(), promptIndices(prompt, vocabulary), length, seed, reading)
    : givenLines(networks(), givenText(given, vocabulary), reading);
}

/** Arm and seed of each run, and the file where that names several. */
function runLabels(runs: readonly TrainedRun[], files: readonly string[]): string[] {
  const names = runs.map(({ armId, seed }) => `${armId}, seed ${seed}`);
  return names.map((name, i) =>
    names.filter((other) => other === name).length > 1 ? `${name}, ${nameOfRun(files[i])}` : name,
  );
}
