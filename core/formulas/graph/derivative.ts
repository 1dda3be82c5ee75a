import { LabError } from '../../errors.ts';
import { tanhHeight, tanhSlope } from '../../outputs/activations/scaled-tanh.ts';
import type { Factor } from './simplify-product.ts';
import type { Graph } from './graph.ts';
import type { Node } from './node.ts';

/**
 * ∂(root)/∂z as an expression, by the chain rule from the root down (reverse mode): each node hands what reaches it on to
 * its arguments. Element-wise losses come out as the symbolic derivative; whole-vector ones with the sums they need.
 * @throws LabError `bad-formula` for functions without a derivative (sign)
 */
export function derivative(graph: Graph, root: Node): Node {
  const order = dependent(root);
  const reached = new Map<Node, Node>([[root, graph.number(1)]]);
  const zero = graph.number(0);
  let result = zero;
  for (const node of order) {
    const arriving = reached.get(node) ?? zero;
    if (node.operation === 'z') result = arriving;
    else
      spread(graph, node, arriving, (argument, share) => {
        if (!argument.hasZ) return;
        // A single number met every entry of the vector: all of them count.
        const due = node.vector && !argument.vector ? graph.sum(share) : share;
        reached.set(argument, graph.plus(reached.get(argument) ?? zero, due));
      });
  }
  return result;
}

/** The nodes below the root that depend on z, each before its arguments. */
function dependent(root: Node): Node[] {
  const found = new Set<Node>();
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (!node.hasZ || found.has(node)) continue;
    found.add(node);
    open.push(...node.values);
  }
  return [...found].sort((a, b) => b.id - a.id);
}

type Hand = (argument: Node, share: Node) => void;

/** What a node hands on to its arguments of g = ∂(root)/∂(node). */
function spread(graph: Graph, node: Node, g: Node, hand: Hand): void {
  const { values, numbers } = node;
  const [a, b, c] = values;
  const zero = graph.number(0);
  switch (node.operation) {
    case 'add':
      values.forEach((value, i) => hand(value, graph.scale(numbers[i + 1], g)));
      return;
    case 'multiply':
      // ∂ Π x^e / ∂x = e x^{e−1} Π others
      values.forEach((value, i) => {
        const factors = values.map((other, j): Factor => [other, j === i ? numbers[j] - 1 : numbers[j]]);
        hand(value, graph.multiply([[g, 1], ...factors], numbers[i]));
      });
      return;
    case 'power':
      // ∂ a^b / ∂a = b a^{b−1}, ∂ a^b / ∂b = a^b ln a
      hand(a, graph.times(g, b, graph.power(a, graph.add([[1, b]], -1))));
      if (b.hasZ) hand(b, graph.times(g, node, graph.call('log', a)));
      return;
    case 'call':
      hand(a, slope(graph, node, g));
      return;
    case 'larger':
    case 'smaller': {
      const first = node.operation === 'larger' ? graph.minus(a, b) : graph.minus(b, a);
      const share = graph.call('step', first);
      hand(a, graph.times(g, share));
      hand(b, graph.times(g, graph.add([[-1, share]], 1)));
      return;
    }
    case 'where':
      hand(b, graph.where(a, g, zero));
      hand(c, graph.where(a, zero, g));
      return;
    // A condition jumps: between its jumps nothing changes.
    case 'less':
    case 'notMore':
    case 'equal':
    case 'and':
    case 'or':
    case 'not':
      return;
    case 'sum':
      hand(a, g);
      return;
    case 'target':
      hand(a, graph.times(g, graph.node('t', [])));
      return;
    case 'largest':
      hand(a, graph.times(g, graph.node('first', [a])));
      return;
    case 'logsumexp':
      hand(a, graph.times(g, graph.node('softmax', [a])));
      return;
    case 'softmax':
      // s ⊙ (g − Σ s g)
      hand(a, graph.times(node, graph.minus(g, graph.sum(graph.times(node, g)))));
      return;
    case 'logsoftmax':
      // g − s Σ g
      hand(a, graph.minus(g, graph.times(graph.node('softmax', [a]), graph.sum(g))));
      return;
    case 'logrest':
      hand(a, graph.node('logrestSlope', [a, g]));
      return;
    case 'first':
      throw unsupported('firstmax');
    default:
      throw unsupported(node.operation);
  }
}

/** s (h − y²/h), the slope of y = h tanh(s z). */
export function scaledTanhSlope(graph: Graph, y: Node): Node {
  return graph.add([[-tanhSlope / tanhHeight, graph.times(y, y)]], tanhSlope * tanhHeight);
}

function slope(graph: Graph, node: Node, g: Node): Node {
  const [x] = node.values;
  switch (node.name) {
    case 'exp':
      return graph.times(g, node);
    case 'log':
      return graph.multiply([
        [g, 1],
        [x, -1],
      ]);
    case 'abs':
      return graph.times(g, graph.call('sign', x));
    case 'tanh':
      return graph.times(g, graph.add([[-1, graph.times(node, node)]], 1));
    case 'scaledtanh':
      return graph.times(g, scaledTanhSlope(graph, node));
    case 'cosh':
      return graph.times(g, graph.call('sinh', x));
    case 'sinh':
      return graph.times(g, graph.call('cosh', x));
    case 'logcosh':
      return graph.times(g, graph.call('tanh', x));
    case 'sigmoid':
      return graph.times(g, node, graph.call('sigmoid', graph.scale(-1, x)));
    case 'logsigmoid':
      return graph.times(g, graph.call('sigmoid', graph.scale(-1, x)));
    default:
      throw unsupported(node.name);
  }
}

function unsupported(name: string): LabError {
  return new LabError(
    'bad-formula',
    `${name} has no derivative, so nothing would be learnt through it.`,
    'Use abs, max or where in its place.',
  );
}
