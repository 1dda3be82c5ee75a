import { rateWords } from '../../words/number-format.ts';
import { inEnglish, type Say } from '../../words/said/say.ts';
import type { Arm, Experiment } from '../experiment.ts';
import type { RateTuning } from './rate-tuning.ts';

/** The learning-rate policy an experiment follows, as printed beside every chart. */
export type RatePolicy = 'same' | 'set per arm' | 'best per arm' | 'norm-matched';

type Rates = Pick<Experiment, 'arms' | 'tuning' | 'search'>;

/** The policy the arms follow. A tuning counts as long as every arm still has the rate that it gave. */
export function ratePolicy(experiment: Rates): RatePolicy {
  const { arms, tuning } = experiment;
  if (tuning && followsTuning(experiment))
    return tuning.kind === 'best-per-arm' ? 'best per arm' : 'norm-matched';
  if (wantsSearch(experiment)) return 'best per arm';
  return new Set(arms.map((arm) => arm.rate)).size === 1 ? 'same' : 'set per arm';
}

/** Whether the rates of the arms are to be looked for before the first step. */
export const wantsSearch = (experiment: Rates): boolean =>
  experiment.search !== null && !(experiment.tuning && followsTuning(experiment));

/** Whether the rates of all arms are those of the tuning. */
function followsTuning({ arms, tuning }: Pick<Rates, 'arms' | 'tuning'>): boolean {
  return arms.every(({ id, rate }) => tuning!.best.some((each) => each.armId === id && each.rate === rate));
}

/**
 * An experiment with the rates of a tuning, and the record of where they come from.
 * @param tuning has a rate for every arm
 */
export function withTuning(experiment: Experiment, tuning: RateTuning): Experiment {
  const rateOf = (armId: string) => tuning.best.find((each) => each.armId === armId)!.rate;
  return { ...experiment, arms: experiment.arms.map((arm) => ({ ...arm, rate: rateOf(arm.id) })), tuning };
}

/**
 * A changed experiment without what it has only carried along: rates that were found on another text, model or optimiser, or
 * with another loss, are no best ones here, those of a quick sweep belong to its budget, and first gradients are those of
 * their seeds. And where somebody gives an arm another rate, none are looked for.
 */
export function withoutStaleTuning(before: Experiment, next: Experiment): Experiment {
  const { tuning } = next;
  const typed = same(tuning, before.tuning) && before.search === next.search && typedRate(before, next);
  if (typed && next.search !== null) return { ...next, search: null };
  if (!tuning || !same(tuning, before.tuning)) return next;
  const restsOn = ({ corpus, precision, model, optimizer, clipping, seeds, steps, search }: Experiment) =>
    tuning.kind === 'best-per-arm'
      ? [corpus, precision, model, optimizer, clipping, ...(search ? [steps, seeds.length] : [])]
      : [corpus, precision, model, seeds];
  const reported = tuning.kind === 'best-per-arm' && next.seeds.some((seed) => tuning.seeds.includes(seed));
  const fresh = same(restsOn(before), restsOn(next)) && !reported && !anotherLoss(before, next);
  return fresh ? next : { ...next, tuning: null };
}

/** Whether an arm that there was trains by another loss now; a loss may be called something else. */
const anotherLoss = (before: Experiment, next: Experiment) =>
  before.arms.some((arm) => {
    const now = next.arms.find(({ id }) => id === arm.id);
    return now !== undefined && !same(lossOf(before, arm), lossOf(next, now));
  });

/** What an arm trains by: neither what its loss is called, nor how far its sliders go. */
const lossOf = ({ layers }: Experiment, { layer, clamp }: Arm) => {
  const own = layers.find(({ id }) => id === layer);
  const values =
    own?.kind === 'formula' && Object.entries(own.parameters).map(([name, { value }]) => [name, value]);
  return [layer, clamp, own && { ...own, label: '', reference: '', parameters: values }];
};

/** Whether an arm that there was has another rate now. */
const typedRate = (before: Experiment, next: Experiment) =>
  before.arms.some(({ id, rate }) => next.arms.some((arm) => arm.id === id && arm.rate !== rate));

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** The policy as it stands beside a chart. */
export function ratePolicyWords(experiment: Rates, say: Say = inEnglish): string {
  switch (ratePolicy(experiment)) {
    case 'same':
      return say`one learning rate for all output layers, η = ${rateWords(experiment.arms[0].rate)}`;
    case 'set per arm':
      return say`learning rate set for each output layer`;
    case 'best per arm':
      if (wantsSearch(experiment))
        return say`best learning rate for each output layer, looked for before the first step`;
      return quick(experiment)
        ? say`best learning rate for each output layer (quick sweep, own seeds)`
        : say`best learning rate for each output layer (sweep, own seeds)`;
    case 'norm-matched':
      return say`learning rates norm-matched: first gradient norms times η agree`;
  }
}

const quick = ({ tuning }: Rates) => tuning?.kind === 'best-per-arm' && tuning.rounds !== undefined;
