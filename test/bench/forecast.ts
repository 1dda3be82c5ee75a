import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { availableParallelism } from 'node:os';
import { RunBook } from '../../core/contract/run-book.ts';
import { defaultCorpusOptions } from '../../core/corpora/corpus.ts';
import { defaultExperiment, defaultLayers, newArms } from '../../core/experiments/default-experiment.ts';
import { defaultEvaluation } from '../../core/experiments/plan/evaluation-plan.ts';
import type { Experiment } from '../../core/experiments/experiment.ts';
import { mean } from '../../core/experiments/statistics/mean-interval.ts';
import { missingPoints, sweepExperiment, tuningSeeds } from '../../core/experiments/rates/sweep.ts';
import type { SweepPlan } from '../../core/experiments/rates/sweep-plan.ts';
import type { HostedLab } from '../../core/lab/create-lab.ts';
import { outputLayers } from '../../core/outputs/registry.ts';
import { digits, percent, table } from './document.ts';
import type { RunCost } from './run-cost.ts';
import { RunThread } from './run-thread.ts';
import type { Plan, Section } from './section.ts';
import { dealt, inTurn } from './schedule.ts';
import { setting } from './settings.ts';
import { benchLab, contentOf, textOf } from './watched-lab.ts';

/** Names a text to compare on, instead of a generated one. */
const textVariable = 'LOSS_LAB_BENCH_TEXT';

type Costs = ReadonlyMap<string, RunCost>;

/** What the runs of each arm cost while every core has one of them. */
async function costsOf(lab: HostedLab, { entries, seconds }: Plan): Promise<Costs> {
  const { experiment, text } = await contentOf(lab);
  const threads = Array.from(
    { length: availableParallelism() },
    () => new RunThread(entries, { kind: 'cost', experiment, text }),
  );
  try {
    const costs = new Map<string, RunCost>();
    for (const { id } of experiment.arms) {
      const found = await Promise.all(threads.map((thread) => thread.ask<RunCost>({ armId: id, seconds })));
      const each = (part: keyof RunCost) => mean(found.map((cost) => cost[part]));
      costs.set(id, { start: each('start'), step: each('step'), evaluation: each('evaluation') });
    }
    return costs;
  } finally {
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

/** Seconds of one run of an arm. */
function secondsOf(costs: Costs, armId: string, { steps, evaluation }: Experiment): number {
  const { start, step, evaluation: look } = costs.get(armId)!;
  return start + steps * step + (1 + Math.ceil(steps / evaluation.every)) * look;
}

interface Forecast {
  readonly predicted: number;
  readonly measured: number;
  /** Processor seconds per second: how many cores were busy. */
  readonly cores: number;
  /** What would have been predicted from costs taken afterwards: how far the machine has drifted. */
  readonly after: number;
}

/** Predicts from the costs of the parts, then does the work. */
async function forecast(
  lab: HostedLab,
  plan: Plan,
  predict: (costs: Costs) => number,
  work: () => Promise<unknown>,
): Promise<Forecast> {
  const predicted = predict(await costsOf(lab, plan));
  const [begun, before] = [performance.now(), process.cpuUsage()];
  await work();
  const measured = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(before);
  const after = predict(await costsOf(lab, plan));
  return { predicted, measured, cores: (user + system) / 1e6 / measured, after };
}

const rows = ({ predicted, measured, cores, after }: Forecast) =>
  table(
    ['predicted', 'measured', 'measured against predicted', 'cores busy', 'predicted afterwards'],
    [
      [
        `${digits(predicted)} s`,
        `${digits(measured)} s`,
        `${measured >= predicted ? '+' : ''}${percent(measured / predicted - 1)}`,
        `${digits(cores)} of ${availableParallelism()}`,
        `${digits(after)} s`,
      ],
    ],
  );

export const sweepForecast: Section = {
  name: 'sweep',
  title: 'The time of a sweep',
  async measure(plan) {
    const lab = benchLab(plan.built);
    try {
      const usual = defaultExperiment();
      await lab.useBuiltin({ id: 'reber', seed: 1, characters: 100_000 });
      const steps = plan.quick ? 10 : 500;
      const arms = newArms(
        outputLayers.map(({ id }) => id),
        0.1,
      );
      const evaluation = defaultEvaluation(steps, usual.model);
      const { experiment } = await lab.setExperiment({ experiment: { ...usual, arms, steps, evaluation } });
      const asked: SweepPlan = {
        format: 'loss-lab-sweep',
        version: 1,
        experiment,
        grid: { low: 1e-4, high: 10, count: 13 },
        seeds: tuningSeeds(experiment, 2),
        steps,
        yardstick: 'bitsPerCharacter',
        extension: 0,
      };
      const points = missingPoints(asked, []);
      const predict = (costs: Costs) =>
        inTurn(
          points.map((point) => secondsOf(costs, point.armId, sweepExperiment(asked, point))),
          availableParallelism(),
        );
      const raw = await forecast(lab, plan, predict, () => lab.runSweep({ plan: asked, done: [] }));
      const { hidden, length, batch } = usual.model;
      return {
        lines: [
          `${arms.length} output layers × 13 rates × 2 seeds on the built-in Reber source (H ${hidden}, T ${length}, B ${batch}), ${steps} steps each: ${points.length} runs. Predicted from what a start, a step and an evaluation of each layer cost with every core at it.`,
          '',
          ...rows(raw),
        ],
        raw,
      };
    } finally {
      await lab.close();
    }
  },
};

/** A text of this machine, or one with the characters of setting M. */
function comparedText(): { name: string; bytes: Uint8Array } {
  const file = process.env[textVariable];
  if (file === undefined) return { name: 'generated text', bytes: textOf(setting('M')) };
  return { name: basename(file), bytes: readFileSync(file) };
}

export const compareForecast: Section = {
  name: 'compare',
  title: 'The time of a comparison',
  async measure(plan) {
    const lab = benchLab(plan.built);
    try {
      const { name, bytes } = comparedText();
      const { uploadId } = await lab.beginText({ name, bytes: bytes.length, source: 'upload' });
      for (let at = 0; at < bytes.length; at += 2 ** 20)
        await lab.appendText({ uploadId, bytes: bytes.slice(at, at + 2 ** 20) });
      const { distinct } = await lab.finishText({ uploadId, options: defaultCorpusOptions });
      const { experiment: present } = await lab.snapshot({});
      const model = { ...present.model, hidden: 128, length: 25, batch: 16 };
      const steps = plan.quick ? 30 : 3000;
      const { experiment } = await lab.setExperiment({
        experiment: {
          ...present,
          model,
          arms: newArms(defaultLayers, 0.1),
          seeds: [1, 2, 3],
          steps,
          evaluation: defaultEvaluation(steps, model),
        },
      });
      const { keys } = new RunBook(experiment);
      const predict = (costs: Costs) =>
        dealt(
          keys.map(({ armId }) => secondsOf(costs, armId, experiment)),
          Math.min(availableParallelism(), keys.length),
        );
      const ended = () =>
        new Promise<void>((resolve) => {
          const off = lab.on('phase', ({ phase }) => {
            if (phase !== 'finished') return;
            off();
            resolve();
          });
        });
      const raw = await forecast(lab, plan, predict, async () => {
        const end = ended();
        await lab.run({});
        await end;
      });
      return {
        lines: [
          `4 arms × 3 seeds × ${steps} steps (H 128, T 25, B 16) on ${name}, V ${distinct}, evaluated every ${experiment.evaluation.every} steps on ${experiment.evaluation.characters} characters. ${textVariable} names another text.`,
          '',
          ...rows(raw),
        ],
        raw,
      };
    } finally {
      await lab.close();
    }
  },
};
