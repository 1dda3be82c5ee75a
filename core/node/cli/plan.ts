import type { Command } from 'commander';
import type { CorpusSummary } from '../../corpora/corpus.ts';
import { LabError } from '../../errors.ts';
import { dealt } from '../../experiments/plan/deal.ts';
import type { DealtPlan } from '../../experiments/plan/dealt-plan.ts';
import { missingPoints } from '../../experiments/rates/sweep.ts';
import { sweepText } from '../../reports/data/sweep-file.ts';
import { version } from '../version.ts';
import {
  refuseBesideExperiment,
  refuseBesideText,
  refuseSearchInParts,
  refuseUntilDecidedInParts,
} from './contradictions.ts';
import { commandLab, labOptions } from './host.ts';
import { prepareComparison, type ComparisonOptions } from './prepare-comparison.ts';
import { planSweep, type SweptOptions } from './sweep.ts';
import { jsonText } from './terminal.ts';
import { tellWarnings } from './text-warnings.ts';

interface DealOptions {
  readonly shards: number;
  readonly threadsPerRun: number;
  readonly heldOutFile?: string;
}

/** Prints the plan of a comparison whose runs several programs train. */
export async function planCompare(
  files: readonly string[],
  options: ComparisonOptions & DealOptions,
  command: Command,
): Promise<void> {
  if (options.experiment !== undefined) refuseBesideExperiment(command);
  refuseBesideText(command, files[0]);
  refuseStandardInput(files);
  refuseUntilDecidedInParts(options.untilDecided, 'Fix the number of seeds with --seeds.');
  const lab = commandLab(labOptions(options));
  try {
    await prepareComparison(lab, files, options, command);
    const { experiment, corpus } = await lab.snapshot({});
    refuseSearchInParts(experiment);
    tellWarnings(corpus, true);
    const { arms, seeds } = experiment;
    print(corpus!, files, options, {
      work: { kind: 'compare', experiment },
      parts: dealt(arms.length * seeds.length, arms.length, options.shards),
    });
  } finally {
    await lab.close();
  }
}

/** Prints the plan of a sweep whose runs several programs train. */
export async function planSweepInParts(
  files: readonly string[],
  options: SweptOptions & DealOptions,
  command: Command,
): Promise<void> {
  refuseBesideText(command, files[0]);
  refuseStandardInput(files);
  const lab = commandLab(labOptions(options));
  try {
    const { plan, text } = await planSweep(lab, files, options);
    tellWarnings(text, true);
    print(text, files, options, {
      work: { kind: 'sweep', sweep: JSON.parse(sweepText({ plan, text, labVersion: version })) },
      parts: dealt(missingPoints(plan, []).length, plan.experiment.arms.length, options.shards),
    });
  } finally {
    await lab.close();
  }
}

function refuseStandardInput(files: readonly string[]): void {
  if (files[0] === '-')
    throw new LabError(
      'bad-argument',
      'A plan is worked on other machines, which have not this standard input.',
      'Write the text into a file, and name that one.',
    );
}

function print(
  { name, bytes, sha256 }: CorpusSummary,
  paths: readonly string[],
  { threadsPerRun, heldOutFile }: DealOptions,
  work: Pick<DealtPlan, 'work' | 'parts'>,
): void {
  const plan: DealtPlan = {
    format: 'loss-lab-plan',
    version: 1,
    labVersion: version,
    text: { name, bytes, sha256, paths, heldOutPath: heldOutFile ?? null },
    threadsPerRun,
    ...work,
  };
  process.stdout.write(jsonText(plan));
}
