import { dashLengths } from '../../core/contract/arm-look.ts';
import type { ChartDataset } from 'chart.js';
import type { ArmCurve } from './yardstick-series.ts';

/** Hexadecimal and hsl() colours of the arms, see-through. */
const translucent = (colour: string, [hex, share]: readonly [string, string]) =>
  colour.startsWith('#') ? `${colour}${hex}` : colour.replace(/\)$/, ` / ${share})`);
const veil = ['29', '16%'] as const;
const faint = ['66', '40%'] as const;
const half = ['99', '60%'] as const;

/** Data sets of an arm: the two bounds of its band, faint lines, training batches, its mean, and where runs diverged. */
export function armDatasets(curve: ArmCurve, colour: string): ChartDataset<'line'>[] {
  const band = {
    borderWidth: 0,
    pointRadius: 0,
    pointHitRadius: 0,
    backgroundColor: translucent(colour, veil),
  };
  const hint = { label: '', borderWidth: 1, pointRadius: 0, pointHitRadius: 0, fill: false } as const;
  return [
    { ...band, label: '', data: [...curve.low], fill: false },
    { ...band, label: '', data: [...curve.high], fill: '-1' },
    ...[curve.raw ?? [], ...(curve.traces ?? [])]
      .filter((line) => line.length > 0)
      .map((line) => ({ ...hint, data: [...line], borderColor: translucent(colour, faint) })),
    ...(curve.training?.length
      ? [{ ...hint, data: [...curve.training], borderColor: translucent(colour, half), borderDash: [2, 2] }]
      : []),
    {
      label: curve.label,
      data: [...curve.mean],
      borderColor: colour,
      backgroundColor: colour,
      borderWidth: 2,
      borderDash: curve.line === 'solid' ? [] : dashLengths[curve.line].split(' ').map(Number),
      pointRadius: curve.mean.length < 3 ? 3 : 0,
      pointHitRadius: 8,
      fill: false,
    },
    {
      label: `${curve.label} diverged`,
      data: [...curve.divergences],
      showLine: false,
      borderColor: colour,
      borderWidth: 2,
      pointStyle: 'crossRot',
      pointRadius: 7,
    },
  ];
}
