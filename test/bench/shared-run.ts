import { fastEngine } from '../../core/network/fast/fast-engine.ts';
import { percent, table, thousands, times, withSpread } from './document.ts';
import { fastest, interleaved, type Rounds } from './rounds.ts';
import { PythonPeer, torchNames, torchProgram, torchStyles } from './python-peer.ts';
import { RunThread, ThreadPair } from './run-thread.ts';
import type { Plan, Section } from './section.ts';
import { charactersPerStep, describeSetting, setting, type Setting } from './settings.ts';
import { meanOf, median, medianRatio, ratios } from './statistics.ts';
import { subject } from './subject.ts';
import { secondsPerCall } from './timing.ts';

/** Milliseconds after which a thread that was started has surely joined. */
const joining = 1000;

/** Characters per second of a run on one thread, and of the same run on two; and of registers alone, in operations. */
async function aloneAndShared(sizes: Setting, plan: Plan, torch: PythonPeer | null): Promise<Rounds> {
  const { entries, rounds, seconds } = plan;
  const alone = subject(fastEngine(), sizes);
  const shared = subject(fastEngine(), sizes, { threads: 2 });
  const rate = (step: () => void) => (time: number) => charactersPerStep(sizes) / secondsPerCall(step, time);
  const { crew } = shared.network;
  if (!crew) throw new Error('The engine deals a step out to one thread only.');
  const follower = new RunThread(entries, { kind: 'follow', crew, part: 1 });
  const registers = new ThreadPair(entries, { kind: 'roofline' });
  const peers = torch === null ? [] : torchStyles;
  try {
    await new Promise((resolve) => setTimeout(resolve, joining));
    return await interleaved(
      [
        { name: 'one', measure: rate(alone.step) },
        { name: 'two', measure: rate(shared.step) },
        { name: 'registers, one', measure: (time) => registers.one(time) },
        { name: 'registers, two', measure: (time) => registers.both(time) },
        ...peers.map(({ id, name }) => ({ name, measure: (time: number) => torch!.rate(id, sizes, time) })),
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
    const torch = await PythonPeer.start(plan.sources, torchProgram, 2);
    const peer = torch instanceof PythonPeer ? torch : null;
    try {
      for (const name of ['M', 'L', 'CJK']) raw[name] = await aloneAndShared(setting(name), plan, peer);
    } finally {
      peer?.close();
    }
    const against = Object.entries(raw).map(([name, measured]) => ({
      name,
      times: peer ? ratios(measured['two'], fastest(measured, torchNames)) : [],
    }));
    return {
      lines: [
        ...table(
          [
            ...['setting', 'one thread, characters/s', 'two threads, characters/s', 'two against one'],
            'registers alone, two against one',
            'share of what registers gain',
            'PyTorch on two threads, characters/s',
            'two threads against it',
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
              ...(peer
                ? [
                    withSpread(fastest(measured, torchNames), thousands),
                    times(medianRatio(two, fastest(measured, torchNames))),
                  ]
                : ['–', '–']),
            ];
          }),
        ),
        peer
          ? `${peer.description}, two threads, the faster of its two ways; ${meanOf(against)}.`
          : `PyTorch was not measured: ${String(torch)}.`,
        '',
      ],
      raw,
    };
  },
};
