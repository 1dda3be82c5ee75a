import { compile } from '../../../core/formulas/compile.ts';
import { evaluate } from '../../../core/formulas/language/evaluate-syntax.ts';
import { FormulaError } from '../../../core/formulas/language/formula-error.ts';
import { formulaLayer } from '../../../core/formulas/formula-layer.ts';
import { matchedBy } from '../../../core/formulas/checks/matched.ts';
import { parse } from '../../../core/formulas/language/parse.ts';
import { randomPoints } from '../../../core/formulas/checks/points.ts';
import { typesetDelta, typesetLoss } from '../../../core/formulas/typeset/typeset.ts';
import type { FormulaDefinition } from '../../../core/outputs/layer-definition.ts';
import type { Syntax } from '../../../core/formulas/language/syntax.ts';
import type { OutputLayer } from '../../../core/outputs/output-layer.ts';
import { texAsPlain } from './tex-as-plain.ts';

/** E and δ as the lab prints them, each without what stands before =. */
export interface Printed {
  readonly E: string;
  readonly delta: string;
}

/** How far what is printed is from what the layer computes, relative to max(1, |value|): the largest over random points. */
export interface Distance {
  readonly E: number;
  readonly delta: number;
  /** Numbers that were compared. */
  readonly compared: number;
}

const body = (printed: string) => printed.replace(/^(E|δ|\\delta) = /, '');

/** What the lab prints of a formula, as text and as TeX; a δ that is not shown is empty. */
export function printedOf(definition: FormulaDefinition): Readonly<Record<'plain' | 'tex', Printed>> {
  const compiled = compile(definition);
  const [loss, delta] = [typesetLoss(compiled), typesetDelta(compiled, matchedBy(compiled))];
  const hidden = delta.plain.includes('too long');
  return {
    plain: { E: body(loss.plain), delta: hidden ? '' : body(delta.plain) },
    tex: {
      E: loss.tex.includes('too deep') ? body(loss.plain) : texAsPlain(body(loss.tex)),
      delta: hidden ? '' : texAsPlain(body(delta.tex)),
    },
  };
}

/**
 * Reads what is printed back by the lab's own grammar and holds it against the layer. Points at which either is not
 * defined tell nothing.
 */
export function distanceOf(
  { E, delta }: Printed,
  layer: OutputLayer,
  parameters: ReadonlyMap<string, number>,
  width: number,
  middle = 0,
  typed: Syntax | null = null,
): Distance {
  const names = new Set(parameters.keys());
  const syntaxE = parse(E, names);
  // One entry of it: no two z that are drawn are the same.
  const syntaxDelta =
    delta === '' ? null : parse(`sum(where(z == here, ${delta}, 0))`, new Set([...names, 'here']));
  let worstE = 0;
  let worstDelta = 0;
  let compared = 0;
  const apart = (a: number, b: number) => {
    if (!Number.isFinite(a) || !Number.isFinite(b)) return 0;
    compared++;
    return Math.abs(a - b) / Math.max(1, Math.abs(a));
  };
  for (const V of [2, 3, 6])
    for (const { z: drawn, target } of randomPoints(V, 8, width)) {
      const z = drawn.map((value) => value + middle);
      const [y, own] = [new Float64Array(V), new Float64Array(V)];
      let loss: number;
      try {
        loss = layer.lossAndDelta(z, target, y, own);
      } catch {
        continue;
      }
      const place = { y, z, target, parameters };
      // Where rounding alone takes the typed text this far from the layer, nothing can be told.
      if (typed && !(Math.abs(evaluate(typed, place).loss - loss) <= 1e-11 * Math.max(1, Math.abs(loss))))
        continue;
      worstE = Math.max(worstE, apart(loss, evaluate(syntaxE, place).loss));
      if (!syntaxDelta) continue;
      z.forEach((here, i) => {
        const entry = { ...place, parameters: new Map([...parameters, ['here', here]]) };
        worstDelta = Math.max(worstDelta, apart(own[i], evaluate(syntaxDelta, entry).loss));
      });
    }
  return { E: worstE, delta: worstDelta, compared };
}

/** Of a formula, text and TeX each. */
export function distancesOf(
  definition: FormulaDefinition,
  width: number,
): Readonly<Record<'plain' | 'tex', Distance>> {
  const layer = formulaLayer(definition);
  const parameters = new Map(Object.entries(definition.parameters).map(([name, { value }]) => [name, value]));
  const { plain, tex } = printedOf(definition);
  const typed = compile(definition).syntax;
  const found = distanceOf(plain, layer, parameters, width, 0, typed);
  try {
    return { plain: found, tex: distanceOf(tex, layer, parameters, width, 0, typed) };
  } catch (error) {
    // Every group of TeX is a bracket here, which may nest deeper than is read.
    if (error instanceof FormulaError && error.message.includes('nested'))
      return { plain: found, tex: found };
    throw error;
  }
}
