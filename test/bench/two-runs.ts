import { table, thousands, times, withSpread } from './document.ts';
import { interleaved, type Rounds } from './rounds.ts';
import type { ThreadTask } from './bench-thread.ts';
import { RunThread } from './run-thread.ts';
import type { Plan, Section } from './section.ts';
import { describeSetting, setting } from './settings.ts';
import { medianRatio } from './statistics.ts';

/** What runs once and twice; the last says what the machine itself gives for a second thread. */
const tasks: Readonly<Record<string, ThreadTask>> = {
  float32: { kind: 'train', precision: 'float32', setting: 'S' },
  float64: { kind: 'train', precision: 'float64', setting: 'S' },
  'registers alone': { kind: 'roofline' },
};

/** Characters (or operations) per second of one thread alone, and of two at once together. */
async function oneAndTwo(task: ThreadTask, { entries, rounds, seconds }: Plan): Promise<Rounds> {
  const threads = [0, 1].map(() => new RunThread(entries, task));
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
    for (const [name, task] of Object.entries(tasks)) raw[name] = await oneAndTwo(task, plan);
    return {
      lines: [
        `${describeSetting(setting('S'))}: two threads with a network each against one of them alone. ‘registers alone’: the roofline on one thread and on two, in operations per second; no program gains more from the second core of this machine.`,
        '',
        ...table(
          ['precision', 'one thread, per second', 'two threads, per second together', 'two against one'],
          Object.entries(raw).map(([name, { one, two }]) => [
            name,
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
