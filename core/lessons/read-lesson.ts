import * as v from 'valibot';
import { LabError } from '../errors.ts';

/** Cards that have another name now, for lessons from before. */
const renamedCards: ReadonlyMap<string, string> = new Map([['delta-map', 'delta-maps']]);

/** Bytes of a lesson file. */
export const largestLesson = 1_000_000;

const said = (longest: number) => v.pipe(v.string(), v.nonEmpty('must say something'), v.maxLength(longest));
const text = (longest: number) =>
  v.union(
    [
      said(longest),
      v.pipe(
        v.strictObject({ en: v.optional(said(longest)), 'zh-Hans': v.optional(said(longest)) }),
        v.check((languages) => Object.keys(languages).length > 0, 'must have at least one language'),
      ),
    ],
    'must be a text, or an object with the languages en and zh-Hans',
  );
const whole = (low: number, high: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(low), v.maxValue(high));
const finite = v.pipe(v.number(), v.finite());
const axis = v.pipe(
  v.strictObject({ label: text(120), low: finite, high: finite }),
  v.check(({ low, high }) => low < high, 'must have a low end below its high one'),
);
/** The curve that a sketch is held against: points, or δ of an output layer against its logit, worked out by the lab. */
const curve = v.variant('kind', [
  v.strictObject({
    kind: v.literal('points'),
    points: v.pipe(
      v.array(v.pipe(v.tuple([finite, finite]), v.readonly())),
      v.minLength(2),
      v.maxLength(1000),
      v.check((points) => points.every(([x], k) => k === 0 || x > points[k - 1][0]), 'must have ascending x'),
      v.readonly(),
    ),
  }),
  v.strictObject({
    kind: v.literal('delta'),
    layer: said(200),
    t: v.picklist([0, 1]),
    outputs: whole(1, 1000),
  }),
]);
const asked = {
  ask: text(1000),
  /** Why it is so: said when the answer is given. */
  why: text(2000),
};
const question = v.variant('kind', [
  v.pipe(
    v.strictObject({
      kind: v.literal('choose'),
      ...asked,
      choices: v.pipe(v.array(text(300)), v.minLength(2), v.maxLength(8)),
      answer: whole(0, 7),
    }),
    v.check(
      ({ choices, answer }) => answer < choices.length,
      'must have an answer among its choices, counted from 0',
    ),
  ),
  v.strictObject({
    kind: v.literal('number'),
    ...asked,
    answer: finite,
    /** Right within it, in the unit of the answer. */
    tolerance: v.pipe(finite, v.minValue(0)),
  }),
  v.strictObject({ kind: v.literal('sketch'), ...asked, x: axis, y: axis, curve }),
]);
export const lessonSchema = v.strictObject({
  format: v.literal('loss-lab-lesson', 'must be "loss-lab-lesson"'),
  version: v.literal(1, 'must be 1'),
  id: v.pipe(said(60), v.regex(/^[a-z0-9-]+$/, 'must be of small letters, digits and dashes')),
  title: text(120),
  /** How long it takes. */
  minutes: whole(1, 600),
  /** Preset that it starts from. */
  preset: v.optional(said(100)),
  /** One page for the teacher. */
  plan: text(10_000),
  pages: v.pipe(
    v.array(
      v.strictObject({
        title: text(200),
        text: text(5000),
        /** What the page shows of the lab. */
        show: v.optional(
          v.strictObject({
            tab: v.picklist(['convergence', 'gradients', 'sweep', 'duel', 'derivation']),
            /** Step of the derivation. */
            step: v.optional(whole(1, 12)),
            /** Step of time. */
            t: v.optional(whole(1, 400)),
            /** The output that is looked at: a character. */
            i: v.optional(
              v.pipe(
                v.string(),
                v.check((sign) => [...sign].length === 1, 'must be one character'),
              ),
            ),
            /** With the derivation: id of the arm whose weights are looked at. */
            arm: v.optional(said(100)),
            /** With convergence or gradients: the card to go to. */
            card: v.optional(
              v.pipe(
                said(60),
                v.regex(/^[a-z-]+$/, 'must be the name of a card, such as delta-maps'),
                v.transform((card) => renamedCards.get(card) ?? card),
              ),
            ),
          }),
        ),
        question: v.optional(question),
      }),
    ),
    v.minLength(1),
    v.maxLength(50),
  ),
});

/**
 * A lesson from the text of a file; nothing in it is trusted.
 * @throws LabError `bad-argument` that names the field and what was expected
 */
export function readLesson(json: string): v.InferOutput<typeof lessonSchema> {
  const next = 'See docs/lessons.md for the form of a lesson.';
  if (json.length > largestLesson)
    throw new LabError('bad-argument', `The lesson is longer than ${largestLesson} characters.`, next);
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch (error) {
    throw new LabError('bad-argument', `The lesson is not valid JSON: ${(error as Error).message}`, next);
  }
  const result = v.safeParse(lessonSchema, data, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = v.getDotPath(issue);
  throw new LabError(
    'bad-argument',
    `The lesson${field === null ? '' : `, ${field}`}: ${issue.message}.`,
    next,
  );
}
