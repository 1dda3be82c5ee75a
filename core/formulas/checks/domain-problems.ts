import { activationOf, type ActivationId } from '../../outputs/activations/registry.ts';
import { stepLength, type RowProgram } from '../../outputs/row-program.ts';
import { evaluate, type FaultKind } from '../language/evaluate-syntax.ts';
import { markOf, type Mark } from '../language/formula-error.ts';
import { longProgram, RowMachine } from '../program/row-machine.ts';
import type { Syntax } from '../language/syntax.ts';

/** Logits at which a loss has no finite value or slope. */
export interface DomainProblem {
  readonly kind: FaultKind | 'infinite slope' | 'not finite';
  /** Which output's logit was moved: that of the target or another one. */
  readonly output: 'target' | 'other';
  /** From here to here, as far as the range that is looked at goes. */
  readonly from: number;
  readonly to: number;
  /** The part of the formula; null where no single one can be named. */
  readonly mark: Mark | null;
  readonly message: string;
}

/** The range of z that is looked at, and the distance of the points; up to four times that for a long formula. */
const domainRange = { low: -30, high: 30, step: 0.5 } as const;

/** Most problems that are named. */
const most = 12;

/**
 * Moves one logit through a range, that of the target and another one, and says where E or δ is not finite and which part
 * of the formula is at fault.
 */
export function domainProblems(
  source: string,
  program: RowProgram,
  syntax: Syntax,
  activation: ActivationId,
  parameters: ReadonlyMap<string, number>,
): DomainProblem[] {
  const V = 3;
  const machine = new RowMachine(program, V);
  const z = new Float64Array(V);
  const y = new Float64Array(V);
  const delta = new Float64Array(V);
  const found: { problem: Omit<DomainProblem, 'message' | 'to'>; to: number }[] = [];
  const { low, high } = domainRange;
  const step = domainRange.step * Math.ceil(Math.min(4, program.steps.length / stepLength / longProgram));
  for (const output of ['target', 'other'] as const) {
    const target = output === 'target' ? 0 : 1;
    const open = new Map<string, (typeof found)[number]>();
    for (let k = 0; k <= (high - low) / step; k++) {
      const moved = low + k * step;
      // The other outputs stand inside (0, 1), where every usual loss is defined.
      z.set([moved, 0.25, 0.5]);
      const loss = machine.run(z, target, y, delta);
      if (Number.isFinite(loss) && delta.every(Number.isFinite)) continue;
      activationOf(activation).forward(z, y);
      const { faults } = evaluate(syntax, { y, z, target, parameters });
      const fault = faults.find(({ kind }) => kind !== 'overflow') ?? faults[0];
      const kind = fault?.kind ?? (Number.isFinite(loss) ? 'infinite slope' : 'not finite');
      const key = `${kind} ${fault?.from} ${fault?.to}`;
      const before = open.get(key);
      if (before && moved - before.to <= 1.5 * step) before.to = moved;
      else {
        const mark = fault ? markOf(source, fault) : null;
        const entry = { problem: { kind, output, from: moved, mark }, to: moved };
        open.set(key, entry);
        found.push(entry);
      }
    }
  }
  return found.slice(0, most).map(({ problem, to }) => ({ ...problem, to, message: sentence(problem, to) }));
}

function sentence({ kind, output, from, mark }: Omit<DomainProblem, 'message' | 'to'>, to: number): string {
  const what = kind.charAt(0).toUpperCase() + kind.slice(1);
  const place = mark ? ` at line ${mark.line}, column ${mark.column}` : '';
  const signed = (value: number) => String(value).replace('-', '−');
  const range = from === to ? `for z = ${signed(from)}` : `for z from ${signed(from)} to ${signed(to)}`;
  return `${what}${place} ${range} of ${output === 'target' ? 'the target' : 'another output'}.`;
}
