import { operationsPerCharacter } from '../../network/work.ts';
import { duration, grouped, significant } from '../../words/number-format.ts';
import type { Measured, ArmReport } from '../report-data.ts';

/** What the rates of training count, as it stands above their table. */
export function speedNote({ experiment, corpus, arithmetic }: Measured): string {
  const operations = operationsPerCharacter({
    hidden: experiment.model.hidden,
    vocabulary: corpus.distinct,
  });
  return (
    `Characters per second of one run, the median over seeds. The seconds of a run count its steps only: ` +
    `evaluations, samples, pauses and the turns of other runs take no part. GFLOP/s count useful work, ` +
    `6H² + 6HV = ${grouped(operations)} operations per character. Arithmetic: ${arithmetic}.`
  );
}

export const speedHead = ['training per run', 'characters / s', 'slowest … fastest seed', 'GFLOP/s'] as const;

/** The cells of an arm under `speedHead`. */
export function speedCells({ seconds, rate }: ArmReport): readonly string[] {
  if (rate === null) return speedHead.map(() => '–');
  return [
    duration(seconds),
    grouped(rate.charactersPerSecond),
    `${grouped(rate.slowest)} … ${grouped(rate.fastest)}`,
    significant(rate.gigaflops),
  ];
}
