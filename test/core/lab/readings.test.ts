import { describe, expect, it } from 'vitest';
import type { LabSnapshot } from '../../../core/contract/lab-data.ts';
import { newArms } from '../../../core/experiments/default-experiment.ts';
import type { Experiment } from '../../../core/experiments/experiment.ts';
import { verdictWords } from '../../../core/experiments/comparison/verdict-words.ts';
import { yardstickById } from '../../../core/yardsticks/registry.ts';
import { withReading } from '../../../core/formulas/known-reading.ts';
import { multiClassHinge } from '../../../core/formulas/presets/multi-class-hinge.ts';
import { registryInfos } from '../../../core/layers/layer-info.ts';
import type { FormulaDefinition } from '../../../core/outputs/layer-definition.ts';
import { csvReport } from '../../../core/reports/data/curves-csv.ts';
import { markdownReport } from '../../../core/reports/markdown/markdown.ts';
import { buildReport } from '../../../core/reports/report.ts';
import { optimizers } from '../../../core/optimizers/registry.ts';
import { formula } from '../formulas/definitions.ts';
import { quickExperiment, testLab, trainedOn } from './lab-fixtures.ts';

const hinge: FormulaDefinition = (({ about: _, ends: _ends, ...definition }) => definition)(multiClassHinge);

/** An experiment with a layer of its own beside softmax + cross-entropy. */
function experimentWith(own: FormulaDefinition, change: Partial<Experiment> = {}): Experiment {
  const layers = ['softmax-cross-entropy', own.id];
  return quickExperiment({
    layers: [own],
    arms: newArms(layers, 0.1, new Map(), undefined, [own]),
    ...change,
  });
}

const reportOf = ({ experiment, ownLayers, corpus, baselines, runs }: LabSnapshot) =>
  buildReport({
    experiment,
    corpus: corpus!,
    baselines,
    runs,
    outputLayers: [...registryInfos, ...ownLayers],
    optimizers: optimizers.map(({ id, label, formula: update, defaults, defaultRate }) => ({
      ...{ id, label, formula: update, defaults, defaultRate },
    })),
    machine: { system: 's', processor: 'p', cores: 1, memory: 1, runtime: 'r' },
    version: '0',
    generatedAt: '2026-01-01T00:00:00Z',
    robustness: null,
    partial: false,
  });

describe('logsumexp(z) − z_target on a linear output beside softmax + cross-entropy', () => {
  const own = { ...formula('linear', 'logsumexp(z) - target(z)'), id: 'logsumexp', label: 'logsumexp' };

  it.each(['float32', 'float64'] as const)('has the same bits to 10⁻⁶ in %s', async (precision) => {
    const experiment = experimentWith(withReading(own), {
      precision,
      seeds: [1, 2, 3, 4, 5, 6],
      steps: 80,
      evaluation: { every: 20, characters: 150, start: 'carried' },
    });
    const snapshot = await trainedOn(2, experiment);
    const of = (layer: string) => snapshot.runs.filter(({ armId }) => armId === layer);
    of('softmax-cross-entropy').forEach((run, i) => {
      const other = of('logsumexp')[i];
      expect(other.seed).toBe(run.seed);
      expect(run.evaluations.length).toBe(5);
      run.evaluations.forEach((evaluation, k) => {
        const { bitsPerCharacter, brier, accuracy, clippedShare } = other.evaluations[k];
        expect(Math.abs(bitsPerCharacter - evaluation.bitsPerCharacter)).toBeLessThan(1e-6);
        expect(Math.abs(brier - evaluation.brier)).toBeLessThan(1e-6);
        expect(accuracy).toBe(evaluation.accuracy);
        expect(clippedShare).toBe(0);
      });
    });
    const report = reportOf(snapshot);
    const [pair] = report.pairs.filter(({ yardstick }) => yardstick === 'bitsPerCharacter');
    expect(Math.abs(pair.summary.mean)).toBeLessThan(1e-6);
    expect(pair.verdict).toEqual({ kind: 'practically-equal' });
    expect(markdownReport(report)).toContain('its δ is that of softmax + cross-entropy');
  });

  it('repeats its old numbers where an experiment does not say how it is read, and tells so', async () => {
    const steps = { steps: 20, seeds: [1] };
    const old = await trainedOn(1, experimentWith(own, steps));
    const chosen = await trainedOn(1, experimentWith({ ...own, reading: 'clipped' }, steps));
    const last = ({ runs }: LabSnapshot) => runs[1].evaluations.at(-1)!;
    expect(last(old).bitsPerCharacter).toBe(last(chosen).bitsPerCharacter);
    expect(last(old).clippedShare).toBeGreaterThan(0);
    expect(old.ownLayers[0].reading).toMatchObject({ id: 'clipped' });
    expect(markdownReport(reportOf(old))).toContain('by its activation, as before readings were chosen');
  });
});

describe('a margin loss', () => {
  it('has accuracy, but neither bits nor Brier score, nor a sample, nor a verdict on them', async () => {
    const snapshot = await trainedOn(2, experimentWith(hinge, { seeds: [1, 2, 3, 4, 5, 6] }));
    for (const { armId, evaluations, glimpse, status } of snapshot.runs) {
      expect(status).toBe('finished');
      const none = armId === hinge.id;
      for (const each of evaluations) {
        expect(each.accuracy).toBeGreaterThanOrEqual(0);
        expect(each.ownLoss).toBeGreaterThan(0);
        for (const value of [each.bitsPerCharacter, each.brier, each.clippedShare])
          expect(Number.isNaN(value)).toBe(none);
      }
      expect(glimpse!.sample === '').toBe(none);
    }
    const report = reportOf(snapshot);
    for (const pair of report.pairs) {
      const readable = !yardstickById(pair.yardstick).ofProbabilities;
      expect(pair.seeds.length).toBe(readable ? 6 : 0);
      expect(pair.verdict.kind === 'none').toBe(!readable);
      // Nothing ran off.
      expect(pair.diverged).toEqual({ a: 0, b: 0 });
      if (!readable) expect(verdictWords(pair, (armId) => armId)).toContain('not read as probabilities');
    }
    const text = markdownReport(report);
    expect(text).not.toContain('NaN');
    expect(text).toContain('no reading as probabilities');
    expect(text).toContain('no bits and no Brier score, and no part in verdicts on them');
    const rows = [...csvReport(report)].join('').split('\r\n');
    const of = (metric: string) =>
      rows
        .filter((row) => row.startsWith(hinge.id) && row.includes(`,${metric},`))
        .map((row) => row.split(',')[6]);
    for (const metric of ['bitsPerCharacter', 'brier', 'clippedShare'])
      expect(new Set(of(metric))).toEqual(new Set(['']));
    expect(of('accuracy').every((value) => value !== '')).toBe(true);
  });

  it('is refused where a value is needed that it does not have', async () => {
    const { lab } = testLab();
    const target = { yardstick: 'bitsPerCharacter', value: 2 } as const;
    const plateau = { yardstick: 'brier', evaluations: 3, tolerance: 0 } as const;
    for (const stopping of [
      { target, plateau: null, budget: null },
      { target: null, plateau, budget: null },
    ])
      await expect(
        lab.setExperiment({ experiment: experimentWith(hinge, { stopping }) }),
      ).rejects.toMatchObject({
        code: 'bad-experiment',
        message: expect.stringMatching(
          /^stopping\.(target|plateau)\.yardstick: the outputs of multi-class-hinge are not read as probabilities, so it has no (bits per character|Brier score)\.$/,
        ),
      });
    await lab.setExperiment({
      experiment: experimentWith(hinge, {
        stopping: { target: { yardstick: 'accuracy', value: 2 }, plateau: null, budget: null },
      }),
    });
    const question = { grid: { low: 0.1, high: 1, count: 2 }, seeds: 1, steps: 2, extension: 0 };
    await expect(lab.startSweep({ ...question, yardstick: 'bitsPerCharacter' })).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining('has no bits per character'),
    });
    const moment = { kind: 'fresh', armId: hinge.id, seed: 1 } as const;
    for (const text of [
      { kind: 'drawn', prompt: 'a', characters: 5, sampleSeed: 1 },
      { kind: 'given', text: 'abc' },
    ] as const)
      await expect(lab.duel({ arms: [moment], text, temperature: 1, top: 2 })).rejects.toMatchObject({
        code: 'bad-argument',
        message: expect.stringContaining('nothing to draw from'),
      });
    await lab.close();
  });

  it('has bits again where somebody chooses a reading', async () => {
    const snapshot = await trainedOn(
      1,
      experimentWith({ ...hinge, reading: 'softmax' }, { seeds: [1], steps: 3 }),
    );
    expect(snapshot.runs[1].evaluations.at(-1)!.bitsPerCharacter).toBeGreaterThan(0);
  });
});
