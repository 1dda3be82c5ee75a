import { lossWhereDefined } from '../../outputs/where-defined.ts';
import type { OutputLayer } from '../../outputs/output-layer.ts';
import type { RowProgram } from '../../outputs/row-program.ts';
import type { Compiled } from '../compile.ts';
import { atom, numeral, quotient, type Notation } from '../typeset/notation.ts';
import { randomPoints, specialPoints } from './points.ts';
import { RowMachine } from '../program/row-machine.ts';

/** δ = c (y − t): the slope of the activation cancels against the loss. */
export interface Matched {
  /** c, or V times c where c falls with the number of outputs. */
  readonly c: number;
  readonly perOutput: boolean;
  /** Whether both sides are the same expression, or agree at many points. */
  readonly proved: boolean;
}

/** Whether δ = c (y − t) with a c that depends on nothing but V; null where it does not hold. */
export function matchedBy({ program, valued }: Compiled): Matched | null {
  const constant = constantOf(runOf(program));
  if (constant === null) return null;
  const { c, perOutput } = constant;
  const { graph, y, split } = valued;
  const factor = perOutput ? graph.multiply([[graph.node('V', []), -1]], c) : graph.number(c);
  const proved =
    graph.times(factor, y) === split.elsewhere &&
    graph.times(factor, graph.add([[1, graph.target(y)]], -1)) === split.atTarget;
  return { c, perOutput, proved };
}

/** E, y and δ of a program for vectors of any length. */
export function runOf(program: RowProgram): OutputLayer['lossAndDelta'] {
  let machine: RowMachine | null = null;
  return (z, target, y, delta) => {
    if (machine?.length !== z.length) machine = new RowMachine(program, z.length);
    return machine.run(z, target, y, delta);
  };
}

/** The c of δ = c (y − t), as far as the numbers of any layer tell; null where it does not hold. */
export function constantOf(lossAndDelta: OutputLayer['lossAndDelta']): Omit<Matched, 'proved'> | null {
  const [three, seven] = [3, 7].map((V) => constantAt(lossAndDelta, V));
  if (three === null || seven === null) return null;
  const same = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.abs(a);
  const perOutput = !same(three, seven);
  if (perOutput && !same(3 * three, 7 * seven)) return null;
  return { c: tidy(perOutput ? 3 * three : three), perOutput };
}

/** The c of least squares over many points, where δ = c (y − t) holds at all of them. */
function constantAt(lossAndDelta: OutputLayer['lossAndDelta'], V: number): number | null {
  const y = new Float64Array(V);
  const delta = new Float64Array(V);
  const points = [...randomPoints(V, 40, 3), ...specialPoints(V).filter(({ kind }) => kind === 'zeros')];
  const seen: { readonly difference: number; readonly delta: number }[] = [];
  for (const { z, target } of points) {
    const loss = lossWhereDefined(() => lossAndDelta(z, target, y, delta));
    // Where the loss is not defined nothing can be compared.
    if (!Number.isFinite(loss)) continue;
    for (let i = 0; i < V; i++) seen.push({ difference: y[i] - (i === target ? 1 : 0), delta: delta[i] });
  }
  const dot = (of: (pair: (typeof seen)[number]) => number) => seen.reduce((sum, pair) => sum + of(pair), 0);
  const c = dot((pair) => pair.difference * pair.delta) / dot((pair) => pair.difference ** 2);
  if (seen.length < 10 * V || !Number.isFinite(c) || c === 0) return null;
  const fits = seen.every((pair) => Math.abs(pair.delta - c * pair.difference) <= 1e-9 * Math.abs(c));
  return fits ? c : null;
}

/** The short number that a fitted one stands for, where there is one this close. */
function tidy(value: number): number {
  const short = Number(value.toPrecision(9));
  return Math.abs(short - value) <= 1e-9 * Math.abs(value) ? short : value;
}

/** c, without the minus or number 1 that need not be written. */
export function constantNotation({ c, perOutput }: Matched): Notation | null {
  if (perOutput) return quotient(numeral(c), atom('V'));
  return c === 1 ? null : numeral(c);
}
