import { LabError } from '../../errors.ts';
import { activationOf } from '../../outputs/activations/registry.ts';
import type { FormulaDefinition } from '../../outputs/layer-definition.ts';
import type { Compiled } from '../compile.ts';
import { elaborate } from '../graph/elaborate.ts';
import { FormulaError } from '../language/formula-error.ts';
import { fraction, ownEntries, type Fraction } from '../graph/fraction.ts';
import type { Graph } from '../graph/graph.ts';
import { indexed, letterAt, type OutputIndex } from './indexed.ts';
import { constantNotation, matchedBy } from '../checks/matched.ts';
import { reduces, type Node } from '../graph/node.ts';
import {
  atom,
  minus,
  negated,
  NotShown,
  numeral,
  plus,
  productOf,
  quotient,
  raisedTo,
  write,
  type Notation,
  type Written,
} from './notation.ts';
import { matchedNotation, notationOfNode } from './notation-of-node.ts';
import { notationOfSyntax } from './notation-of-syntax.ts';
import { parse } from '../language/parse.ts';
import type { Factor } from '../graph/simplify-product.ts';
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

/** A derivative in a graph of its own. */
export interface Derivative {
  readonly graph: Graph;
  readonly node: Node;
}

/** Writes the chain rule of a formula from its derivatives. */
export class ChainWriter {
  /** Sums and entries that are shown by their value, with their keys. */
  readonly keys = new Map<Node, string>();
  readonly #compiled: Compiled;
  readonly #graph: Graph;
  readonly #gradient: Node;
  readonly #direct: Derivative | null;

  /** @param direct ∂E/∂z at fixed y, where there is one */
  constructor(compiled: Compiled, { graph, node }: Derivative, direct: Derivative | null) {
    this.#compiled = compiled;
    this.#graph = graph;
    this.#gradient = node;
    this.#direct = direct;
  }

  write(definition: FormulaDefinition): ChainForms {
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
          ? write(plus(mark('own', number('own')), mark('others', number('others'))))
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
      let key = this.keys.get(part);
      if (key === undefined) {
        key = `s${this.keys.size + 1}`;
        this.keys.set(part, key);
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
      productOf([
        ...first,
        ...strikes(
          factors.map(([base, e]) => [base, raisedTo(of(base), e)] as const),
          struck,
        ),
      ]);
    const line = this.#attempt((): Notation => {
      if (k === 0) return atom('0');
      const top = side(above, k === 1 ? [] : [numeral(k)]);
      const whole = below.length === 0 ? top : quotient(top, side(below));
      return negative ? negated(whole) : whole;
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
  if (!shared) return productOf(own);
  const kronecker = numbers ? minus(atom('1'), number('y')) : minus(atom('[i = j]'), letterAt('y', 'i'));
  return productOf([...own, kronecker]);
}

const number = (key: string): Notation => atom(`\\number{${key}}`, `{${key}}`);
const mark = (name: string, of: Notation): Notation => ({ kind: 'marked', name, of });

/** Those that cancel side by side, under one stroke. */
function strikes(factors: readonly (readonly [Node, Notation])[], struck: ReadonlySet<Node>): Notation[] {
  const gone = factors.filter(([base]) => struck.has(base)).map(([, of]) => of);
  const left = factors.filter(([base]) => !struck.has(base)).map(([, of]) => of);
  return gone.length === 0 ? left : [...left, mark('cancel', { kind: 'struck', of: productOf(gone) })];
}
