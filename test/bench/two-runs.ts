import { percent, table, thousands, times, withSpread } from './document.ts';
import { interleaved, type Rounds } from './rounds.ts';
import type { ThreadTask } from './bench-thread.ts';
import { ThreadPair } from './run-thread.ts';
import type { Plan, Section } from './section.ts';
import { describeSetting, setting } from './settings.ts';
import { median, medianRatio, ratios } from './statistics.ts';

const registers = 'registers alone';
/** What runs once and twice; the last says what the machine itself gives for a second thread. */
const tasks: Readonly<Record<string, ThreadTask>> = {
  float32: { kind: 'train', precision: 'float32', setting: 'S' },
  float64: { kind: 'train', precision: 'float64', setting: 'S' },
  [registers]: { kind: 'roofline' },
};

/** Per second of each task: on one thread alone, and on two at once together, all in the same rounds. */
async function oneAndTwo({ entries, rounds, seconds }: Plan): Promise<Rounds> {
  const pairs = Object.entries(tasks).map(([name, task]) => ({ name, pair: new ThreadPair(entries, task) }));
  const peers = pairs.flatMap(({ name, pair }) => [
    { name: one(name), measure: (time: number) => pair.one(time) },
    { name: two(name), measure: (time: number) => pair.both(time) },
  ]);
  try {
    return await interleaved(peers, rounds, seconds);
  } finally {
    await Promise.all(pairs.map(({ pair }) => pair.end()));
  }
}

const one = (name: string) => `${name}, one`;
const two = (name: string) => `${name}, two`;

export const twoRuns: Section = {
  name: 'two-runs',
  title: 'Two runs at once',
  async measure(plan) {
    const raw = await oneAndTwo(plan);
    const gain = (name: string) => ratios(raw[two(name)], raw[one(name)]);
    return {
      lines: [
        `${describeSetting(setting('S'))}: two threads with a network each against one of them alone. ‘registers alone’: the roofline on one thread and on two, in operations per second; no program gains more from the second core of this machine.`,
        '',
        ...table(
          [
            ...['precision', 'one thread, per second', 'two threads, per second together'],
            ...['two against one', 'share of what registers gain'],
          ],
          Object.keys(tasks).map((name) => [
            name,
            withSpread(raw[one(name)], thousands),
            withSpread(raw[two(name)], thousands),
            times(median(gain(name))),
            percent(medianRatio(gain(name), gain(registers))),
          ]),
        ),
      ],
      raw,
    };
  },
};
