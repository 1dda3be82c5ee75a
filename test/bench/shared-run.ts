import { fastEngine } from '../../core/network/fast/fast-engine.ts';
import { table, thousands, times, withSpread } from './document.ts';
import { interleaved, type Rounds } from './rounds.ts';
import { RunThread } from './run-thread.ts';
import type { Plan, Section } from './section.ts';
import { charactersPerStep, describeSetting, setting, type Setting } from './settings.ts';
import { medianRatio } from './statistics.ts';
import { subject } from './subject.ts';
import { secondsPerCall } from './timing.ts';

/** Milliseconds after which a thread that was started has surely joined. */
const joining = 1000;

/** Characters per second of a run on one thread, and of the same run on two. */
async function aloneAndShared(sizes: Setting, { entries, rounds, seconds }: Plan): Promise<Rounds> {
  const alone = subject(fastEngine(), sizes);
  const shared = subject(fastEngine(), sizes, { threads: 2 });
  const rate = (step: () => void) => (time: number) => charactersPerStep(sizes) / secondsPerCall(step, time);
  const { crew } = shared.network;
  if (!crew) throw new Error('The engine deals a step out to one thread only.');
  const follower = new RunThread(entries, { kind: 'follow', crew, part: 1 });
  try {
    await new Promise((resolve) => setTimeout(resolve, joining));
    return await interleaved(
      [
        { name: 'one', measure: rate(alone.step) },
        { name: 'two', measure: rate(shared.step) },
      ],
      rounds,
      seconds,
    );
  } finally {
    await follower.end();
  }
}

export const sharedRun: Section = {
  name: 'shared-run',
  title: 'One run on two threads',
  async measure(plan) {
    const raw: Record<string, Rounds> = {};
    for (const name of ['M', 'L', 'CJK']) raw[name] = await aloneAndShared(setting(name), plan);
    return {
      lines: table(
        ['setting', 'one thread, characters/s', 'two threads, characters/s', 'two against one'],
        Object.entries(raw).map(([name, { one, two }]) => [
          describeSetting(setting(name)),
          withSpread(one, thousands),
          withSpread(two, thousands),
          times(medianRatio(two, one)),
        ]),
      ),
      raw,
    };
  },
};
