import { grouped, rateWords } from '../../words/number-format.ts';
import type { Arm, CorpusReference, Experiment } from '../experiment.ts';
import { labelled, newLabels } from './said.ts';

/** Names as a screen knows them. */
interface ChangeNames {
  /** Label of an output layer, by its id. */
  layer(id: string): string;
  /** What a text is called. */
  text(corpus: CorpusReference): string;
  /** Label of an optimiser, by its id. */
  optimizer(id: string): string;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Parts that are named and no more: their values are long, or many. */
const plainParts: readonly (readonly [keyof Experiment, string])[] = [
  ['layers', 'losses of your own'],
  ['tuning', 'how the rates were found'],
  ['evaluation', 'evaluation'],
  ['stopping', 'early ends'],
  ['question', 'question'],
  ['clipping', 'clipping'],
];

/**
 * What makes one experiment of another, in a few words: `rate of softmax + cross-entropy 0.1 → 0.05`. Empty where they
 * are the same.
 */
export function changeWords(before: Experiment, after: Experiment, names: ChangeNames): string {
  const labels = newLabels(before, after);
  const named = labelled(before, labels);
  const text = textWords(before.corpus, after.corpus, names);
  const parts = [
    ...(before.name === after.name ? [] : [`name “${after.name}”`]),
    ...before.layers.flatMap(({ id, label }) =>
      Object.hasOwn(labels, id) ? [`“${label}” renamed “${labels[id]}”`] : [],
    ),
    ...(text === null ? [] : [text]),
    ...armWords(before.arms, after.arms, names),
    ...modelWords(before, after),
    ...numberWords('steps', before.steps, after.steps),
    ...numberWords('paired seeds', before.seeds.length, after.seeds.length),
    ...(before.seeds.length === after.seeds.length
      ? numberWords('first seed', before.seeds[0], after.seeds[0])
      : []),
    ...(before.optimizer.id === after.optimizer.id
      ? []
      : [`optimiser ${names.optimizer(before.optimizer.id)} → ${names.optimizer(after.optimizer.id)}`]),
    ...(before.precision === after.precision ? [] : [`precision ${before.precision} → ${after.precision}`]),
    ...searchWords(before, after),
    ...plainParts.flatMap(([part, words]) => (same(named[part], after[part]) ? [] : [words])),
    // Seeds are planned as they are chosen.
    ...(same({ ...before.plan, seeds: 0 }, { ...after.plan, seeds: 0 }) ? [] : ['plan']),
  ];
  const [first, ...others] = implied(parts);
  if (first === undefined) return '';
  return others.length === 0 ? first : `${first}, and ${others.length} more`;
}

const searched = 'the best rate for each is looked for';
const given = 'rates as they stand';

const searchWords = (before: Experiment, after: Experiment): string[] =>
  before.search === after.search ? [] : [after.search ? searched : given];

/**
 * Without what follows from the change that is named: evaluations follow steps and model, rates their tuning, and what
 * is typed is not looked for.
 */
function implied(parts: readonly string[]): string[] {
  if (parts.length < 2) return [...parts];
  const others = parts.filter((part) => !['evaluation', 'how the rates were found', given].includes(part));
  return others.length > 0 ? others : [parts.includes(given) ? given : parts[0]];
}

const numberWords = (what: string, before: number, after: number): string[] =>
  before === after ? [] : [`${what} ${shown(before)} → ${shown(after)}`];

const shown = (value: number): string =>
  Number.isInteger(value) && value >= 1000 ? grouped(value) : String(value);

function textWords(before: CorpusReference, after: CorpusReference, names: ChangeNames): string | null {
  if (same(before, after)) return null;
  const isOther =
    before.kind === 'text' && after.kind === 'text'
      ? before.sha256 !== after.sha256
      : before.kind !== after.kind ||
        (before.kind === 'builtin' && before.id !== (after as typeof before).id);
  if (isOther) return `text ${names.text(before)} → ${names.text(after)}`;
  if (before.kind === 'builtin' && after.kind === 'builtin') {
    if (before.characters !== after.characters)
      return numberWords('characters', before.characters, after.characters)[0];
    return before.seed === after.seed
      ? 'parts of the text'
      : `seed of the text ${before.seed} → ${after.seed}`;
  }
  return 'how the text is read';
}

function armWords(before: readonly Arm[], after: readonly Arm[], names: ChangeNames): string[] {
  const label = ({ layer }: Arm) => names.layer(layer);
  const added = after.filter(({ id }) => !before.some((arm) => arm.id === id));
  const removed = before.filter(({ id }) => !after.some((arm) => arm.id === id));
  const kept = after.flatMap((arm) => {
    const old = before.find(({ id }) => id === arm.id);
    return old ? [{ old, arm }] : [];
  });
  const rated = kept.filter(({ old, arm }) => old.rate !== arm.rate);
  const clamped = kept.filter(({ old, arm }) => old.clamp !== arm.clamp);
  return [
    ...added.map((arm) => `${label(arm)} added`),
    ...removed.map((arm) => `${label(arm)} removed`),
    ...changedRates(rated, kept.length, label),
    ...clamped.map(({ old, arm }) => `ε of ${label(arm)} ${old.clamp} → ${arm.clamp}`),
  ];
}

function changedRates(
  rated: readonly { readonly old: Arm; readonly arm: Arm }[],
  of: number,
  label: (arm: Arm) => string,
): string[] {
  if (rated.length === 0) return [];
  const [{ old, arm }] = rated;
  if (rated.length === 1) return [`rate of ${label(arm)} ${rateWords(old.rate)} → ${rateWords(arm.rate)}`];
  const common = rated.length === of && rated.every((each) => each.arm.rate === arm.rate);
  return [common ? `one rate for all: ${rateWords(arm.rate)}` : `rates of ${rated.length} output layers`];
}

function modelWords({ model: before }: Experiment, { model: after }: Experiment): string[] {
  return [
    ...numberWords('hidden units', before.hidden, after.hidden),
    ...numberWords('sequence length', before.length, after.length),
    ...numberWords('batch', before.batch, after.batch),
    ...(before.biases === after.biases ? [] : [after.biases ? 'biases on' : 'biases off']),
    ...((['initial', 'outputBias', 'initialScale'] as const).some((part) => !same(before[part], after[part]))
      ? ['initial weights']
      : []),
  ];
}
