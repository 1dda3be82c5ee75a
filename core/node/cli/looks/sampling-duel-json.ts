import { numberOrText } from '../../../store/numbers.ts';
import { nameOfRun } from '../../run-file.ts';
import type { DuelLine, DuelLines } from '../../../duels/duel.ts';
import { readingOfRun, type TrainedRun } from '../../../experiments/files/trained-run.ts';
import { smoothingRule } from '../../../network/reading.ts';
import type { DuelOptions } from '../options/duel-options.ts';

const character = (point: number) => String.fromCodePoint(point);

/** All there is at each position, for --json. */
export function duelJson(
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
