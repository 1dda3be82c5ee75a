import { logSigmoid, primitives, type PrimitiveId } from './primitives.ts';
import { functionNamed } from './names.ts';
import { isVectorial, type Syntax } from './syntax.ts';
import type { Span } from './formula-error.ts';

export type FaultKind =
  | 'logarithm of 0'
  | 'logarithm of a negative number'
  | 'root of a negative number'
  | 'division by 0'
  | 'power of a negative number'
  | 'overflow';

/** Where in a formula a value left the domain of what was done to it. */
export interface Fault extends Span {
  readonly kind: FaultKind;
}

/** What a formula is evaluated at. */
export interface Place {
  readonly y: Float64Array;
  readonly z: Float64Array;
  readonly target: number;
  readonly parameters: ReadonlyMap<string, number>;
}

/**
 * E straight from the syntax tree, with every function as its textbook form: nothing is simplified, rearranged or made
 * stable, so that the program of a formula can be held against it. Of a `where` only the branch that counts is evaluated,
 * and 0 times anything is 0, as t = 0 wants it.
 */
export function evaluate(
  syntax: Syntax,
  place: Place,
): { readonly loss: number; readonly faults: readonly Fault[] } {
  const evaluation = new Evaluation(place);
  const loss = isVectorial(syntax) ? evaluation.total(syntax) : evaluation.entry(syntax, 0);
  return { loss, faults: evaluation.faults };
}

class Evaluation {
  readonly faults: Fault[] = [];
  readonly #place: Place;
  readonly #reductions = new Map<Syntax, number>();

  constructor(place: Place) {
    this.#place = place;
  }

  total(syntax: Syntax): number {
    return this.#entries(syntax).reduce((sum, value) => sum + value, 0);
  }

  #entries(syntax: Syntax): number[] {
    return Array.from(this.#place.y, (_, i) => this.entry(syntax, i));
  }

  /** Entry i of a vector; of a single number, that number. */
  entry(syntax: Syntax, i: number): number {
    switch (syntax.kind) {
      case 'number':
        return syntax.value;
      case 'name':
        return this.#name(syntax.name, i);
      case 'negative':
        return -this.entry(syntax.of, i);
      case 'not':
        return Number(this.entry(syntax.of, i) === 0);
      case 'logic': {
        const left = this.entry(syntax.left, i);
        if ((syntax.operator === 'and') === (left === 0)) return left;
        return this.entry(syntax.right, i);
      }
      case 'comparison':
        return Number(this.#compare(syntax, i));
      case 'arithmetic':
        return this.#arithmetic(syntax, i);
      case 'call':
        return this.#call(syntax, i);
    }
  }

  #name(name: string, i: number): number {
    const { y, z, target, parameters } = this.#place;
    switch (name) {
      case 'y':
        return y[i];
      case 'z':
        return z[i];
      case 't':
        return i === target ? 1 : 0;
      case 'V':
        return y.length;
      case 'pi':
      case 'π':
        return Math.PI;
      default:
        return parameters.get(name) ?? NaN;
    }
  }

  #compare({ operator, left, right }: Syntax & { readonly kind: 'comparison' }, i: number): boolean {
    const a = this.entry(left, i);
    const b = this.entry(right, i);
    switch (operator) {
      case '<':
        return a < b;
      case '<=':
        return a <= b;
      case '>':
        return a > b;
      case '>=':
        return a >= b;
      case '==':
        return a === b;
      case '!=':
        return a !== b;
    }
  }

  #arithmetic(syntax: Syntax & { readonly kind: 'arithmetic' }, i: number): number {
    const before = this.faults.length;
    const a = this.entry(syntax.left, i);
    const between = this.faults.length;
    const b = this.entry(syntax.right, i);
    switch (syntax.operator) {
      case '+':
        return a + b;
      case '-':
        return a - b;
      case '*':
        if (a !== 0 && b !== 0) return this.#finite(a * b, syntax, a, b);
        // What is multiplied by 0 does not count, and neither do its faults.
        if (a === 0) this.faults.splice(between);
        else this.faults.splice(before, between - before);
        return 0;
      case '/':
        if (b === 0) this.#fault('division by 0', syntax.right);
        return this.#finite(a / b, syntax, a, b);
      case '^': {
        const value = a ** b;
        if (a < 0 && Number.isNaN(value)) this.#fault('power of a negative number', syntax.left);
        if (a === 0 && b < 0) this.#fault('division by 0', syntax.left);
        return this.#finite(value, syntax, a, b);
      }
    }
  }

  /** Notes an overflow: a result that is infinite though its arguments are not. */
  #finite(value: number, span: Span, ...values: readonly number[]): number {
    if (Math.abs(value) === Infinity && values.every(Number.isFinite)) this.#fault('overflow', span);
    return value;
  }

  #fault(kind: FaultKind, { from, to }: Span): void {
    this.faults.push({ kind, from, to });
  }

  #call(syntax: Syntax & { readonly kind: 'call' }, i: number): number {
    const [a, b, c] = syntax.values;
    const name = functionNamed(syntax.name)?.name ?? syntax.name;
    switch (name) {
      case 'where':
        return this.entry(this.entry(a, i) !== 0 ? b : c, i);
      case 'max':
        if (b) return Math.max(this.entry(a, i), this.entry(b, i));
        return this.#once(syntax, () => Math.max(...this.#entries(a)));
      case 'min':
        if (b) return Math.min(this.entry(a, i), this.entry(b, i));
        return this.#once(syntax, () => Math.min(...this.#entries(a)));
      case 'sum':
        return this.#once(syntax, () => this.total(a));
      case 'mean':
        return this.#once(syntax, () => this.total(a) / this.#place.y.length);
      case 'firstmax': {
        const first = this.#once(syntax, () => {
          const values = this.#entries(a);
          return values.indexOf(Math.max(...values));
        });
        return Number(i === first);
      }
      case 'target':
        return this.#once(syntax, () => this.entry(a, this.#place.target));
      case 'logsumexp':
        return this.#logSum(syntax, a);
      case 'softmax':
        return Math.exp(this.entry(a, i) - this.#logSum(syntax, a));
      case 'logsoftmax':
        return this.entry(a, i) - this.#logSum(syntax, a);
      case 'relu':
        return Math.max(this.entry(a, i), 0);
      case 'sqrt': {
        const x = this.entry(a, i);
        if (x < 0) this.#fault('root of a negative number', a);
        return Math.sqrt(x);
      }
      case 'log': {
        const x = this.entry(a, i);
        const fault = primitives.log.fault(x);
        if (fault && !Number.isNaN(x)) this.#fault(fault, a);
        return Math.log(x);
      }
      case 'logsigmoid':
        return logSigmoid(this.entry(a, i));
      default: {
        const x = this.entry(a, i);
        return this.#finite(primitives[name as PrimitiveId].value(x), syntax, x);
      }
    }
  }

  /** ln Σ eˣ with the largest taken off, or nothing would be left to compare with at large x. */
  #logSum(call: Syntax, of: Syntax): number {
    return this.#once(call, () => {
      const values = this.#entries(of);
      const largest = Math.max(...values);
      return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
    });
  }

  /** What goes over all outputs is the same for each of them. */
  #once(call: Syntax, compute: () => number): number {
    const known = this.#reductions.get(call);
    if (known !== undefined) return known;
    const value = compute();
    this.#reductions.set(call, value);
    return value;
  }
}
