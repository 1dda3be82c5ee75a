import * as v from 'valibot';
import { LabError } from '../../errors.ts';
import type { Experiment } from '../experiment.ts';
import { sha256, text, whole } from '../files/fields.ts';
import { parseExperiment } from '../files/parse-experiment.ts';
import type { Plain } from '../plain.ts';

/** Texts of one plan. */
const mostTexts = 1000;
/** Parts that work may be dealt to. */
const mostParts = 100_000;

const place = whole(0, 1e7);
const path = text(32_768);

const schema = v.strictObject({
  format: v.literal('loss-lab-plan', "must be 'loss-lab-plan'"),
  version: v.literal(1, 'must be 1: this lab reads no other version'),
  labVersion: text(100),
  text: v.strictObject({
    name: text(10_000),
    bytes: whole(0, Number.MAX_SAFE_INTEGER),
    sha256,
    /** As they were named where the plan was made; empty for a built-in source. */
    paths: v.pipe(v.array(path), v.maxLength(1000)),
    heldOutPath: v.nullable(path),
  }),
  /** Threads that share a run: how many do changes rounding, so that all programs must do the same. */
  threadsPerRun: whole(1, 1024),
  work: v.variant('kind', [
    v.strictObject({ kind: v.literal('compare'), experiment: v.unknown() }),
    v.strictObject({ kind: v.literal('sweep'), sweep: v.unknown() }),
  ]),
  /**
   * For every part the places of its runs. A comparison counts them seed by seed, the arms of a seed one after the other; a
   * sweep in the order in which it trains them.
   */
  parts: v.pipe(v.array(v.array(place)), v.minLength(1), v.maxLength(mostParts)),
});

/** A comparison or a sweep that several programs share, as a file: what is trained, on what, and who trains which runs. */
export interface DealtPlan extends Plain<Omit<v.InferOutput<typeof schema>, 'work'>> {
  /** The experiment of a comparison; of a sweep, what is asked, as in `sweep.json`. */
  readonly work:
    | { readonly kind: 'compare'; readonly experiment: Experiment }
    | { readonly kind: 'sweep'; readonly sweep: unknown };
}

/** The same comparison or sweep on several texts, each with a plan of its own. */
export interface PlansOfTexts {
  readonly format: 'loss-lab-plans';
  readonly version: 1;
  readonly plans: readonly DealtPlan[];
}

const severalSchema = v.strictObject({
  format: v.literal('loss-lab-plans'),
  version: v.literal(1, 'must be 1: this lab reads no other version'),
  plans: v.pipe(v.array(v.unknown()), v.minLength(1), v.maxLength(mostTexts)),
});

/**
 * Reads a plan, or the plans of several texts, which have equally many parts. What a sweep asks is left to its own reader.
 * @throws LabError `file-not-read` with the field that is wrong
 */
export function parseDealtPlans(json: string, what: string): readonly DealtPlan[] {
  const refuse = (why: string) =>
    new LabError(
      'file-not-read',
      `${what} is no plan that can be used: ${why}.`,
      'Make one with loss-lab plan.',
    );
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw refuse((error as Error).message);
  }
  const several = v.safeParse(severalSchema, value, { abortEarly: true });
  if (!several.success) return [dealtPlanOf(value, refuse)];
  const plans = several.output.plans.map((each) => dealtPlanOf(each, refuse));
  const alike = ({ parts, work }: DealtPlan) => `${parts.length} ${work.kind}`;
  if (plans.some((each) => alike(each) !== alike(plans[0])))
    throw refuse('its plans differ in kind or in their number of parts');
  if (new Set(plans.map(({ text }) => text.sha256)).size < plans.length)
    throw refuse('one text is in it twice');
  return plans;
}

/**
 * The parts of the plans of several texts, turned so that what does not divide evenly falls to another part with each text.
 * @param plans parts of each, as `dealt` deals them
 */
export function turnedParts(
  plans: readonly (readonly (readonly number[])[])[],
): (readonly (readonly number[])[])[] {
  let before = 0;
  return plans.map((parts) => {
    const turn = before % parts.length;
    before += parts.reduce((sum, { length }) => sum + length, 0);
    return parts.map((_, i) => parts[(i - turn + parts.length) % parts.length]);
  });
}

function dealtPlanOf(value: unknown, refuse: (why: string) => LabError): DealtPlan {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw refuse(`its '${v.getDotPath(issue) ?? 'content'}' ${issue.message}`);
  }
  const { work, ...rest } = parsed.output;
  const runs = rest.parts.flat();
  if (new Set(runs).size !== runs.length || runs.some((run) => run >= runs.length))
    throw refuse('its parts do not have every run once');
  if (work.kind === 'sweep') return { ...rest, work: { kind: 'sweep', sweep: work.sweep } };
  const experiment = parseExperiment(work.experiment);
  if (runs.length !== experiment.arms.length * experiment.seeds.length)
    throw refuse('its parts have not as many runs as its experiment');
  return { ...rest, work: { kind: 'compare', experiment } };
}
