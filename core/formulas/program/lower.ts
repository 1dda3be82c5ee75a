import { tanhHeight, tanhSlope } from '../../outputs/activations/scaled-tanh.ts';
import { rowSteps, stepLength, type RowProgram } from '../../outputs/row-program.ts';
import { isElementwise, type Node } from '../graph/node.ts';
import { assignRows } from './registers.ts';
import type { Split } from '../graph/one-hot.ts';

type Step = keyof typeof rowSteps;

/** The program of a loss, its outputs and its δ, all free of t. */
export function lower(loss: Node, y: Node, delta: Node | Split): RowProgram {
  const builder = new Builder();
  const lossRegister = builder.register(loss);
  const yRegister = builder.register(y);
  const deltaRegister =
    'elsewhere' in delta
      ? builder.emit('patch', true, builder.register(delta.elsewhere), builder.register(delta.atTarget))
      : builder.register(delta);
  return builder.program(yRegister, deltaRegister, lossRegister);
}

/** Registers of one number are counted apart until the number of constants is known. */
interface Register {
  readonly row: boolean;
  readonly index: number;
  readonly constant: boolean;
}

class Builder {
  readonly #known = new Map<Node, Register>();
  readonly #entries = new Map<Node, Register>();
  readonly #constants = new Map<number, Register>();
  readonly #shares = new Map<Node, Readonly<Record<'powers' | 'largest' | 'sum', Register>>>();
  readonly #steps: (readonly [Step, Register, readonly Register[]])[] = [];
  readonly #z: Register = { row: true, index: 0, constant: false };
  readonly #V: Register = { row: false, index: 0, constant: false };
  #rows = 1;
  #numbers = 1;

  emit(step: Step, row: boolean, ...values: readonly Register[]): Register {
    const to: Register = { row, index: row ? this.#rows++ : this.#numbers++, constant: false };
    this.#steps.push([step, to, values]);
    return to;
  }

  #constant(value: number): Register {
    const known = this.#constants.get(value);
    if (known) return known;
    const made: Register = { row: false, index: this.#constants.size, constant: true };
    this.#constants.set(value, made);
    return made;
  }

  register(node: Node): Register {
    const known = this.#known.get(node);
    if (known) return known;
    const made = this.#compute(node, node.vector, (value) => this.register(value));
    this.#known.set(node, made);
    return made;
  }

  /** The entry at the target of a vector that is free of t, without computing the others where that can be. */
  #entry(node: Node): Register {
    if (!node.vector) return this.register(node);
    const known = this.#entries.get(node);
    if (known) return known;
    const made = this.#computeEntry(node);
    this.#entries.set(node, made);
    return made;
  }

  #computeEntry(node: Node): Register {
    if (node.operation === 'patch') return this.register(node.values[1]);
    if (isElementwise(node.operation)) return this.#compute(node, false, (value) => this.#entry(value));
    if (node.operation === 'softmax' || node.operation === 'logsoftmax') {
      const { largest, sum } = this.#share(node.values[0]);
      const raised = this.emit('subtract', false, this.#entry(node.values[0]), largest);
      return node.operation === 'softmax'
        ? this.emit('divide', false, this.emit('exp', false, raised), sum)
        : this.emit('subtract', false, raised, this.emit('log', false, sum));
    }
    return this.emit('entry', false, this.register(node));
  }

  /** e^{x − max x}, max x and Σ e^{x − max x}: what softmax, its logarithm and logsumexp share. */
  #share(x: Node): Readonly<Record<'powers' | 'largest' | 'sum', Register>> {
    const known = this.#shares.get(x);
    if (known) return known;
    const row = this.register(x);
    const largest = this.emit('largest', false, row);
    const powers = this.emit('exp', true, this.emit('subtract', true, row, largest));
    const made = { powers, largest, sum: this.emit('sum', false, powers) };
    this.#shares.set(x, made);
    return made;
  }

  #compute(node: Node, row: boolean, of: (value: Node) => Register): Register {
    const { values, numbers } = node;
    const [a, b, c] = values;
    switch (node.operation) {
      case 'number':
        return this.#constant(numbers[0]);
      case 'V':
        return this.#V;
      case 'z':
        return this.#z;
      case 'add':
        return this.#add(node, of);
      case 'multiply':
        return this.#multiply(node, of);
      case 'power':
        return this.emit('power', row, of(a), of(b));
      case 'call': {
        if (node.name !== 'scaledtanh') return this.emit(node.name as Step, row, of(a));
        const inner = this.emit('multiply', row, of(a), this.#constant(tanhSlope));
        return this.emit('multiply', row, this.emit('tanh', row, inner), this.#constant(tanhHeight));
      }
      case 'larger':
      case 'smaller':
      case 'less':
      case 'notMore':
      case 'equal':
        return this.emit(node.operation, row, of(a), of(b));
      case 'and':
        return this.emit('multiply', row, of(a), of(b));
      case 'or':
        return this.emit('larger', row, of(a), of(b));
      case 'not':
        return this.emit('subtract', row, this.#constant(1), of(a));
      case 'where':
        return this.emit('where', row, of(a), of(b), of(c));
      case 'sum':
      case 'largest':
        return this.emit(node.operation, false, of(a));
      case 'target':
        return this.#entry(a);
      case 'patch':
        return this.emit('patch', true, of(a), of(b));
      case 'first':
        return this.emit('first', true, of(a));
      case 'logrest':
        return this.emit('logrest', true, of(a));
      case 'logrestSlope':
        return this.emit('logrestSlope', true, of(a), of(b));
      case 'softmax': {
        const { powers, sum } = this.#share(a);
        return this.emit('divide', true, powers, sum);
      }
      case 'logsoftmax': {
        const { largest, sum } = this.#share(a);
        const raised = this.emit('subtract', true, of(a), largest);
        return this.emit('subtract', true, raised, this.emit('log', false, sum));
      }
      case 'logsumexp': {
        const { largest, sum } = this.#share(a);
        return this.emit('add', false, largest, this.emit('log', false, sum));
      }
      default:
        throw new TypeError(`A ${node.operation} cannot be part of a program.`);
    }
  }

  /** c + Σ k x: what is one number first, so that the rows are gone over as seldom as possible. */
  #add({ values, numbers }: Node, of: (value: Node) => Register): Register {
    const terms = values.map((value, i) => ({ value: of(value), k: numbers[i + 1] }));
    // A sum that begins with +x needs no product.
    terms.sort((a, b) => Number(a.value.row) - Number(b.value.row) || Number(b.k === 1) - Number(a.k === 1));
    let total = numbers[0] === 0 ? null : this.#constant(numbers[0]);
    for (const { value, k } of terms) {
      const row = value.row || (total?.row ?? false);
      if (total === null) total = k === 1 ? value : this.emit('multiply', row, value, this.#constant(k));
      else if (k === 1) total = this.emit('add', row, total, value);
      else if (k === -1) total = this.emit('subtract', row, total, value);
      else total = this.emit('multiplyAdd', row, value, this.#constant(k), total);
    }
    return total ?? this.#constant(0);
  }

  #multiply({ values, numbers }: Node, of: (value: Node) => Register): Register {
    const above: Register[] = [];
    const below: Register[] = [];
    values.forEach((value, i) =>
      (numbers[i] > 0 ? above : below).push(this.#raised(of(value), Math.abs(numbers[i]))),
    );
    const product = (factors: Register[]) =>
      factors
        .sort((a, b) => Number(a.row) - Number(b.row))
        .reduce((left, right) => this.emit('multiply', left.row || right.row, left, right));
    const numerator = above.length > 0 ? product(above) : this.#constant(1);
    if (below.length === 0) return numerator;
    const denominator = product(below);
    return this.emit('divide', numerator.row || denominator.row, numerator, denominator);
  }

  /** x^e for e > 0: small whole powers as products, ½ as a root. */
  #raised(x: Register, e: number): Register {
    const { row } = x;
    if (e === 1) return x;
    if (e === 0.5) return this.emit('squareRoot', row, x);
    if (Number.isInteger(e) && e <= 8) {
      const half = this.#raised(x, Math.floor(e / 2));
      const square = this.emit('multiply', row, half, half);
      return e % 2 === 0 ? square : this.emit('multiply', row, square, x);
    }
    return this.emit('power', row, x, this.#constant(e));
  }

  program(y: Register, delta: Register, loss: Register): RowProgram {
    const constants = [...this.#constants.keys()];
    const number = (register: Register) =>
      -1 - (register.constant ? register.index : constants.length + register.index);
    const name = (register: Register) => (register.row ? register.index : number(register));
    const steps = this.#steps.map(([step, to, values]) => ({ step, to: name(to), values: values.map(name) }));
    const { rows, renamed } = assignRows(steps, [name(y), name(delta)]);
    const flat = steps.flatMap(({ step, to, values }) => {
      const [a = 0, b = 0, c = 0] = values.map(renamed);
      return [rowSteps[step], renamed(to), a, b, c];
    });
    if (flat.length % stepLength !== 0) throw new TypeError('A step has a wrong length.');
    return {
      steps: flat,
      rows,
      constants,
      numbers: constants.length + this.#numbers,
      y: renamed(name(y)),
      delta: renamed(name(delta)),
      loss: name(loss),
    };
  }
}
