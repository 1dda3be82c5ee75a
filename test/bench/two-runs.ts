import type { Engine } from '../../core/network/engine.ts';
import { table, thousands, times, withSpread } from './document.ts';
import { interleaved, type Rounds } from './rounds.ts';
import { RunThread } from './run-thread.ts';
import type { Plan, Section } from './section.ts';
import { describeSetting, setting } from './settings.ts';
import { medianRatio } from './statistics.ts';

/** Characters per second of one run alone, and of two at once together. */
async function oneAndTwo(precision: Engine['id'], { entries, rounds, seconds }: Plan): Promise<Rounds> {
  const threads = [0, 1].map(() => new RunThread(entries, { kind: 'train', precision, setting: 'S' }));
  const both = async (time: number) => {
    const rates = await Promise.all(threads.map((thread) => thread.ask(time)));
    return rates[0] + rates[1];
  };
  try {
    return await interleaved(
      [
        { name: 'one', measure: (time) => threads[0].ask(time) },
        { name: 'two', measure: both },
      ],
      rounds,
      seconds,
    );
  } finally {
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

export const twoRuns: Section = {
  name: 'two-runs',
  title: 'Two runs at once',
  async measure(plan) {
    const raw: Record<string, Rounds> = {};
    for (const precision of ['float32', 'float64'] as const)
      raw[precision] = await oneAndTwo(precision, plan);
    return {
      lines: [
        `${describeSetting(setting('S'))}: two threads with a network each against one of them alone.`,
        '',
        ...table(
          ['precision', 'one run, characters/s', 'two runs, characters/s together', 'two against one'],
          Object.entries(raw).map(([precision, { one, two }]) => [
            precision,
            withSpread(one, thousands),
            withSpread(two, thousands),
            times(medianRatio(two, one)),
          ]),
        ),
      ],
      raw,
    };
  },
};
