import { promptIndices } from '../../../corpora/prompt.ts';
import { drawnLines, givenLines, type Contestant } from '../../../duels/duel-lines.ts';
import { duelLimits, type DuelLines, type DuelLine } from '../../../duels/duel.ts';
import { givenText } from '../../../duels/run-duel.ts';
import { LabError } from '../../../errors.ts';
import { nameOfRun } from '../../run-file.ts';
import { layerOfRun, readingOfRun, type TrainedRun } from '../../../experiments/files/trained-run.ts';
import { readingNetwork } from '../../../network/reading-network.ts';
import { warnOfRun } from '../own-layers/layer-warnings.ts';
import { readRun } from './read-run.ts';
import type { DuelOptions } from '../options/duel-options.ts';
import { jsonText, line, table } from '../printed/terminal.ts';
import { cellsOf } from '../../../words/cells.ts';
import { visibleSign } from '../../../words/visible-text.ts';
import { differences, ownCharacters } from '../../../duels/duel-differences.ts';
import { smoothingRule } from '../../../network/reading.ts';
import { readingSentence, type LayerReading } from '../../../outputs/readings/registry.ts';
import { numberOrText } from '../../../store/numbers.ts';
import { fixed } from '../../../words/number-format.ts';

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

/** A duel as it is printed: what it is, the lines below each other, the figures of each. */
function duelText(
  found: DuelLines,
  labels: readonly string[],
  readings: readonly LayerReading[],
  options: DuelOptions,
): string {
  return [
    heading(labels, readings, options),
    alignedLines(found, labels, options),
    figures(found, labels, options),
  ].join('\n\n');
}

function heading(
  labels: readonly string[],
  readings: readonly LayerReading[],
  { given, seed, temperature }: DuelOptions,
): string {
  const what =
    given === undefined
      ? `Drawn with the same random numbers (seed ${seed}); ^ marks where the runs differ.`
      : 'The same text read by all; each line is what its run expected most, ^ marks where they differ.';
  const each = labels.map((label, i) => `${line(label)}: ${readingSentence(readings[i], '')}`);
  return `${what}\n${each.join('\n')}\nThen ${smoothingRule}.\nThen temperature: p^(1/τ) / Σ p^(1/τ), τ = ${temperature}.`;
}

const signs = (points: Uint32Array) => Array.from(points, visibleSign);

/** All lines below each other in blocks that fit the terminal, each position as wide as its widest character. */
function alignedLines({ lines }: DuelLines, labels: readonly string[], { given }: DuelOptions): string {
  const drawn = given === undefined;
  const marks = Array.from(differences(lines, drawn), (differs) => (differs ? '^' : ' '));
  const rows = [
    ...(drawn ? [] : [{ label: 'the text', cells: signs(lines[0].characters) }]),
    ...lines.map((each, i) => ({ label: line(labels[i]), cells: signs(ownCharacters(each, drawn)) })),
    { label: '', cells: marks },
  ];
  const widths = marks.map((_, position) => Math.max(...rows.map(({ cells }) => cellsOf(cells[position]))));
  const pad = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - cellsOf(text)));
  const labelWidth = Math.max(...rows.map(({ label }) => cellsOf(label)));
  const room = Math.max(20, (process.stdout.columns ?? 100) - labelWidth - 8);
  const blocks: string[] = [];
  for (let from = 0; from < widths.length;) {
    let to = from;
    for (let used = 0; to < widths.length && (to === from || used + widths[to] <= room); to++)
      used += widths[to];
    const block = rows.map(({ label, cells }, row) => {
      const text = cells.slice(from, to).map((cell, i) => pad(cell, widths[from + i]));
      const place = row === 0 ? String(from + 1) : '';
      return `${place.padStart(5)}  ${pad(label, labelWidth)}  ${text.join('')}`.trimEnd();
    });
    blocks.push(block.join('\n'));
    from = to;
  }
  return blocks.join('\n\n');
}

function figures({ lines }: DuelLines, labels: readonly string[], { given }: DuelOptions): string {
  const drawn = given === undefined;
  const [first] = lines;
  const own = ownCharacters(first, drawn);
  const rows = lines.map((each, i) => {
    const same = ownCharacters(each, drawn).filter((character, position) => character === own[position]);
    return [
      labels[i],
      fixed(each.bitsPerCharacter, 3),
      fixed(each.meanEntropy, 3),
      `${same.length} of ${own.length}`,
    ];
  });
  const bits = drawn ? 'bits/char of its own text' : 'bits/char of the text';
  return table(['run', bits, 'entropy, bits', 'as the first run'], rows, new Set([1, 2, 3]));
}

const character = (point: number) => String.fromCodePoint(point);

/** All there is at each position, for --json. */
function duelJson(
  runs: readonly TrainedRun[],
  files: readonly string[],
  { before, randomNumbers, lines }: DuelLines,
  { given, prompt, seed, temperature }: DuelOptions,
) {
  return {
    mode: given === undefined ? 'drawn' : 'given',
    ...(given === undefined ? { prompt, sampleSeed: seed } : { given }),
    temperature,
    rule: `Outputs are read as probabilities q as each run says; then ${smoothingRule}. Then temperature: p^(1/τ) / Σ p^(1/τ).`,
    vocabulary: runs[0].vocabulary.length,
    before: Array.from(before, character).join(''),
    randomNumbers: [...randomNumbers],
    runs: lines.map((each, i) => ({
      file: nameOfRun(files[i]),
      arm: runs[i].armId,
      layer: runs[i].layer,
      reading: readingOfRun(runs[i]),
      seed: runs[i].seed,
      steps: runs[i].steps,
      start: runs[i].start.kind,
      text: Array.from(each.characters, character).join(''),
      bitsPerCharacter: numberOrText(each.bitsPerCharacter),
      meanEntropy: each.meanEntropy,
      positions: positionsJson(each),
    })),
  };
}

function positionsJson(each: DuelLine) {
  return Array.from(each.characters, (point, position) => {
    const at = (k: number) => position * each.top + k;
    return {
      character: character(point),
      probability: each.probability[position],
      from: each.from[position],
      entropy: each.entropy[position],
      top: Array.from({ length: each.top }, (_, k) => ({
        character: character(each.topCharacters[at(k)]),
        probability: each.topProbability[at(k)],
        from: each.topFrom[at(k)],
      })),
      rest: each.rest[position],
    };
  });
}
