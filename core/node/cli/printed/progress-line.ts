import type { Overall, SweepProgress } from '../../../contract/lab-data.ts';
import { clock, fixed, short } from '../../../words/number-format.ts';
import { grouped } from './terminal.ts';

/** `12.0 % · step 1 200 of 10 000 · 1.9 M chars/s · 2.41 GFLOP/s · 0:21 left`; no rate before one is known. */
export function progressText(overall: Overall): string {
  const { stepsDone, stepsTotal, charactersPerSecond, secondsLeft, gigaflops } = overall;
  return [
    `${fixed((100 * stepsDone) / stepsTotal, 1)} %`,
    `step ${grouped(stepsDone)} of ${grouped(stepsTotal)}`,
    ...(charactersPerSecond > 0
      ? [`${short(charactersPerSecond)} chars/s`, `${fixed(gigaflops, 2)} GFLOP/s`]
      : []),
    ...(secondsLeft === null ? [] : [`${clock(secondsLeft)} left`]),
  ].join(' · ');
}

/** The same of a sweep, by its runs. */
function sweepProgressText(progress: SweepProgress): string {
  const { runsDone, runsTotal, stepsDone, stepsTotal, charactersPerSecond, secondsLeft } = progress;
  return [
    `${fixed((100 * stepsDone) / Math.max(1, stepsTotal), 1)} %`,
    `run ${grouped(runsDone)} of ${grouped(runsTotal)}`,
    ...(charactersPerSecond > 0 ? [`${short(charactersPerSecond)} chars/s`] : []),
    ...(secondsLeft === null ? [] : [`${clock(secondsLeft)} left`]),
  ].join(' · ');
}

/** Progress on standard error: one line that is written over on a terminal, a line now and then elsewhere. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  #shown = 0;
  #width = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  show(overall: Overall): void {
    this.#write(() => progressText(overall));
  }

  showSweep(progress: SweepProgress): void {
    this.#write(() => sweepProgressText(progress));
  }

  #write(words: () => string): void {
    const now = Date.now();
    if (now - this.#shown < (this.#stream.isTTY ? 200 : 10_000)) return;
    this.#shown = now;
    const text = words();
    if (!this.#stream.isTTY) {
      this.#stream.write(`${text}\n`);
      return;
    }
    this.#stream.write(`\r${text.padEnd(this.#width)}`);
    this.#width = text.length;
  }

  say(sentence: string): void {
    this.end();
    this.#stream.write(`${sentence}\n`);
  }

  end(): void {
    if (this.#width > 0) this.#stream.write(`\r${' '.repeat(this.#width)}\r`);
    this.#width = 0;
  }
}
