import { LabError } from '../../../core/errors.ts';
import { compile } from '../../../core/formulas/compile.ts';
import { readFormula } from '../../../core/formulas/facts.ts';
import { formulaLayer } from '../../../core/formulas/formula-layer.ts';
import { functions, variables } from '../../../core/formulas/language/names.ts';
import { RowMachine } from '../../../core/formulas/program/row-machine.ts';
import { stream, type Generator } from '../../../core/network/random.ts';
import type { FormulaDefinition } from '../../../core/outputs/layer-definition.ts';
import { activationIds } from '../../../core/outputs/activations/registry.ts';
import { formula } from './definitions.ts';

const names = [
  ...functions.flatMap(({ name, also }) => [name, ...also]),
  ...variables.map(({ name }) => name),
  'k',
];
const words = [
  'and',
  'or',
  'not',
  'constructor',
  '__proto__',
  'import',
  'this',
  'lgo',
  'e',
  'Infinity',
  'NaN',
];
const signs = [
  ...'+-*/^(),<>=!.&|²³½×÷−≤≥≠（），＋１２Σσ∑π%#"\'`$[]{};:\\\n\t\u0000\u3000é漢😀',
  '**',
  '<=',
  '==',
  '!=',
];
const numbers = ['0', '1', '2', '0.5', '.5', '3.', '1e9', '1e-300', '1e308', '1e999', '7', '0.1', '1000'];

/** Pieces in any order. */
function jumble(random: Generator): string {
  const pieces = [names, words, signs, numbers, names, signs];
  return Array.from({ length: 1 + random.below(25) }, () => {
    const from = pieces[random.below(pieces.length)];
    return from[random.below(from.length)];
  }).join(random.below(3) === 0 ? ' ' : '');
}

const one = (random: Generator, from: readonly string[]) => from[random.below(from.length)];

/** A formula of the grammar, mostly of a right type too. */
function grown(random: Generator, depth: number): string {
  if (depth <= 0 || random.below(6) === 0)
    return one(random, ['y', 't', 'z', 'V', 'k', 'y', 'y', '1', '2', '0.5', '0']);
  const inner = () => grown(random, depth - 1);
  switch (random.below(9)) {
    case 0:
    case 1:
    case 2:
      return `(${inner()}) ${one(random, ['+', '-', '*', '/'])} (${inner()})`;
    case 3:
      return `(${inner()})^${one(random, ['2', '3', '0.5', '(-1)', 'k', inner()])}`;
    case 4:
      return `-${inner()}`;
    case 5:
      return `where(${inner()} ${one(random, ['<', '<=', '>', '>=', '==', '!='])} ${inner()}, ${inner()}, ${inner()})`;
    case 6:
      return `${one(random, ['max', 'min'])}(${inner()}, ${inner()})`;
    default: {
      const { name, values } = functions[random.below(functions.length)];
      return `${name}(${Array.from({ length: values[0] }, inner).join(', ')})`;
    }
  }
}

/** A formula with a few characters lost, doubled or put elsewhere. */
function damaged(random: Generator, text: string): string {
  let result = text;
  for (let k = 0; k <= random.below(4); k++) {
    const at = random.below(result.length + 1);
    const rest = result.slice(at + random.below(3));
    result = result.slice(0, at) + (random.below(2) === 0 ? one(random, signs) : '') + rest;
  }
  return result;
}

/** The formula with that number: the same every time. */
export function fuzzed(random: Generator): FormulaDefinition {
  const kind = random.below(10);
  const text =
    kind < 4
      ? jumble(random)
      : kind < 7
        ? damaged(random, grown(random, 1 + random.below(4)))
        : kind < 9
          ? grown(random, 1 + random.below(5))
          : one(random, ['(', '-', 'exp(', 'y+', 'y^', 'sum(', 'where(y>0,', 'softmax(']).repeat(
              1 + random.below(300),
            ) + grown(random, 2);
  return formula(activationIds[random.below(4)], text, { k: 1.5 });
}

export interface Fuzzed {
  readonly formulas: number;
  /** Formulas that can be trained with. */
  readonly accepted: number;
  /** Milliseconds of the slowest formula, and its text. */
  readonly slowest: number;
  readonly slowestText: string;
  /** Errors of another kind than a formula's: there should be none. */
  readonly foreign: readonly string[];
}

const z = Float64Array.from([0.3, -0.7, 1.1]);

/** Reads so many formulas and computes with those that can be; every twentieth as a layer, every hundredth with its facts. */
export function fuzz(count: number, seed: number, now: () => number): Fuzzed {
  const random = stream(seed, 'source');
  const foreign: string[] = [];
  let accepted = 0;
  let slowest = 0;
  let slowestText = '';
  const attempt = (definition: FormulaDefinition, n: number) => {
    try {
      const y = new Float64Array(3);
      const delta = new Float64Array(3);
      if (n % 100 === 0) readFormula(definition);
      if (n % 20 === 0) formulaLayer(definition).lossAndDelta(z, 1, y, delta);
      else new RowMachine(compile(definition).program, 3).run(z, 1, y, delta);
      return true;
    } catch (error) {
      const known = error instanceof LabError && ['bad-formula', 'outside-domain'].includes(error.code);
      if (!known && foreign.length < 20)
        foreign.push(`${definition.activation}: ${definition.loss}: ${String(error)}`);
      return false;
    }
  };
  for (let n = 1; n <= count; n++) {
    const definition = fuzzed(random);
    let time = Infinity;
    // A pause of the machine is not the formula's: what seems slow is done again.
    for (let turn = 0; turn < 5 && time > 25; turn++) {
      const started = now();
      const done = attempt(definition, n);
      time = Math.min(time, now() - started);
      if (turn === 0 && done) accepted++;
    }
    if (time > slowest) [slowest, slowestText] = [time, definition.loss];
  }
  return { formulas: count, accepted, slowest, slowestText, foreign };
}
