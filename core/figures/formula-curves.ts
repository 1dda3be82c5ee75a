import type { FormulaLook } from '../probes/formula-look.ts';
import { tableOf } from './csv.ts';
import type { Figure } from './figure.ts';
import { linesPanel } from './panels.ts';

type Curves = NonNullable<FormulaLook['curves']>;

/** A stretch of the logit of one output on which a formula is not defined. */
interface Undefined {
  readonly output: 'target' | 'other';
  readonly from: number;
  readonly to: number;
}

const looks = [
  { label: 'δ', light: '#0072B2', dark: '#56B4E9', line: 'solid' },
  { label: 'not defined', light: '#D55E00', dark: '#D55E00', line: 'solid' },
] as const;

/** The largest |δ| in sight: most of what the curves reach, but no pole. */
function reachOf({ isTarget, isOther }: Curves): number {
  const sizes = [isTarget, isOther]
    .flatMap(({ delta }) => Array.from(delta, Math.abs))
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const most = sizes[Math.floor(0.95 * (sizes.length - 1))] ?? 1;
  return Math.min(100, Math.max(0.2, 1.15 * most));
}

/** δ of a typed loss against the logit of one output, which is the target or is not. */
export function formulaCurves(curves: Curves, problems: readonly Undefined[]): Figure {
  const { z, isTarget, isOther } = curves;
  const reach = reachOf(curves);
  const ends = [z[0], z.at(-1)!] as const;
  const sides = [
    { t: 1, output: 'target', curve: isTarget },
    { t: 0, output: 'other', curve: isOther },
  ] as const;
  return {
    id: 'formula-curves',
    title: 'δ against z',
    subtitle: `V = 3; the other logits are ${Array.from(curves.others).join(' and ')}`,
    notes: problems.length > 0 ? ['Where the loss is not defined, the picture is shaded.'] : [],
    looks,
    across: 2,
    panels: sides.map(({ t, output, curve }) =>
      linesPanel({
        title: `t = ${t}`,
        x: { label: 'logit z of this output', scale: 'linear', domain: ends },
        y: { label: 'δ', scale: 'linear', domain: [-reach, reach] },
        series: [{ look: 0, weight: 'strong', x: z, y: curve.delta }],
        regions: problems
          .filter((problem) => problem.output === output && problem.to >= ends[0] && problem.from <= ends[1])
          // A single point is as wide as a line.
          .map(({ from, to }) => ({
            look: 1,
            low: Math.max(ends[0], from - 0.05),
            high: Math.min(ends[1], to + 0.05),
          })),
      }),
    ),
    table: tableOf(['t', 'z', 'E', 'delta'], function* () {
      for (const { t, curve } of sides)
        for (let i = 0; i < z.length; i++) yield [t, z[i], curve.loss[i], curve.delta[i]];
    }),
  };
}
