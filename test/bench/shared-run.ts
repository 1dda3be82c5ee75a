import { fastEngine } from '../../core/network/fast/fast-engine.ts';
import { percent, table, thousands, times, withSpread } from './document.ts';
import { interleaved, type Rounds } from './rounds.ts';
import { RunThread, ThreadPair } from './run-thread.ts';
import type { Plan, Section } from './section.ts';
import { charactersPerStep, describeSetting, setting, type Setting } from './settings.ts';
import { median, medianRatio, ratios } from './statistics.ts';
import { subject } from './subject.ts';
import { secondsPerCall } from './timing.ts';

/** Milliseconds after which a thread that was started has surely joined. */
const joining = 1000;

/** Characters per second of a run on one thread, and of the same run on two; and of registers alone, in operations. */
async function aloneAndShared(sizes: Setting, { entries, rounds, seconds }: Plan): Promise<Rounds> {
  const alone = subject(fastEngine(), sizes);
  const shared = subject(fastEngine(), sizes, { threads: 2 });
  const rate = (step: () => void) => (time: number) => charactersPerStep(sizes) / secondsPerCall(step, time);
  const { crew } = shared.network;
  if (!crew) throw new Error('The engine deals a step out to one thread only.');
  const follower = new RunThread(entries, { kind: 'follow', crew, part: 1 });
  const registers = new ThreadPair(entries, { kind: 'roofline' });
  try {
    await new Promise((resolve) => setTimeout(resolve, joining));
    return await interleaved(
      [
        { name: 'one', measure: rate(alone.step) },
        { name: 'two', measure: rate(shared.step) },
        { name: 'registers, one', measure: (time) => registers.one(time) },
        { name: 'registers, two', measure: (time) => registers.both(time) },
      ],
      rounds,
      seconds,
    );
  } finally {
    await Promise.all([follower.end(), registers.end()]);
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
        [
          ...['setting', 'one thread, characters/s', 'two threads, characters/s', 'two against one'],
          'registers alone, two against one',
          'share of what registers gain',
        ],
        Object.entries(raw).map(([name, measured]) => {
          const { one, two, 'registers, one': registers, 'registers, two': both } = measured;
          const [gain, most] = [ratios(two, one), ratios(both, registers)];
          return [
            describeSetting(setting(name)),
            withSpread(one, thousands),
            withSpread(two, thousands),
            times(median(gain)),
            times(median(most)),
            percent(medianRatio(gain, most)),
          ];
        }),
      ),
      raw,
    };
  },
};
