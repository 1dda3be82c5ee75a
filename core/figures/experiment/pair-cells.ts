import { digitsOf } from '../../experiments/comparison/difference-words.ts';
import type { PairedDifference } from '../../experiments/comparison/paired-difference.ts';
import { signed } from '../../words/number-format.ts';
import { sense, yardstickById } from '../../yardsticks/registry.ts';
import { tableOf } from '../csv.ts';
import { extent } from '../domain.ts';
import type { DotsPanel, Figure, FigureAxis } from '../figure.ts';
import { dotsPanel } from '../panels.ts';
import { labelOf, lookOf, sayOf, type ExperimentSource } from './experiment-source.ts';

/**
 * Pairs of arms on one yardstick as cells below each other in a table: how far the first is ahead, right of 0 on every
 * yardstick, in the colour of the arm that is. The last panel is the axis that all of them have.
 * @param all at least one pair
 * @param withSeeds each seed stands below the interval
 */
export function pairCells(
  source: Pick<ExperimentSource, 'arms' | 'say'>,
  all: readonly PairedDifference[],
  withSeeds: boolean,
): Figure {
  const { arms } = source;
  const say = sayOf(source);
  const { id, label } = yardstickById(all[0].yardstick);
  const sign = -sense(id);
  const rows = all.map((pair) => {
    const { mean, interval } = pair.summary;
    const ends = [interval?.low ?? NaN, interval?.high ?? NaN].map((end) => sign * end);
    const value = sign * mean;
    return { pair, value, low: Math.min(...ends), high: Math.max(...ends) };
  });
  const smallest = all.map(({ rule }) => rule.smallest);
  const values = rows.flatMap(({ value, low, high }) => [value, low, high]);
  const [least, most] = extent([0, ...values, ...smallest, ...smallest.map((size) => -size)])!;
  const air = 0.04 * (most - least || 1);
  const x: FigureAxis = { label: '', scale: 'linear', domain: [least - air, most + air] };
  return {
    id: 'pair-cells',
    title: say`All pairs of output layers, seed by seed`,
    subtitle: say.of(label),
    notes: [],
    looks: arms,
    across: 1,
    panels: [
      ...rows.map(({ pair, value, low, high }): DotsPanel => {
        const shown = (each: number) => signed(each, digitsOf(pair));
        return dotsPanel({
          cell: true,
          title: Number.isNaN(low)
            ? shown(value)
            : say`${shown(value)}, interval ${shown(low)} to ${shown(high)}`,
          x,
          rows: [
            {
              ...{ label: '', value, low, high },
              look: lookOf(arms, value >= 0 ? pair.a : pair.b),
              each: withSeeds ? pair.differences.map((each) => sign * each) : [],
            },
          ],
          strip: [-pair.rule.smallest, pair.rule.smallest],
        });
      }),
      dotsPanel({ cell: true, x, rows: [] }),
    ],
    table: tableOf(['a', 'b', 'yardstick', 'a ahead by', 't low', 't high'], () =>
      rows.map(({ pair: { a, b }, value, low, high }) => [
        ...[labelOf(arms, a), labelOf(arms, b), label, value, low, high],
      ]),
    ),
  };
}
