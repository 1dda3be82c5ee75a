import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabSnapshot } from '../../contract/lab-api.ts';
import type { HostedLab } from '../../lab/create-lab.ts';
import { sweepTemporaries, writeAllDurably } from '../durable-file.ts';
import { trainedRunBytes } from '../run-file.ts';
import { version } from '../version.ts';

/** Writes report, experiment and trained runs into a folder. */
export async function writeResults(lab: HostedLab, snapshot: LabSnapshot, folder: string): Promise<void> {
  const report = await lab.exportReport({ formats: ['html', 'markdown', 'csv', 'json'] });
  await writeAllDurably(folder, [...report, await lab.exportExperiment({})]);
  await writeRuns(lab, snapshot, join(folder, 'runs'));
}

/** One safetensors file per run that has weights; of a run that diverged, the last finite ones. */
async function writeRuns(lab: HostedLab, { experiment, runs }: LabSnapshot, folder: string): Promise<void> {
  const corpus = lab.corpus();
  if (!corpus) return;
  await mkdir(folder, { recursive: true });
  await sweepTemporaries(folder);
  for (const run of runs) {
    const arm = experiment.arms.find(({ id }) => id === run.armId);
    if (!arm || run.status === 'failed') continue;
    const { weights, steps } = await lab.weights(run);
    const { hidden, biases } = experiment.model;
    const bytes = trainedRunBytes({
      layer: arm.layer,
      clamp: arm.clamp,
      shape: { vocabulary: corpus.vocabulary.length, hidden, biases },
      weights,
      vocabulary: corpus.vocabulary,
      armId: arm.id,
      seed: run.seed,
      steps,
      experiment: experiment.name,
      corpus: { name: corpus.summary.name, sha256: corpus.summary.sha256 },
      version,
    });
    await writeAllDurably(folder, [{ name: `${arm.id}-seed${run.seed}.safetensors`, bytes }]);
  }
}
