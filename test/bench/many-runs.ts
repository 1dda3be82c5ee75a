import { availableParallelism } from 'node:os';
import { table, thousands, times, withSpread } from './document.ts';
import { PythonPeer, torchNames, torchProgram, torchStyles } from './python-peer.ts';
import { fastest, interleaved, type Peer, type Rounds } from './rounds.ts';
import { RunThread } from './run-thread.ts';
import type { Plan, Section } from './section.ts';
import { describeSetting, usual } from './settings.ts';
import { medianRatio } from './statistics.ts';

/** Arms and seeds of an experiment as it is usual. */
const arms = ['linear-quadratic', 'sigmoid-cross-entropy', 'softmax-cross-entropy', 'sigmoid-quadratic'];
const seeds = 3;
const cores = availableParallelism();
const ours = `float32, ${cores} threads`;

/** The runs, dealt out to threads. */
function shares(): string[][] {
  const runs = arms.flatMap((arm) => Array<string>(seeds).fill(arm));
  return Array.from({ length: cores }, (_, thread) => runs.filter((_run, i) => i % cores === thread));
}

/** What all of several do per second together. */
const together = (rates: readonly Promise<number>[]): Promise<number> =>
  Promise.all(rates).then((values) => values.reduce((sum, value) => sum + value, 0));

/** Characters per second of all runs at once: a run to a thread until it is done would be the same work. */
async function allAtOnce({ entries, rounds, seconds }: Plan, peers: readonly PythonPeer[]): Promise<Rounds> {
  const dealt = shares().filter((layers) => layers.length > 0);
  const threads = dealt.map(
    (layers) => new RunThread(entries, { kind: 'train', precision: 'float32', setting: usual.name, layers }),
  );
  const theirs = torchStyles.map(({ id, name }): Peer => ({
    name,
    measure: (time) => together(peers.map((peer, i) => peer.rate(id, usual, time, dealt[i].length))),
  }));
  try {
    const own = {
      name: ours,
      measure: (time: number) => together(threads.map((thread) => thread.ask(time))),
    };
    return await interleaved([own, ...(peers.length > 0 ? theirs : [])], rounds, seconds);
  } finally {
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

export const manyRuns: Section = {
  name: 'many-runs',
  title: `${arms.length * seeds} runs at once`,
  async measure(plan) {
    const count = Math.min(cores, arms.length * seeds);
    const started = await Promise.all(
      Array.from({ length: count }, () => PythonPeer.start(plan.sources, torchProgram)),
    );
    const peers = started.filter((peer) => peer instanceof PythonPeer);
    const reason = started.find((peer) => typeof peer === 'string');
    try {
      const raw = await allAtOnce(plan, reason === undefined ? peers : []);
      const other = fastest(raw, torchNames);
      return {
        lines: [
          `${arms.length} arms × ${seeds} seeds, ${describeSetting(usual)}, Adagrad, dealt out to ${cores} threads; each steps its runs in turn. PyTorch in as many processes of one thread, with as many networks, all softmax + cross-entropy.`,
          '',
          ...table(
            ['program', 'characters/s, all runs together', '× the faster PyTorch'],
            Object.entries(raw).map(([name, rates]) => [
              name,
              withSpread(rates, thousands),
              other.length > 0 && rates !== other ? times(medianRatio(rates, other)) : '–',
            ]),
          ),
          reason === undefined ? `${peers[0].description}.` : `PyTorch was not measured: ${reason}.`,
          '',
        ],
        raw,
      };
    } finally {
      for (const peer of peers) peer.close();
    }
  },
};
