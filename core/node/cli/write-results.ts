import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabSnapshot } from '../../contract/lab-data.ts';
import type { HostedLab } from '../../lab/create-lab.ts';
import { writeAllDurably } from '../durable-file.ts';
import { writeTrainedRun } from '../run-file.ts';
import { version } from '../version.ts';
import { removeOtherRuns, runsFolder } from './report-folder.ts';

/** Writes report, experiment and trained runs into a folder. */
export async function writeResults(lab: HostedLab, snapshot: LabSnapshot, folder: string): Promise<void> {
  const report = await lab.exportReport({ formats: ['html', 'markdown', 'csv', 'json'] });
  await writeAllDurably(folder, [...report, await lab.exportExperiment({})]);
  // With --force there may be runs of an earlier report.
  await removeOtherRuns(folder, await writeRuns(lab, snapshot, runsFolder(folder)));
}

/** One safetensors file per run that has weights; of a run that diverged, the last finite ones. Answers their names. */
async function writeRuns(
  lab: HostedLab,
  { experiment, runs }: LabSnapshot,
  folder: string,
): Promise<ReadonlySet<string>> {
  const written = new Set<string>();
  const corpus = lab.corpus();
  if (!corpus) return written;
  await mkdir(folder, { recursive: true });
  for (const run of runs) {
    const arm = experiment.arms.find(({ id }) => id === run.armId);
    if (!arm || run.status === 'failed' || run.status === 'waiting') continue;
    const { weights, start, steps } = await lab.weights(run);
    const { hidden, biases } = experiment.model;
    const name = `${arm.id}-seed${run.seed}.safetensors`;
    await writeTrainedRun(join(folder, name), {
      layer: arm.layer,
      own: experiment.layers.find(({ id }) => id === arm.layer) ?? null,
      clamp: arm.clamp,
      shape: { vocabulary: corpus.vocabulary.length, hidden, biases },
      weights,
      start,
      vocabulary: corpus.vocabulary,
      other: corpus.other,
      armId: arm.id,
      seed: run.seed,
      steps,
      experiment: experiment.name,
      corpus: { name: corpus.summary.name, sha256: corpus.summary.sha256 },
      labVersion: version,
    });
    written.add(name);
  }
  return written;
}
