import { gradientEvery } from '../../core/experiments/run.ts';
import { fewestForBca, leastCoverage } from '../../core/experiments/statistics/interval-coverage.ts';
import type { Band, XAxis } from './yardstick-series.ts';

/** Lengths of the moving average that may be chosen, in evaluations; 1 is none. */
export const spans = [1, 5, 20, 100] as const;

export const xTitles: Readonly<Record<XAxis, string>> = {
  step: 'steps',
  characters: 'characters trained on',
  seconds: 'seconds of training',
};

/** What was done to the curves, and that files are spared it; null without smoothing. */
export const smoothingWords = (span: number): string | null =>
  span > 1 ? `smoothed: moving average of each seed over ${span} evaluations, exports are raw` : null;

export const bandNames: Readonly<Record<Band, string>> = {
  t: '95 % t interval',
  bca: '95 % BCa interval',
  off: 'no band',
};

/** The band that is drawn of so many seeds: an interval that covers too little is not offered, and t stands in for it. */
export const bandOf = (band: Band, seeds: number): Band =>
  band === 'bca' && seeds < fewestForBca ? 't' : band;

/** The bands that may be chosen with so many seeds, and why one may not. */
export const bandChoices = (seeds: number) =>
  Object.entries(bandNames).map(([id, label]) => {
    const isOffered = bandOf(id as Band, seeds) === id;
    return {
      id,
      label: isOffered ? label : `${label} (from ${fewestForBca} seeds)`,
      disabled: !isOffered,
    };
  });

/** Why a band is not offered; nothing where all are. */
export const bandHint = (seeds: number): string | undefined =>
  seeds < fewestForBca
    ? `The BCa interval is offered from ${fewestForBca} seeds on: with fewer it holds the true mean in less than ${100 * leastCoverage} % of simulated experiments.`
    : undefined;

/** What is drawn of several seeds. */
export function seedWords(seeds: number, band: Band, traces: boolean): string {
  if (seeds === 1) return 'one seed';
  return [
    `mean of ${seeds} paired seeds`,
    ...(band === 'off' ? [] : [`band = ${bandNames[band]}`]),
    ...(traces ? ['each seed faint'] : []),
  ].join(', ');
}

/** What the faint dotted lines are; null where there are none. */
export const trainingWords = (training: boolean): string | null =>
  training ? `dotted: training batches, every ${gradientEvery}th step before its update` : null;

/** The quieter half of the title: all that the curves rest on. */
export function chartNote(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(' · ');
}
