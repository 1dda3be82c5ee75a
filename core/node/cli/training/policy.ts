import { rateWords } from '../../../words/number-format.ts';
import { LabError } from '../../../errors.ts';
import type { Experiment } from '../../../experiments/experiment.ts';
import { wantsSearch, withTuning } from '../../../experiments/rates/rate-policy.ts';
import { type RateTuning } from '../../../experiments/rates/rate-tuning.ts';
import { tuningOf } from '../../../experiments/rates/sweep.ts';
import { sameSplit, splitOf, splitWords } from '../../../experiments/text-split.ts';
import type { HostedLab } from '../../../lab/create-lab.ts';
import { knownLayerId } from '../../../layers/layer-of.ts';
import { readSweepFolder } from '../../sweep-folder.ts';
import type { PolicyOptions } from '../options/policy-options.ts';
import { grouped, say } from '../printed/terminal.ts';
import { interruptible } from './training.ts';

/**
 * Gives the arms of the lab's experiment the rates of the policy; its text is there. Best rates are looked for later
 * (`findRates`): the folder of the comparison may have them.
 */
export async function usePolicy(lab: HostedLab, { policy, reference, sweep }: PolicyOptions): Promise<void> {
  if (reference !== undefined && policy !== 'norm-matched')
    throw new LabError(
      'bad-argument',
      '--reference has no effect without --policy norm-matched.',
      'Leave one of them out.',
    );
  if (policy === 'best')
    await lab.setExperiment({ experiment: { ...(await lab.snapshot({})).experiment, search: 'quick' } });
  if (policy === 'norm-matched')
    await take(lab, await lab.matchNorms({ reference: await armOf(lab, reference) }));
  if (sweep !== undefined) await take(lab, await bestOfSweep(lab, sweep));
}

async function take(lab: HostedLab, tuning: RateTuning): Promise<void> {
  await lab.setExperiment({ experiment: withTuning((await lab.snapshot({})).experiment, tuning) });
}

/** The arm of an output layer; the first arm where none is named. */
async function armOf(lab: HostedLab, reference: string | undefined): Promise<string> {
  const { arms, layers } = (await lab.snapshot({})).experiment;
  if (reference === undefined) return arms[0].id;
  const layer = knownLayerId(layers, reference);
  const arm = arms.find((each) => each.layer === layer);
  if (arm) return arm.id;
  throw new LabError(
    'bad-argument',
    `--reference names ${layer}, which is not among the layers compared.`,
    `There are: ${arms.map((each) => each.layer).join(', ')}.`,
  );
}

/** The best rate of every arm, from the sweep in a folder. */
async function bestOfSweep(lab: HostedLab, folder: string): Promise<RateTuning> {
  const found = await readSweepFolder(folder);
  if (!found)
    throw new LabError(
      'file-not-read',
      `There is no sweep in '${folder}'.`,
      'Name a folder that sweep has written.',
    );
  const { experiment, corpus } = await lab.snapshot({});
  const refuse = (what: string) =>
    new LabError('bad-argument', `The sweep in '${folder}' ${what}.`, 'Sweep anew, or leave --sweep out.');
  if (found.text.sha256 !== corpus?.sha256) throw refuse(`was made on another text, ${found.text.name}`);
  const swept = splitOf(found.plan.experiment.corpus);
  if (!sameSplit(swept, splitOf(experiment.corpus)))
    throw refuse(`was made with another split of the text: ${splitWords(swept)}`);
  const tuning = tuningOf(found.plan, found.runs);
  if (!tuning) throw refuse('has not found a best rate for every output layer');
  const reported = tuning.seeds.filter((seed) => experiment.seeds.includes(seed));
  if (reported.length > 0)
    throw refuse(`was tuned on seed ${reported.join(', ')}, which this comparison reports`);
  const best = experiment.arms.map((arm) => {
    const arms = found.plan.experiment.arms;
    const sweptArm = arms.find(({ layer, clamp }) => layer === arm.layer && clamp === arm.clamp);
    const own = tuning.best.find(({ armId }) => armId === sweptArm?.id);
    if (!own) throw refuse(`has no rate for ${arm.layer}`);
    return { ...own, armId: arm.id };
  });
  return { ...tuning, best };
}

/**
 * Looks for the rates of an experiment that asks for it, and says what came of it.
 * @param kept the same comparison as it was kept, with rates that were found already
 * @throws LabError `cancelled` where the user broke it off
 */
export async function findRates(lab: HostedLab, kept: Experiment | null): Promise<void> {
  const { experiment } = await lab.snapshot({});
  if (!wantsSearch(experiment)) return;
  if (kept?.search && kept.tuning && sameArms(kept, experiment)) {
    await lab.setExperiment({ experiment: withTuning(experiment, kept.tuning) });
    return;
  }
  const { done: found } = await interruptible(
    async (progress) => {
      const off = lab.on('sweep', (state) => progress.showSweep(state.progress));
      progress.say('A quick sweep looks for the best learning rate of every output layer.');
      return lab.findRates().finally(off);
    },
    null,
    (status) => {
      process.exitCode = status;
      return lab.cancelSweep({});
    },
  );
  if (!found)
    throw new LabError(
      'cancelled',
      'The search for learning rates was broken off, and nothing was trained.',
      'The same command begins it anew.',
    );
  const { tuning, arms } = (await lab.snapshot({})).experiment;
  const rates = arms.map(({ id, rate }) => `${id} ${rateWords(rate)}`).join(', ');
  const spent = tuning?.kind === 'best-per-arm' ? `, after ${grouped(tuning.trained ?? 0)} steps` : '';
  say(`Best learning rates${spent}: ${rates}.`);
}

const sameArms = (kept: Experiment, asked: Experiment) =>
  JSON.stringify(kept.arms.map(({ rate: _, ...arm }) => arm)) ===
  JSON.stringify(asked.arms.map(({ rate: _, ...arm }) => arm));
