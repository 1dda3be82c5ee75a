import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabSnapshot } from '../../contract/lab-api.ts';
import type { HostedLab } from '../../lab/create-lab.ts';
import { writeAllDurably } from '../durable-file.ts';
import { writeTrainedRun } from '../run-file.ts';
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
  for (const run of runs) {
    const arm = experiment.arms.find(({ id }) => id === run.armId);
    if (!arm || run.status === 'failed') continue;
    const { weights, steps } = await lab.weights(run);
    const { hidden, biases } = experiment.model;
    await writeTrainedRun(join(folder, `${arm.id}-seed${run.seed}.safetensors`), {
      layer: arm.layer,
      clamp: arm.clamp,
      shape: { vocabulary: corpus.vocabulary.length, hidden, biases },
      weights,
      vocabulary: corpus.vocabulary,
      other: corpus.other,
      armId: arm.id,
      seed: run.seed,
      steps,
      experiment: experiment.name,
      corpus: { name: corpus.summary.name, sha256: corpus.summary.sha256 },
      labVersion: version,
    });
  }
}
