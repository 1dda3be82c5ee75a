import type { ChartDataset } from 'chart.js';
import type { ArmCurve } from './yardstick-series.ts';

/** Hexadecimal and hsl() colours of the arms, see-through. */
const translucent = (colour: string) =>
  colour.startsWith('#') ? `${colour}29` : colour.replace(/\)$/, ' / 16%)');

/** Data sets of an arm: the two bounds of its band, its mean, and where runs diverged. */
export function armDatasets(curve: ArmCurve, colour: string): ChartDataset<'line'>[] {
  const band = { borderWidth: 0, pointRadius: 0, pointHitRadius: 0, backgroundColor: translucent(colour) };
  return [
    { ...band, label: '', data: [...curve.low], fill: false },
    { ...band, label: '', data: [...curve.high], fill: '-1' },
    {
      label: curve.label,
      data: [...curve.mean],
      borderColor: colour,
      backgroundColor: colour,
      borderWidth: 2,
      borderDash: curve.dashed ? [6, 4] : [],
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
