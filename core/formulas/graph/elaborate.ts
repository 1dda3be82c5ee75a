import { FormulaError, type Span } from '../language/formula-error.ts';
import type { Graph } from './graph.ts';
import { everyFunctionName, everyVariableName, functionNamed, nearest } from '../language/names.ts';
import type { Node } from './node.ts';
import type { PrimitiveId } from '../language/primitives.ts';
import { isVectorial, type Syntax } from '../language/syntax.ts';

/** What the names of a formula stand for. */
export interface Scope {
  readonly graph: Graph;
  readonly source: string;
  /** y as an expression in z. */
  readonly y: Node;
  /** z where it is not the variable itself; see `chain.ts`. */
  readonly z?: Node;
  /** Parameters as numbers, or as names where the expression is to be shown. */
  readonly parameters: ReadonlyMap<string, Node>;
}

/**
 * The expression that a formula means.
 * @throws FormulaError for an unknown name, a wrong number of values, a condition where a number is wanted or the other
 * way round, and a single number where a vector is wanted
 */
export function elaborate(syntax: Syntax, scope: Scope): Node {
  return new Elaboration(scope).value(syntax);
}

class Elaboration {
  readonly #scope: Scope;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  #error(span: Span, message: string, next = '', suggestion: string | null = null): FormulaError {
    return new FormulaError(this.#scope.source, span, message, next, suggestion);
  }

  #written({ from, to }: Span): string {
    return this.#scope.source.slice(from, Math.min(to, from + 40));
  }

  value(syntax: Syntax): Node {
    const { graph } = this.#scope;
    switch (syntax.kind) {
      case 'number':
        return graph.number(syntax.value);
      case 'name':
        return this.#name(syntax.name, syntax);
      case 'negative':
        return graph.scale(-1, this.value(syntax.of));
      case 'arithmetic': {
        const left = this.value(syntax.left);
        const right = this.value(syntax.right);
        switch (syntax.operator) {
          case '+':
            return graph.plus(left, right);
          case '-':
            return graph.minus(left, right);
          case '*':
            return graph.times(left, right);
          case '/':
            return graph.multiply([
              [left, 1],
              [right, -1],
            ]);
          case '^':
            return graph.power(left, right);
        }
        break;
      }
      case 'call':
        return this.#call(syntax.name, syntax.callee, syntax.values, syntax);
      default:
        throw this.#error(
          syntax,
          'A condition stands where a number is wanted.',
          'Write where(condition, a, b), for example where(t == 1, y, 0).',
        );
    }
  }

  condition(syntax: Syntax): Node {
    const { graph } = this.#scope;
    switch (syntax.kind) {
      case 'not':
        return graph.not(this.condition(syntax.of));
      case 'logic': {
        const left = this.condition(syntax.left);
        const right = this.condition(syntax.right);
        return syntax.operator === 'and' ? graph.and(left, right) : graph.or(left, right);
      }
      case 'comparison': {
        const left = this.value(syntax.left);
        const right = this.value(syntax.right);
        switch (syntax.operator) {
          case '<':
            return graph.compare('less', left, right);
          case '<=':
            return graph.compare('notMore', left, right);
          case '>':
            return graph.compare('less', right, left);
          case '>=':
            return graph.compare('notMore', right, left);
          case '==':
            return graph.compare('equal', left, right);
          case '!=':
            return graph.not(graph.compare('equal', left, right));
        }
        break;
      }
      default:
        throw this.#error(syntax, 'A number stands where a condition is wanted.', 'Compare it, as in y > 0.');
    }
  }

  #name(name: string, span: Span): Node {
    const { graph, y, z, parameters } = this.#scope;
    const parameter = parameters.get(name);
    if (parameter) return parameter;
    switch (name) {
      case 'y':
        return y;
      case 'z':
        return z ?? graph.node(name, []);
      case 't':
      case 'V':
        return graph.node(name, []);
      case 'pi':
      case 'π':
        return graph.number(Math.PI);
    }
    const entry = functionNamed(name);
    if (entry)
      throw this.#error(span, `${name} is a function.`, `Write its value in brackets, as in ${name}(y).`);
    const known = [...everyVariableName, ...parameters.keys()];
    throw this.#unknown(name, span, known, 'name');
  }

  #unknown(name: string, span: Span, known: readonly string[], kind: 'name' | 'function'): FormulaError {
    const suggestion = nearest(name, known) ?? nearest(name, [...everyFunctionName, ...everyVariableName]);
    const message = `There is no ${kind} ${this.#written(span)}.`;
    if (suggestion) return this.#error(span, message, `Did you mean ${suggestion}?`, suggestion);
    return this.#error(span, message, `There are: ${known.join(', ')}.`);
  }

  #call(name: string, callee: Span, given: readonly Syntax[], whole: Span): Node {
    const { graph, parameters } = this.#scope;
    const entry = functionNamed(name);
    if (!entry) {
      if (parameters.has(name) || everyVariableName.includes(name))
        throw this.#error(callee, `${name} is not a function.`, `Write products with *, as in ${name}*(…).`);
      throw this.#unknown(name, callee, everyFunctionName, 'function');
    }
    const [least, most] = entry.values;
    if (given.length < least || given.length > most) {
      const wanted = least === most ? String(least) : `${least} or ${most}`;
      throw this.#error(
        whole,
        `${name} takes ${wanted} ${most === 1 ? 'value' : 'values'}, not ${given.length}.`,
        `${entry.name}: ${entry.about}.`,
      );
    }
    if (entry.name === 'where')
      return graph.where(this.condition(given[0]), this.value(given[1]), this.value(given[2]));
    const values = given.map((each) => this.value(each));
    const [a, b] = values;
    switch (entry.name) {
      case 'max':
        return b ? graph.larger(a, b) : graph.node('largest', [this.#vector(a, entry.name, given[0])]);
      case 'min':
        if (b) return graph.smaller(a, b);
        return graph.scale(
          -1,
          graph.node('largest', [graph.scale(-1, this.#vector(a, entry.name, given[0]))]),
        );
      case 'relu':
        return graph.larger(a, graph.number(0));
      case 'sum':
        return graph.sum(this.#vector(a, name, given[0]));
      case 'mean':
        return graph.multiply([
          [graph.sum(this.#vector(a, name, given[0])), 1],
          [graph.node('V', []), -1],
        ]);
      case 'firstmax':
        return graph.node('first', [this.#vector(a, name, given[0])]);
      case 'target':
        return graph.target(this.#vector(a, name, given[0]));
      case 'logsumexp':
      case 'softmax':
      case 'logsoftmax':
        return graph.node(entry.name, [this.#vector(a, name, given[0])]);
      default:
        return graph.call(entry.name as PrimitiveId, a);
    }
  }

  #vector(value: Node, name: string, syntax: Syntax): Node {
    // What was written as a vector may have become a single number since, as t − t has.
    if (value.vector) return value;
    if (isVectorial(syntax)) return this.#scope.graph.node('patch', [value, value]);
    throw this.#error(
      syntax,
      `${name} goes over all outputs, but ${this.#written(syntax)} is a single number.`,
      'Give it something with y, z or t in it.',
    );
  }
}
