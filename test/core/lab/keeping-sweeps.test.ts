import { expect, it } from 'vitest';
import { Events } from '../../../core/contract/events.ts';
import { LabError, type LabErrorData } from '../../../core/errors.ts';
import { sweepKey } from '../../../core/experiments/rates/sweep.ts';
import type { SweepPlan, SweepPoint, SweepRun } from '../../../core/experiments/rates/sweep-plan.ts';
import type { Held, LabBase } from '../../../core/lab/held.ts';
import { keepingSweeps } from '../../../core/lab/keeping-sweeps.ts';
import type { LibraryPort } from '../../../core/lab/library-port.ts';
import type { Checkpoint } from '../../../core/store/checkpoint.ts';
import { fixedTexts, quickExperiment, smallCorpus } from './lab-fixtures.ts';

const experiment = quickExperiment();
const plan = {
  experiment,
  grid: { low: 0.1, high: 0.1, count: 1 },
  seeds: [9],
  steps: 8,
} as unknown as SweepPlan;
const point = (armId: string): SweepPoint => ({ armId, place: 0, rate: 0.1, seed: 9, steps: 8 });
const at = (steps: number) => ({ steps }) as Checkpoint;

/** Where sweeps are kept in a library that only says what it was asked; `failing` are the methods that cannot write. */
function kept(...failing: (keyof LibraryPort)[]) {
  const asked: unknown[][] = [];
  const problems: LabErrorData[] = [];
  const answer =
    (method: keyof LibraryPort) =>
    async (...args: unknown[]) => {
      asked.push([method, ...args]);
      if (failing.includes(method)) throw new LabError('file-not-written', 'The disk is full.');
      return 'sketch';
    };
  const library = new Proxy({} as LibraryPort, { get: (_, name) => answer(name as keyof LibraryPort) });
  const corpus = smallCorpus();
  const held = { experiment, corpus, kept: null } as unknown as Held;
  const events = new Events();
  events.on('problem', (error) => void problems.push(error));
  const sweeps = keepingSweeps({
    held,
    events,
    facts: () => ({}),
    ports: { library, texts: fixedTexts(corpus) },
  } as unknown as LabBase);
  return { sweeps, problems, asked, of: (name: string) => asked.filter(([method]) => method === name) };
}

it('results go on being kept where there is no room for where the runs stand, which is told once', async () => {
  const { sweeps, problems, of } = kept('keepSweepCheckpoint');
  sweeps.begin({ plan, runs: [] });
  for (const steps of [1, 2]) {
    sweeps.stand(point('a'), at(steps));
    await sweeps.written();
  }
  sweeps.run(point('a') as SweepRun);
  await sweeps.written();
  expect(of('keepSweepCheckpoint')).toHaveLength(2);
  expect(problems).toMatchObject([{ message: 'The disk is full.' }]);
  expect(of('keepSweepRun')).toHaveLength(1);
});

it('of where each run stands the newest alone waits for a slow disk, and for the sweep that it is of', async () => {
  const { sweeps, of } = kept();
  sweeps.begin({ plan, runs: [] });
  for (const steps of [1, 2, 3]) for (const arm of ['a', 'b']) sweeps.stand(point(arm), at(steps));
  const other = { ...plan, steps: 9 };
  sweeps.begin({ plan: other, runs: [] });
  sweeps.stand(point('a'), at(4));
  await sweeps.written();
  expect(of('keepSweepCheckpoint').map((args) => args.slice(2))).toEqual([
    [point('a'), at(3)],
    [point('b'), at(3)],
    [point('a'), at(4)],
  ]);
});

it('where runs stand goes along to the folder in which training begins, before the one of the sweep alone goes', async () => {
  const { sweeps, asked } = kept();
  const swept = { ...plan, yardstick: 'bitsPerCharacter', extension: 0 } as const;
  const [{ id }] = experiment.arms;
  sweeps.begin({ plan: swept, runs: [] });
  sweeps.follow('trained', { plan: swept, runs: [], underWay: new Map([[sweepKey(point(id)), at(3)]]) });
  await sweeps.written();
  expect(asked.slice(-3)).toEqual([
    ['keepSweep', 'trained', { plan: swept, runs: [] }],
    ['keepSweepCheckpoint', 'trained', expect.objectContaining({ armId: id, seed: 9 }), at(3)],
    ['discard', 'sketch'],
  ]);
});
