import { fewestForBca, leastCoverage } from '../../../core/experiments/statistics/interval-coverage.ts';
import { inEnglish, type Say } from '../../../core/words/said/say.ts';
import type { Band } from '../../../core/figures/experiment/convergence-question.ts';

const bandNames: Readonly<Record<Band, string>> = {
  t: '95 % t interval',
  bca: '95 % BCa interval',
  off: 'no band',
};

/** The band that is drawn of so many seeds: an interval that covers too little is not offered, and t stands in for it. */
export const bandOf = (band: Band, seeds: number): Band =>
  band === 'bca' && seeds < fewestForBca ? 't' : band;

/** The bands that may be chosen with so many seeds, and why one may not. */
export const bandChoices = (seeds: number, say: Say = inEnglish) =>
  Object.entries(bandNames).map(([id, label]) => {
    const isOffered = bandOf(id as Band, seeds) === id;
    return {
      id,
      label: isOffered ? say.of(label) : say`${say.of(label)} (from ${fewestForBca} seeds)`,
      disabled: !isOffered,
    };
  });

/** Why a band is not offered; nothing where all are. */
export const bandHint = (seeds: number, say: Say = inEnglish): string | undefined =>
  seeds < fewestForBca
    ? say`The BCa interval is offered from ${fewestForBca} seeds on: with fewer it holds the true mean in less than ${100 * leastCoverage} % of simulated experiments.`
    : undefined;
