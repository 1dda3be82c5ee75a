import type { Graph } from './graph.ts';
import { isElementwise, type Node } from './node.ts';

/** An expression for a one-hot target: as it is at the other outputs and as it is at the target, both free of t. */
export interface Split {
  readonly elsewhere: Node;
  /** A single number. */
  readonly atTarget: Node;
}

/**
 * Takes t out of expressions. Entries away from the target are computed with t = 0 for the whole vector at once, the one
 * at the target once, as a single number, with t = 1.
 */
export class OneHot {
  readonly #graph: Graph;
  readonly #known = new Map<Node, Node>();

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  /** Both forms of a vector. */
  split(vector: Node): Split {
    const graph = this.#graph;
    return { elsewhere: this.free(graph.at(vector, 0)), atTarget: this.free(graph.target(vector)) };
  }

  /** A single number, or a vector whose entries do not depend on t_i, without t in what it is made of. */
  free(x: Node): Node {
    const known = this.#known.get(x);
    if (known) return known;
    const found = this.#freed(x);
    this.#known.set(x, found);
    return found;
  }

  #freed(x: Node): Node {
    const graph = this.#graph;
    if (x.values.length === 0) return x;
    if (isElementwise(x.operation)) return graph.rebuild(x, (value) => this.free(value));
    if (x.operation === 'sum' && x.values[0].hasT) {
      const { elsewhere, atTarget } = this.split(x.values[0]);
      if (elsewhere.vector) return graph.node('sum', [graph.node('patch', [elsewhere, atTarget])]);
      // Everywhere else the same: (V − 1) of them.
      const others = graph.add([[1, graph.node('V', [])]], -1);
      return graph.plus(graph.times(others, elsewhere), atTarget);
    }
    if (x.operation === 'target')
      return graph.node('target', x.values[0].values.length === 0 ? x.values : [this.free(x.values[0])]);
    return graph.rebuild(x, (value) => this.#whole(value));
  }

  /** A vector as one, its entry at the target put in its place. */
  #whole(x: Node): Node {
    if (!x.hasT) return this.free(x);
    const { elsewhere, atTarget } = this.split(x);
    return this.#graph.node('patch', [elsewhere, atTarget]);
  }
}
