import { fastEngine } from '../../core/network/fast/fast-engine.ts';
import { milliseconds, table } from './document.ts';
import { clockParts, tasks } from './part-clock.ts';
import { RunThread } from './run-thread.ts';
import type { Plan, Section } from './section.ts';
import { describeSetting, setting, type Setting } from './settings.ts';
import { subject } from './subject.ts';

/** Milliseconds after which a thread that was started has surely joined. */
const joining = 1000;
/** Steps of a round. */
const steps = 10;

/** Seconds of a step, and of its tasks on each thread. */
interface Phases {
  readonly whole: number;
  readonly threads: readonly (readonly number[])[];
}

/** The fastest step of one thread and of two, in turn: what else the machine does only makes a step slower. */
async function fastestSteps(sizes: Setting, { entries, rounds }: Plan): Promise<Record<string, Phases>> {
  const alone = subject(fastEngine(), sizes);
  const shared = subject(fastEngine(), sizes, { threads: 2 });
  const { crew } = shared.network;
  if (!crew) throw new Error('The engine deals a step out to one thread only.');
  const own = new Float64Array(tasks.length);
  const clock = new SharedArrayBuffer(own.byteLength);
  const other = new Float64Array(clock);
  const follower = new RunThread(entries, { kind: 'follow', crew, part: 1, clock });
  const clocks = { 'one thread': [own], 'two threads': [own, other] };
  const best: Record<string, Phases> = {};
  const end = clockParts(own);
  try {
    await new Promise((resolve) => setTimeout(resolve, joining));
    for (let turn = 0; turn < rounds * steps; turn++)
      for (const [name, step] of [
        ['one thread', alone.step],
        ['two threads', shared.step],
      ] as const) {
        for (const seconds of clocks[name]) seconds.fill(0);
        const begun = performance.now();
        step();
        const whole = (performance.now() - begun) / 1000;
        if (!(whole >= (best[name]?.whole ?? Infinity)))
          best[name] = { whole, threads: clocks[name].map((seconds) => [...seconds]) };
      }
    return best;
  } finally {
    end();
    await follower.end();
  }
}

export const sharedPhases: Section = {
  name: 'shared-phases',
  title: 'What two threads of a run do of a step',
  async measure(plan) {
    const raw: Record<string, Record<string, Phases>> = {};
    for (const name of ['M', 'L', 'CJK']) raw[name] = await fastestSteps(setting(name), plan);
    const rows = Object.entries(raw).flatMap(([name, measured]) =>
      Object.entries(measured).flatMap(([kind, { whole, threads }]) =>
        threads.map((seconds, thread) => [
          describeSetting(setting(name)),
          thread === 0 ? kind : 'the other',
          ...[...seconds, whole - seconds.reduce((sum, each) => sum + each, 0), whole].map(milliseconds),
        ]),
      ),
    );
    return {
      lines: [
        'The fastest step of all: milliseconds of each task, and of waiting and what stands between.',
        '',
        ...table(['setting', 'thread', ...tasks, 'rest', 'whole'], rows),
      ],
      raw,
    };
  },
};
