import { describe, expect, it } from 'vitest';
import type { LabSnapshot } from '../../../core/contract/lab-data.ts';
import type { Stopping } from '../../../core/experiments/experiment.ts';
import { parseReport } from '../../../core/reports/data/json.ts';
import { buildReport } from '../../../core/reports/report.ts';
import { phaseReached, quickExperiment, testLab, trainedOn, exported } from './lab-fixtures.ts';

const none: Stopping = { target: null, plateau: null, budget: null };
const experimentWith = (stopping: Partial<Stopping>) =>
  quickExperiment({ steps: 60, stopping: { ...none, ...stopping } });
const plateau = { plateau: { yardstick: 'bitsPerCharacter', evaluations: 2, tolerance: 0.08 } } as const;

/** What must not depend on the machine or on who pressed what when. */
const numbers = ({ runs }: LabSnapshot) =>
  runs.map(({ armId, seed, status, early, steps, series, evaluations }) => ({
    armId,
    seed,
    status,
    early,
    steps,
    loss: [...series.loss],
    evaluations: evaluations.map(({ seconds: _, ...rest }) => rest),
  }));

const trained = (stopping: Partial<Stopping>, threads = 2) => trainedOn(threads, experimentWith(stopping));

describe('a run that ends early', () => {
  it('stops at its rule while the others go on, and the experiment finishes', async () => {
    const { runs, phase, overall } = await trained({
      budget: { unit: 'steps', limit: null, arms: [{ armId: 'sigmoid-quadratic', limit: 23 }] },
    });
    expect(phase).toBe('finished');
    expect(overall).toMatchObject({ stepsDone: 2 * 60 + 2 * 23, stepsTotal: 2 * 60 + 2 * 23 });
    for (const run of runs) {
      const budgeted = run.armId === 'sigmoid-quadratic';
      expect(run.status).toBe('finished');
      expect(run.early).toEqual(budgeted ? { rule: 'budget', step: 23 } : null);
      expect(run.steps).toBe(budgeted ? 23 : 60);
      expect(run.evaluations.at(-1)!.step).toBe(run.steps);
    }
  });

  it('has the numbers up to there that it has without the rule', async () => {
    const idle = { yardstick: 'bitsPerCharacter', evaluations: 1000, tolerance: 0 } as const;
    const free = numbers(await trained({ plateau: idle }));
    const target = free[0].evaluations[6].tuning!.bitsPerCharacter;
    const stopped = numbers(await trained({ target: { yardstick: 'bitsPerCharacter', value: target } }));
    expect(stopped[0].early!.rule).toBe('target');
    stopped.forEach((run, i) => {
      expect(run.loss).toEqual(free[i].loss.slice(0, run.steps));
      // The last evaluation of a run is read from h = 0 too.
      const others = run.evaluations.slice(0, -1);
      expect(others).toEqual(free[i].evaluations.slice(0, others.length));
      const { zeroState, ...last } = run.evaluations.at(-1);
      expect(zeroState).not.toBeNull();
      expect(free[i].evaluations[others.length]).toMatchObject(last);
      const first = free[i].evaluations.find(({ tuning }) => tuning!.bitsPerCharacter <= target);
      expect(run.steps).toBe(first?.step ?? 60);
    });
  });

  it('ends at the same step on any number of threads, paused, stepped and resumed', async () => {
    const once = numbers(await trained(plateau, 1));
    expect(once.some(({ early }) => early?.rule === 'plateau')).toBe(true);
    expect(numbers(await trained(plateau, 4))).toEqual(once);
    const { lab } = testLab({ threads: 2 });
    await lab.setExperiment({ experiment: experimentWith(plateau) });
    const end = phaseReached(lab, 'finished');
    for (let i = 0; i < 7; i++) await lab.step({});
    await lab.run({});
    await lab.pause({});
    if ((await lab.snapshot({})).phase === 'paused') await lab.run({});
    await end;
    expect(numbers(await lab.snapshot({}))).toEqual(once);
    await lab.close();
  });

  it('may have reached its target before the first step', async () => {
    const { runs, phase } = await trained({ target: { yardstick: 'bitsPerCharacter', value: 100 } });
    expect(phase).toBe('finished');
    for (const { early, steps, evaluations } of runs) {
      expect(early).toEqual({ rule: 'target', step: 0 });
      expect([steps, evaluations.length]).toEqual([0, 1]);
    }
  });

  it('has weights that can be asked for, and comes back from its report', async () => {
    const { lab } = testLab();
    await lab.setExperiment({ experiment: experimentWith(plateau) });
    const end = phaseReached(lab, 'finished');
    await lab.run({});
    await end;
    const before = await lab.snapshot({});
    for (const run of before.runs) expect((await lab.weights(run)).steps).toBe(run.steps);
    const [file] = await exported(lab, ['json']);
    const json = new TextDecoder().decode(file.bytes);
    expect(buildReport(parseReport(json)).partial).toBe(false);
    await lab.openExperiment({ json });
    const reopened = await lab.snapshot({});
    expect(numbers(reopened)).toEqual(numbers(before));
    expect(reopened.experiment).toEqual(before.experiment);
    const [again] = await exported(lab, ['json']);
    expect(new TextDecoder().decode(again.bytes)).toBe(json);
    await lab.close();
  });

  it('is no part of a sweep, which compares rates after the same steps', async () => {
    const { lab } = testLab();
    await lab.setExperiment({
      experiment: experimentWith({ budget: { unit: 'steps', limit: 3, arms: [] } }),
    });
    const ended = new Promise((resolve) =>
      lab.on('sweep', ({ phase }) => phase === 'finished' && resolve(phase)),
    );
    await lab.startSweep({
      grid: { low: 0.1, high: 0.1, count: 1 },
      seeds: 1,
      steps: 10,
      yardstick: 'bitsPerCharacter',
      extension: 0,
    });
    await ended;
    const { runs } = (await lab.sweepState({}))!;
    expect(runs.map(({ evaluation }) => evaluation!.step)).toEqual([10, 10]);
    await lab.close();
  });
});
