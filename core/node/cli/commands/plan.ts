import type { Command } from 'commander';
import type { CorpusSummary } from '../../../corpora/corpus.ts';
import { LabError } from '../../../errors.ts';
import { dealt } from '../../../experiments/plan/deal.ts';
import { turnedParts, type DealtPlan, type PlansOfTexts } from '../../../experiments/plan/dealt-plan.ts';
import { missingPoints } from '../../../experiments/rates/sweep.ts';
import { sweepText } from '../../../reports/data/sweep-file.ts';
import { version } from '../../version.ts';
import {
  refuseBesideExperiment,
  refuseBesideText,
  refuseSearchInParts,
  refuseUntilDecidedInParts,
} from '../options/contradictions.ts';
import { commandLab, labOptions } from '../command-lab.ts';
import { prepareComparison, type ComparisonOptions } from '../training/prepare-comparison.ts';
import { planSweep, type SweptOptions } from './sweep.ts';
import { jsonText } from '../printed/terminal.ts';
import { tellWarnings } from '../printed/text-warnings.ts';

interface DealOptions {
  readonly shards: number;
  readonly threadsPerRun: number;
  readonly heldOutFile?: string;
  /** Each file is a text of its own. */
  readonly eachText?: boolean;
}

/** The lab that a plan is made in: how many threads will train where it is worked on, this machine does not know. */
const planningLab = (options: DealOptions) =>
  commandLab(labOptions({ ...options, threads: 1, inTurn: true }));

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
  await print(files, options, (each) => planOfComparison(each, options, command));
}

async function planOfComparison(
  files: readonly string[],
  options: ComparisonOptions & DealOptions,
  command: Command,
): Promise<DealtPlan> {
  const lab = planningLab(options);
  try {
    await prepareComparison(lab, files, options, command);
    const { experiment, corpus } = await lab.snapshot({});
    refuseSearchInParts(experiment);
    tellWarnings(corpus, true);
    const { arms, seeds } = experiment;
    return dealtPlan(corpus!, files, options, {
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
  await print(files, options, (each) => planOfSweep(each, options));
}

async function planOfSweep(
  files: readonly string[],
  options: SweptOptions & DealOptions,
): Promise<DealtPlan> {
  const lab = planningLab(options);
  try {
    const { plan, text } = await planSweep(lab, files, options);
    tellWarnings(text, true);
    return dealtPlan(text, files, options, {
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

/** Prints the plan of one text, or those of all of them. */
async function print(
  files: readonly string[],
  options: DealOptions,
  planOf: (files: readonly string[]) => Promise<DealtPlan>,
): Promise<void> {
  if (!options.eachText) return void process.stdout.write(jsonText(await planOf(files)));
  if (files.length < 2)
    throw new LabError('bad-argument', '--each-text needs two texts or more.', 'Name them, or leave it out.');
  if (options.heldOutFile !== undefined)
    throw new LabError(
      'bad-argument',
      '--held-out-file is one text, and --each-text takes several, each with a held-out part of its own.',
      'Leave one of them out.',
    );
  const plans: DealtPlan[] = [];
  for (const file of files) plans.push(await planOf([file]));
  const twice = plans.find(({ text }, i) =>
    plans.some((other, k) => k < i && other.text.sha256 === text.sha256),
  );
  if (twice)
    throw new LabError(
      'bad-argument',
      `'${twice.text.name}' is the same text as another one.`,
      'Name each once: it would count as two.',
    );
  const parts = turnedParts(plans.map((each) => each.parts));
  const all: PlansOfTexts = {
    format: 'loss-lab-plans',
    version: 1,
    plans: plans.map((each, i) => ({ ...each, parts: parts[i] })),
  };
  process.stdout.write(jsonText(all));
}

function dealtPlan(
  { name, bytes, sha256 }: CorpusSummary,
  paths: readonly string[],
  { threadsPerRun, heldOutFile }: DealOptions,
  work: Pick<DealtPlan, 'work' | 'parts'>,
): DealtPlan {
  return {
    format: 'loss-lab-plan',
    version: 1,
    labVersion: version,
    text: { name, bytes, sha256, paths, heldOutPath: heldOutFile ?? null },
    threadsPerRun,
    ...work,
  };
}
