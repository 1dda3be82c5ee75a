import type { LabSnapshot, RobustnessState } from '../contract/lab-data.ts';
import type { ReportHeading } from '../contract/report-heading-schema.ts';
import { LabError } from '../errors.ts';
import type { RobustnessRecord } from '../experiments/comparison/robustness.ts';
import type { ReportInput } from '../reports/report-data.ts';
import { catalogue } from './catalogue.ts';
import type { LabPorts } from './ports.ts';

/** What the comparison report of a snapshot, whole or partial, is made from. @throws LabError `no-corpus` */
export function reportInputOf(
  snapshot: LabSnapshot,
  { machine, version }: Pick<LabPorts, 'machine' | 'version'>,
  generatedAt: string,
  heading?: ReportHeading,
): ReportInput {
  const { experiment, ownLayers, corpus, baselines, runs, phase, adding, robustness } = snapshot;
  if (!corpus) throw new LabError('no-corpus', 'There is no text to report on.', 'Drop a text first.');
  const { outputLayers, optimizers } = catalogue();
  return {
    experiment,
    corpus,
    baselines,
    runs,
    outputLayers: [...outputLayers, ...ownLayers],
    optimizers,
    machine,
    version,
    generatedAt,
    // A run that waits is one that another machine trains.
    // Seeds that are being added take nothing from those that are there.
    partial: (phase !== 'finished' && adding === null) || runs.some(({ status }) => status === 'waiting'),
    robustness: robustnessRecord(robustness),
    ...(heading && { heading }),
  };
}

/** What a repeat has come to; null where there is nothing yet. */
export function robustnessRecord(state: RobustnessState | null): RobustnessRecord | null {
  if (!state || state.repeats.length + state.skipped.length === 0) return null;
  const { repeats, skipped, phase } = state;
  return { repeats, skipped, cancelled: phase !== 'finished' };
}
