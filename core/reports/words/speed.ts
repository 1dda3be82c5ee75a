import { inEnglish, type Say } from '../../words/said/say.ts';
import { operationsPerCharacter } from '../../network/operations.ts';
import { duration, grouped, significant } from '../../words/number-format.ts';
import type { Measured, ArmReport } from '../report-data.ts';

/** What the rates of training count, as it stands above their table. */
export function speedNote({ experiment, corpus, arithmetic }: Measured, say: Say = inEnglish): string {
  const operations = operationsPerCharacter({
    hidden: experiment.model.hidden,
    vocabulary: corpus.distinct,
  });
  return say.sentences([
    say`Characters per second of one run, the median over seeds.`,
    say`The seconds of a run count its steps only: evaluations, samples, pauses and the turns of other runs take no part.`,
    say`GFLOP/s count useful work, 6H² + 6HV = ${grouped(operations)} operations per character.`,
    say`Arithmetic: ${say.of(arithmetic)}.`,
  ]);
}

export const speedHead = (say: Say): readonly string[] => [
  say`training per run`,
  say`characters / s`,
  say`slowest … fastest seed`,
  'GFLOP/s',
];

/** The cells of an arm under `speedHead`. */
export function speedCells({ seconds, rate }: ArmReport): readonly string[] {
  if (rate === null) return ['–', '–', '–', '–'];
  return [
    duration(seconds),
    grouped(rate.charactersPerSecond),
    `${grouped(rate.slowest)} … ${grouped(rate.fastest)}`,
    significant(rate.gigaflops),
  ];
}
