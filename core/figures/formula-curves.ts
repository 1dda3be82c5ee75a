import type { FormulaLook } from '../probes/formula-look.ts';
import { inEnglish, type Say } from '../words/said/say.ts';
import { tableOf } from './csv.ts';
import type { Figure, FigureLook } from './figure.ts';
import { linesPanel } from './panels.ts';

type Curves = NonNullable<FormulaLook['curves']>;

type Colours = Pick<FigureLook, 'light' | 'dark'>;

/** A stretch of the logit of one output on which a formula is not defined. */
interface Undefined {
  readonly output: 'target' | 'other';
  readonly from: number;
  readonly to: number;
}

const looks = [
  { label: 'this loss', light: '#6A33A1', dark: '#B99AE8', line: 'dashed' },
  { label: 'not defined', light: '#D55E00', dark: '#D55E00', line: 'solid' },
  { label: 'softmax + cross-entropy', light: '#009E73', dark: '#009E73', line: 'solid' },
] as const;

/** The largest |δ| in sight: most of what the curve reaches, but no pole; cross-entropy reaches 1. */
function reachOf({ isTarget }: Curves): number {
  const sizes = Array.from(isTarget.delta, Math.abs)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const most = sizes[Math.floor(0.95 * (sizes.length - 1))] ?? 1;
  return Math.min(100, Math.max(1.15, 1.15 * most));
}

/**
 * δ of a typed loss against the logit of the output that is the target, beside that of cross-entropy; the other outputs
 * in its table.
 * @param arms colours of the two where they are in the comparison
 */
export function formulaCurves(
  curves: Curves,
  problems: readonly Undefined[],
  arms: { readonly own?: Colours | undefined; readonly crossEntropy?: Colours | undefined } = {},
  say: Say = inEnglish,
): Figure {
  const { z, isTarget, isOther } = curves;
  const reach = reachOf(curves);
  const ends = [z[0], z.at(-1)!] as const;
  const regions = problems
    .filter(({ output, from, to }) => output === 'target' && to >= ends[0] && from <= ends[1])
    // A single point is as wide as a line.
    .map(({ from, to }) => ({
      look: 1,
      low: Math.max(ends[0], from - 0.05),
      high: Math.min(ends[1], to + 0.05),
    }));
  return {
    id: 'formula-curves',
    title: say`δ of the right character`,
    subtitle: say`V = 3; the other logits are ${say.listed(Array.from(curves.others))}`,
    notes: regions.length > 0 ? [say`Where the loss is not defined, the picture is shaded.`] : [],
    looks: looks.map((look, i) => {
      const arm = [arms.own, undefined, arms.crossEntropy][i];
      return { ...look, label: say.of(look.label), ...(arm && { light: arm.light, dark: arm.dark }) };
    }),
    across: 1,
    panels: [
      linesPanel({
        x: { label: say`logit z of this output`, scale: 'linear', domain: ends },
        y: { label: 'δ', scale: 'linear', domain: [-reach, reach] },
        // The dashes of the one on the line of the other show that they are the same.
        series: [
          { look: 2, weight: 'strong', x: z, y: isTarget.crossEntropy },
          { look: 0, weight: 'strong', x: z, y: isTarget.delta },
        ],
        regions,
      }),
    ],
    table: tableOf(['t', 'z', 'E', 'delta', 'deltaOfCrossEntropy'], function* () {
      for (const [t, { loss, delta, crossEntropy }] of [
        [1, isTarget],
        [0, isOther],
      ] as const)
        for (let i = 0; i < z.length; i++) yield [t, z[i], loss[i], delta[i], crossEntropy[i]];
    }),
  };
}
