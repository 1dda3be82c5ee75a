import { closest, distance } from 'fastest-levenshtein';

/** A function of the language as help and completion show it. */
export interface FunctionEntry {
  readonly name: string;
  /** Other spellings of it. */
  readonly also: readonly string[];
  /** Values it takes: at least and at most. */
  readonly values: readonly [number, number];
  readonly about: string;
}

/** What a formula may call. Nothing outside this table and `variables` has a meaning. */
export const functions: readonly FunctionEntry[] = [
  { name: 'exp', also: [], values: [1, 1], about: 'eˣ' },
  { name: 'log', also: ['ln'], values: [1, 1], about: 'natural logarithm' },
  { name: 'sqrt', also: [], values: [1, 1], about: 'square root' },
  { name: 'abs', also: [], values: [1, 1], about: '|x|' },
  { name: 'sign', also: [], values: [1, 1], about: '−1, 0 or 1; has no derivative' },
  { name: 'step', also: [], values: [1, 1], about: '0 below 0, 1 above, ½ at 0; has no derivative' },
  { name: 'tanh', also: [], values: [1, 1], about: 'hyperbolic tangent' },
  { name: 'sinh', also: [], values: [1, 1], about: 'hyperbolic sine' },
  { name: 'cosh', also: [], values: [1, 1], about: 'hyperbolic cosine' },
  { name: 'logcosh', also: [], values: [1, 1], about: 'ln cosh x, without overflow' },
  { name: 'sigmoid', also: ['σ'], values: [1, 1], about: '1/(1 + e⁻ˣ)' },
  { name: 'logsigmoid', also: [], values: [1, 1], about: 'ln of the sigmoid, finite for every x' },
  { name: 'scaledtanh', also: [], values: [1, 1], about: '1.7159 tanh(⅔ x), the activation' },
  { name: 'softplus', also: [], values: [1, 1], about: 'ln(1 + eˣ), finite for every x' },
  { name: 'relu', also: [], values: [1, 1], about: 'max(x, 0)' },
  {
    name: 'max',
    also: [],
    values: [1, 2],
    about: 'the larger of two values; of one vector, its largest entry',
  },
  {
    name: 'min',
    also: [],
    values: [1, 2],
    about: 'the smaller of two values; of one vector, its smallest entry',
  },
  {
    name: 'firstmax',
    also: [],
    values: [1, 1],
    about: '1 at the first largest entry of a vector, else 0; has no derivative',
  },
  { name: 'where', also: [], values: [3, 3], about: 'where(condition, a, b): a where it holds, else b' },
  {
    name: 'sum',
    also: ['Σ'],
    values: [1, 1],
    about: 'sum of a vector over all outputs; Σ t ln y too, and Σ [ … ] where it ends before its product',
  },
  { name: 'mean', also: [], values: [1, 1], about: 'mean of a vector over all outputs' },
  { name: 'logsumexp', also: [], values: [1, 1], about: 'ln Σ eˣ over all outputs, without overflow' },
  { name: 'softmax', also: [], values: [1, 1], about: 'eˣ / Σ eˣ over all outputs' },
  { name: 'logsoftmax', also: [], values: [1, 1], about: 'ln of the softmax, finite for every x' },
  { name: 'target', also: [], values: [1, 1], about: 'the entry of a vector at the target character' },
];

/** What a formula may name beside its parameters. */
export const variables: readonly { readonly name: string; readonly about: string }[] = [
  { name: 'y', about: 'outputs, a vector' },
  { name: 't', about: 'the one-hot target, a vector' },
  { name: 'z', about: 'logits, a vector' },
  { name: 'V', about: 'number of outputs' },
  { name: 'pi', about: '3.14159…' },
];

const spelled = new Map(
  functions.flatMap((entry) => [entry.name, ...entry.also].map((name) => [name, entry] as const)),
);
const variableNames = new Set([...variables.map(({ name }) => name), 'π']);
const words = ['and', 'or', 'not'];

/** The function of that name or spelling. */
export function functionNamed(name: string): FunctionEntry | undefined {
  return spelled.get(name);
}

/** Functions that came when a parameter could have their name already; it still may, and then has it. */
const later = ['step', 'firstmax', 'scaledtanh'];

/** Whether a name has a meaning of its own, so that no parameter can have it. */
export function isTaken(name: string): boolean {
  return (spelled.has(name) && !later.includes(name)) || variableNames.has(name) || words.includes(name);
}

/** The name of these that this one was probably meant to be. */
export function nearest(name: string, known: readonly string[]): string | null {
  const short = name.slice(0, 40);
  const sameLetters = known.find((each) => each.toLowerCase() === short.toLowerCase());
  if (sameLetters) return sameLetters;
  const letters = (word: string) => [...word.toLowerCase()].sort().join('');
  const shuffled = known.find((each) => each.length > 1 && letters(each) === letters(short));
  if (shuffled) return shuffled;
  const found = closest(short.toLowerCase(), known);
  return distance(short.toLowerCase(), found) <= Math.max(1, Math.floor(found.length / 2)) && found.length > 1
    ? found
    : null;
}

/** Every name of the table, as suggestions are drawn from. */
export const everyFunctionName: readonly string[] = functions.map(({ name }) => name);
export const everyVariableName: readonly string[] = variables.map(({ name }) => name);
