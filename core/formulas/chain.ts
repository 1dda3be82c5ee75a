import { LabError } from '../errors.ts';
import { activationOf } from '../outputs/activations/registry.ts';
import type { FormulaDefinition } from '../outputs/layer-definition.ts';
import { compile, type Compiled } from './compile.ts';
import { derivative } from './derivative.ts';
import { elaborate } from './elaborate.ts';
import { isNothing, NodeEvaluation, type NodeValues } from './evaluate-node.ts';
import { FormulaError } from './formula-error.ts';
import { fraction, ownEntries, type Fraction } from './fraction.ts';
import { Graph } from './graph.ts';
import { indexed, letterAt, type OutputIndex } from './indexed.ts';
import { constantNotation, matchedBy } from './matched.ts';
import { reduces, type Node } from './node.ts';
import { atom, NotShown, numeral, write, type Notation, type Written } from './notation.ts';
import { matchedNotation, notationOfNode } from './notation-of-node.ts';
import { notationOfSyntax } from './notation-of-syntax.ts';
import { OneHot, type Split } from './one-hot.ts';
import type { Factor } from './simplify-product.ts';
import { parse } from './parse.ts';
import { isVectorial } from './syntax.ts';
import { typesetDelta } from './typeset.ts';

/**
 * The chain rule of a layer, written out: ∂E/∂y, ∂y/∂z, their product with what cancels struck, and what is left. In TeX,
 * `\term{name}{…}` is a part that can be pointed at, `\number{key}` stands for a value.
 */
export interface ChainForms {
  /** E of one output (of all of them where the loss is one number), without `E =`. */
  readonly loss: Written;
  /** Whether `loss` is what one output adds to E. */
  readonly perOutput: boolean;
  /** ∂E/∂y. */
  readonly gradient: Written;
  /** ∂y/∂z: the slope, or the entry of the Jacobian of a softmax. */
  readonly slope: Written;
  /** ∂E/∂y · ∂y/∂z, under a Σ over j where every output depends on every logit. */
  readonly product: Written;
  /** ∂E/∂z at fixed y, of a loss that holds z itself; null where there is none. */
  readonly direct: Written | null;
  /** δ, simplified. */
  readonly delta: Written;
  /** The same lines with a place for each number; of a softmax two parts, the output's own term and all others. */
  readonly numbers: {
    readonly loss: Written;
    readonly gradient: Written;
    readonly slope: Written;
    readonly product: Written;
  };
  /** How much of ∂y/∂z cancels against ∂E/∂y. */
  readonly cancels: 'all' | 'part' | 'none';
  /** What cancels, as text; empty where nothing does. */
  readonly cancelled: string;
  /** Outputs share one sum: ∂y/∂z is a matrix. */
  readonly shared: boolean;
  /** y = z. */
  readonly identity: boolean;
}

/** The chain rule of a layer at outputs. */
export interface ChainValues {
  /** ∂E/∂y_j, V values. */
  readonly gradient: Float64Array;
  /** ∂E/∂z_i at fixed y; null where the loss holds no z. */
  readonly direct: Float64Array | null;
  /** The numbers of `ChainForms` at one output, by their keys. */
  numbersAt(i: number): Readonly<Record<string, number>>;
}

/** Symbols of the chain rule of a formula, and their values. */
export interface Chain {
  readonly forms: ChainForms;
  /** @param y what stands for the outputs: y itself, or y inside a clamp */
  valuesAt(y: Float64Array, z: Float64Array, target: number): ChainValues;
  /** E as a function of y and z as if they were free of each other. */
  lossAt(y: Float64Array, z: Float64Array, target: number): number;
}

/**
 * The chain rule of a typed loss, a published one or a built-in layer as a formula. ∂E/∂y is the derivative with y for the
 * variable and z held; what a loss takes from z itself comes apart, as `direct`.
 * @throws FormulaError as `compile` does
 */
export function chainOf(definition: FormulaDefinition): Chain {
  return new ChainRule(definition);
}

class ChainRule implements Chain {
  readonly forms: ChainForms;
  readonly #compiled: Compiled;
  readonly #parameters: ReadonlyMap<string, number>;
  readonly #graph = new Graph();
  /** The loss as it was read: an entry for each output, or one number. */
  readonly #read: Node;
  readonly #gradient: Node;
  readonly #direct: { readonly graph: Graph; readonly node: Node } | null;
  /** Sums and entries that are shown by their value, with their keys. */
  readonly #keys = new Map<Node, string>();

  constructor(definition: FormulaDefinition) {
    const compiled = compile(definition);
    const { identity } = activationOf(definition.activation);
    this.#compiled = compiled;
    this.#parameters = new Map(
      Object.entries(definition.parameters).map(([name, { value }]) => [name, value]),
    );
    const variable = this.#graph.node('z', []);
    this.#read = this.#reading(
      definition,
      this.#graph,
      variable,
      identity ? variable : this.#graph.node('held', []),
    );
    this.#gradient = derivative(this.#graph, this.#total(this.#graph, this.#read));
    const graph = new Graph();
    const held = this.#reading(definition, graph, graph.node('held', []), graph.node('z', []));
    const node = identity ? graph.number(0) : derivative(graph, this.#total(graph, held));
    this.#direct = isNothing(node) ? null : { graph, node };
    this.forms = this.#write(definition);
  }

  #reading({ loss, parameters }: FormulaDefinition, graph: Graph, y: Node, z: Node): Node {
    const named = Object.keys(parameters).map(
      (name) => [name, graph.node('parameter', [], [], name)] as const,
    );
    return elaborate(this.#compiled.syntax, { graph, source: loss, y, z, parameters: new Map(named) });
  }

  #total(graph: Graph, read: Node): Node {
    return isVectorial(this.#compiled.syntax) ? graph.sum(read) : read;
  }

  valuesAt(y: Float64Array, z: Float64Array, target: number): ChainValues {
    const parameters = this.#parameters;
    const values: NodeValues = { variable: y, held: z, target, parameters };
    const split = new OneHot(this.#graph);
    const ofY = new NodeEvaluation(values);
    const gradient = entries(ofY, split.split(this.#gradient), target);
    const direct =
      this.#direct &&
      entries(
        new NodeEvaluation({ variable: z, held: y, target, parameters }),
        new OneHot(this.#direct.graph).split(this.#direct.node),
        target,
      );
    return {
      gradient,
      direct,
      numbersAt: (i) => ({
        y: y[i],
        z: z[i],
        t: i === target ? 1 : 0,
        V: y.length,
        loss: this.#lossAt(ofY, split, i, target),
        ...Object.fromEntries([...parameters].map(([name, value]) => [`p:${name}`, value])),
        ...Object.fromEntries([...this.#keys].map(([node, key]) => [key, ofY.at(node, i)])),
      }),
    };
  }

  lossAt(y: Float64Array, z: Float64Array, target: number): number {
    const total = new OneHot(this.#graph).free(this.#total(this.#graph, this.#read));
    return new NodeEvaluation({ variable: y, held: z, target, parameters: this.#parameters }).at(total, 0);
  }

  #lossAt(evaluation: NodeEvaluation, oneHot: OneHot, i: number, target: number): number {
    if (!this.#read.vector) return evaluation.at(oneHot.free(this.#read), i);
    const split = oneHot.split(this.#read);
    return i === target ? evaluation.at(split.atTarget, i) : evaluation.at(split.elsewhere, i);
  }

  #write(definition: FormulaDefinition): ChainForms {
    const { names, syntax, summed } = this.#compiled;
    const activation = activationOf(definition.activation);
    const { distribution: shared, identity } = activation;
    const index: OutputIndex = shared ? 'j' : 'i';
    const graph = this.#graph;
    const slopes = this.#slopes(definition);
    const over = fraction(graph, ownEntries(graph, this.#gradient));
    const struck = new Set(
      over.below
        .filter(([base, e]) => e === 1 && slopes.some(({ node }) => node === base))
        .map(([base]) => base),
    );
    const symbols = (node: Node) => indexed(this.#notation(node), index);
    const values = (node: Node) => this.#numbers(node);
    const letters = ({ notation }: SlopeFactor) => indexed(notation, index);
    const figures = ({ notation }: SlopeFactor) => indexed(notation, index, number);
    const gradient = this.#gradientLine(over, symbols, new Set());
    const struckGradient = this.#gradientLine(over, symbols, struck);
    const slope = slopeLine(slopes, shared, letters, new Set());
    const struckSlope = slopeLine(slopes, shared, letters, struck);
    const numberGradient = this.#gradientLine(over, values, new Set());
    const cancelled = slopes.filter(({ node }) => struck.has(node));
    const product = (a: Notation, b: Notation): Notation =>
      identity ? mark('gradient', a) : { kind: 'dot', left: mark('gradient', a), right: mark('slope', b) };
    const total = (of: Notation): Notation => (shared ? { kind: 'total', index: 'j', of } : of);
    const typed = indexed(this.#attempt(() => notationOfSyntax(syntax, names)) ?? atom('E'), 'i');
    return {
      loss: write(mark('loss', typed)),
      perOutput: summed,
      gradient: write(mark('gradient', gradient)),
      slope: write(mark('slope', slope)),
      product: write(total(product(struckGradient, struckSlope))),
      direct: this.#direct && this.#directLine(names),
      delta: this.#deltaLine(identity ? gradient : null),
      numbers: {
        loss: write(mark('loss', number('loss'))),
        gradient: write(mark('gradient', numberGradient)),
        slope: write(mark('slope', slopeLine(slopes, shared, figures, new Set(), true))),
        product: shared
          ? write({
              kind: 'sum',
              terms: [
                { negative: false, of: mark('own', number('own')) },
                { negative: false, of: mark('others', number('others')) },
              ],
            })
          : write(
              product(
                this.#gradientLine(over, values, struck),
                slopeLine(slopes, false, figures, struck, true),
              ),
            ),
      },
      cancels: cancelled.length === 0 ? 'none' : cancelled.length === slopes.length ? 'all' : 'part',
      cancelled: cancelled.length === 0 ? '' : write(slopeLine(cancelled, false, letters, new Set())).plain,
      shared,
      identity,
    };
  }

  /** Factors of ∂y/∂z in y. */
  #slopes({ activation }: FormulaDefinition): SlopeFactor[] {
    const graph = this.#graph;
    const y = graph.node('z', []);
    return activationOf(activation).slopeFactors.map((source) => {
      const syntax = parse(source);
      return {
        node: elaborate(syntax, { graph, source, y, parameters: new Map() }),
        notation: notationOfSyntax(syntax, new Set()),
      };
    });
  }

  #notation(node: Node): Notation {
    return notationOfNode(this.#graph, this.#graph.node('z', []), node, this.#compiled.names);
  }

  /** Every letter by the place of its number; sums and entries by that of their value. */
  #numbers(node: Node): Notation {
    const leaf = (part: Node): Notation | null => {
      switch (part.operation) {
        case 'z':
          return number('y');
        case 'held':
          return number('z');
        case 't':
        case 'V':
          return number(part.operation);
        case 'parameter':
          return number(`p:${part.name}`);
        default:
      }
      if (
        !reduces(part.operation) &&
        !/^(softmax|logsoftmax|logrest|logrestSlope|first|patch)$/.test(part.operation)
      )
        return null;
      let key = this.#keys.get(part);
      if (key === undefined) {
        key = `s${this.#keys.size + 1}`;
        this.#keys.set(part, key);
      }
      return number(key);
    };
    return notationOfNode(this.#graph, this.#graph.number(NaN), node, this.#compiled.names, leaf);
  }

  #attempt<T>(make: () => T): T | null {
    try {
      return make();
    } catch (error) {
      if (error instanceof NotShown || error instanceof FormulaError || error instanceof LabError)
        return null;
      throw error;
    }
  }

  #gradientLine(
    { negative, k, above, below }: Fraction,
    of: (node: Node) => Notation,
    struck: ReadonlySet<Node>,
  ): Notation {
    const side = (factors: readonly Factor[], first: readonly Notation[] = []): Notation =>
      joined([
        ...first,
        ...strikes(
          factors.map(([base, e]) => [base, raised(of(base), e)] as const),
          struck,
        ),
      ]);
    const line = this.#attempt((): Notation => {
      if (k === 0) return atom('0');
      const top = side(above, k === 1 ? [] : [numeral(k)]);
      const whole: Notation = below.length === 0 ? top : { kind: 'quotient', above: top, below: side(below) };
      return negative ? { kind: 'sum', terms: [{ negative: true, of: whole }] } : whole;
    });
    return line ?? number('dEdy');
  }

  #directLine(names: ReadonlySet<string>): Written {
    const { graph, node } = this.#direct!;
    const line = this.#attempt(() =>
      indexed(notationOfNode(graph, graph.node('held', []), node, names), 'i'),
    );
    return write(mark('direct', line ?? atom('\\partial E/\\partial z|_y', '∂E/∂z at fixed y')));
  }

  /** @param gradient ∂E/∂y where y is z: δ itself */
  #deltaLine(gradient: Notation | null): Written {
    const compiled = this.#compiled;
    const matched = matchedBy(compiled);
    const { shown, names } = compiled;
    const line = this.#attempt(() =>
      matched
        ? matchedNotation(constantNotation(matched))
        : notationOfNode(shown.graph, shown.y, shown.delta, names),
    );
    const plain = typesetDelta(compiled, matched);
    if (gradient && !matched) return write(mark('delta', gradient));
    // What is shorter at the target and elsewhere is shown so; it names no single output.
    if (line && write(line).plain.length <= plain.plain.length)
      return write(mark('delta', indexed(line, 'i')));
    return {
      tex: `\\term{delta}{${plain.tex.replace('\\delta = ', '')}}`,
      plain: plain.plain.replace('δ = ', ''),
    };
  }
}

/** A factor of ∂y/∂z, as an expression in y and as it is written. */
interface SlopeFactor {
  readonly node: Node;
  readonly notation: Notation;
}

/** ∂y/∂z: of a softmax with the part that tells i from j. */
function slopeLine(
  slopes: readonly SlopeFactor[],
  shared: boolean,
  of: (factor: SlopeFactor) => Notation,
  struck: ReadonlySet<Node>,
  numbers = false,
): Notation {
  const own = strikes(
    slopes.map((factor) => [factor.node, of(factor)] as const),
    struck,
  );
  if (!shared) return joined(own);
  const kronecker: Notation = {
    kind: 'sum',
    terms: [
      { negative: false, of: numbers ? atom('1') : atom('[i = j]') },
      { negative: true, of: numbers ? number('y') : letterAt('y', 'i') },
    ],
  };
  return joined([...own, kronecker]);
}

/** V values of an expression for a one-hot target: 0 times what is not finite never meets. */
function entries(evaluation: NodeEvaluation, { elsewhere, atTarget }: Split, target: number): Float64Array {
  const row = evaluation.row(elsewhere).slice();
  row[target] = evaluation.at(atTarget, target);
  return row;
}

const number = (key: string): Notation => atom(`\\number{${key}}`, `{${key}}`);
const mark = (name: string, of: Notation): Notation => ({ kind: 'marked', name, of });

const raised = (base: Notation, e: number): Notation =>
  e === 1 ? base : e === 0.5 ? { kind: 'root', of: base } : { kind: 'power', base, exponent: numeral(e) };

const joined = (factors: readonly Notation[]): Notation =>
  factors.length === 0 ? atom('1') : factors.length === 1 ? factors[0] : { kind: 'product', factors };

/** Those that cancel side by side, under one stroke. */
function strikes(factors: readonly (readonly [Node, Notation])[], struck: ReadonlySet<Node>): Notation[] {
  const gone = factors.filter(([base]) => struck.has(base)).map(([, of]) => of);
  const left = factors.filter(([base]) => !struck.has(base)).map(([, of]) => of);
  return gone.length === 0 ? left : [...left, mark('cancel', { kind: 'struck', of: joined(gone) })];
}
