import { describe, expect, it } from 'vitest';
import { formulaCurves } from '../../../core/figures/formula-curves.ts';
import type { LinesPanel } from '../../../core/figures/figure.ts';
import { lookAtFormula } from '../../../core/probes/formula-look.ts';
import type { FormulaDefinition } from '../../../core/outputs/layer-definition.ts';

const figureOf = (
  activation: FormulaDefinition['activation'],
  loss: string,
  arms?: Parameters<typeof formulaCurves>[2],
) => {
  const { curves, reading } = lookAtFormula({
    ...{ kind: 'formula', id: 'mine', label: 'mine', activation, loss, parameters: {}, reference: '' },
  });
  if (!curves || reading.kind === 'problem') throw new Error('The formula was expected to be read.');
  return formulaCurves(curves, reading.facts.domain, arms);
};
const linesOf = ({ panels }: ReturnType<typeof formulaCurves>) => panels as readonly LinesPanel[];

describe('δ of a typed loss against z', () => {
  it('is that of the output that is the target', () => {
    // y − t of linear outputs: z − 1.
    const [target, ...others] = linesOf(figureOf('linear', '(t-y)^2/2'));
    expect(target.series[1].y[Array.from(target.series[1].x).indexOf(5)]).toBe(4);
    expect([...target.regions, ...others]).toEqual([]);
  });

  it('shades where the loss is not defined, within the axis, and does not follow a pole', () => {
    const figure = figureOf('linear', '-log(target(y))');
    const [target] = linesOf(figure);
    // ln y is not there for y < 0, as far as points of every ½ tell, nor at y = 0.
    expect(target.regions).toEqual([
      { look: 1, low: -10, high: -0.45 },
      { look: 1, low: -0.05, high: 0.05 },
    ]);
    expect(target.y.domain[1]).toBeLessThanOrEqual(100);
    expect(figure.notes.join()).toMatch(/shaded/);
  });

  it('has δ of cross-entropy beside it: the same line for a loss that is cross-entropy', () => {
    const [{ series }] = linesOf(figureOf('linear', 'logsumexp(z) - target(z)'));
    Array.from(series[0].y).forEach((value, i) => expect(series[1].y[i]).toBeCloseTo(value, 12));
    const [target] = linesOf(figureOf('softmax', '2*(y-t)^2'));
    expect(target.series[0].y).not.toEqual(target.series[1].y);
  });

  it('has the colours that the two have in the comparison', () => {
    const [own, crossEntropy] = [
      { light: '#010101', dark: '#020202' },
      { light: '#030303', dark: '#040404' },
    ];
    const plain = figureOf('linear', '(t-y)^2/2').looks;
    const { looks } = figureOf('linear', '(t-y)^2/2', { own, crossEntropy });
    expect(looks).toEqual([{ ...plain[0], ...own }, plain[1], { ...plain[2], ...crossEntropy }]);
  });

  it('writes every value out', () => {
    const rows = [...figureOf('sigmoid', '(t-y)^2/2').table.rows()];
    expect(rows).toHaveLength(802);
    // At z = 0: E of y = (½, σ(¼), σ(½)), δ = (y − t) y (1 − y) = −⅛.
    expect(rows[200].slice(0, 2)).toEqual([1, 0]);
    expect(rows[200][3]).toBeCloseTo(-0.125, 12);
  });
});
