import { expect, it } from 'vitest';
import { fuzz } from './fuzz.ts';

/** Milliseconds of the processor this process has had: other programs on the machine do not count. */
const processorTime = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** A million, say, when the environment asks for it; a few by default. */
const count = Number(process.env['LOSS_LAB_FUZZ'] ?? 2000);
const blocks = 20;
/** Where its random numbers begin, so that several of these runs can be added up. */
const seed = Number(process.env['LOSS_LAB_FUZZ_SEED'] ?? 1);

it(
  `answers ${count} formulas of every kind with a layer or a typed error, none slowly, and keeps nothing`,
  () => {
    const heaps: number[] = [];
    let accepted = 0;
    let slowest = { time: 0, text: '' };
    for (let block = 0; block < blocks; block++) {
      const result = fuzz(Math.ceil(count / blocks), seed + block, processorTime);
      expect(result.foreign).toEqual([]);
      accepted += result.accepted;
      if (result.slowest > slowest.time) slowest = { time: result.slowest, text: result.slowestText };
      globalThis.gc?.();
      heaps.push(process.memoryUsage().heapUsed);
    }
    if (process.env['LOSS_LAB_FUZZ']) {
      const mega = (bytes: number) => (bytes / 1e6).toFixed(1);
      console.log(
        `${count} formulas, ${accepted} of them accepted; the slowest took ${slowest.time.toFixed(1)} ms:`,
      );
      console.log(slowest.text);
      console.log(`heap after each block, in MB: ${heaps.map(mega).join(' ')}`);
      expect(slowest.time).toBeLessThan(50);
      // Without --expose-gc what is still to be collected is counted too.
      if (globalThis.gc) expect(heaps.at(-1) - heaps[1]).toBeLessThan(20e6);
    }
    expect(accepted).toBeGreaterThan(count / 20);
  },
  24 * 3600 * 1000,
);
