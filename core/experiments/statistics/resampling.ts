import { stream } from '../../network/random.ts';

/** A statistic over bootstrap resamples, in ascending order. */
interface Resampled {
  readonly values: Float64Array;
  /** How many resamples each value stands for. */
  readonly counts: Float64Array;
  readonly total: number;
  /** Whether every resample was counted; else `total` were drawn. */
  readonly exact: boolean;
}

/** With so few values all resamples are listed: 8 values have 8⁸, of 6 435 kinds. */
const mostListed = 8;
const drawn = 10_000;

/**
 * A statistic of every resample of n values with replacement. Nothing is random: up to 8 values every resample counts,
 * more are resampled 10 000 times from one fixed stream.
 * @param statistic of a resample, told how often each of the n values was drawn
 */
export function resample(n: number, statistic: (times: Uint8Array) => number): Resampled {
  return n <= mostListed ? everyResample(n, statistic) : drawnResamples(n, statistic);
}

/** All nⁿ resamples, by kind: how often each value was drawn. A kind stands for n! / Π kᵢ! resamples. */
function everyResample(n: number, statistic: (times: Uint8Array) => number): Resampled {
  const kinds: { value: number; count: number }[] = [];
  const times = new Uint8Array(n);
  const list = (at: number, left: number, count: number): void => {
    if (at === n - 1) {
      times[at] = left;
      kinds.push({ value: statistic(times), count });
      return;
    }
    // `left` draws remain: taken k times, this value can stand in (left choose k) of their places.
    for (let k = 0, ways = 1; k <= left; ways = (ways * (left - k)) / (k + 1), k++) {
      times[at] = k;
      list(at + 1, left - k, count * ways);
    }
  };
  list(0, n, 1);
  kinds.sort((a, b) => a.value - b.value);
  return {
    values: Float64Array.from(kinds, ({ value }) => value),
    counts: Float64Array.from(kinds, ({ count }) => count),
    total: n ** n,
    exact: true,
  };
}

function drawnResamples(n: number, statistic: (times: Uint8Array) => number): Resampled {
  const times = drawnTimes(n);
  const values = new Float64Array(drawn);
  for (let i = 0; i < drawn; i++) values[i] = statistic(times.subarray(i * n, (i + 1) * n));
  return { values: values.sort(), counts: new Float64Array(drawn).fill(1), total: drawn, exact: false };
}

let lastDrawn = new Uint8Array(0);

/** How often each of n values was drawn, one resample after the other. They are the same for every list of n values. */
function drawnTimes(n: number): Uint8Array {
  if (lastDrawn.length === drawn * n) return lastDrawn;
  const generator = stream(1, 'bootstrap');
  lastDrawn = new Uint8Array(drawn * n);
  for (let i = 0; i < lastDrawn.length; i += n)
    for (let k = 0; k < n; k++) lastDrawn[i + generator.below(n)]++;
  return lastDrawn;
}

/** The value below which a share of the resamples lies, with linear interpolation between neighbours. */
export function resampledQuantile({ values, counts, total }: Resampled, share: number): number {
  const place = share * (total - 1);
  const at = (rank: number) => {
    let before = 0;
    for (let i = 0; i < values.length; i++) if ((before += counts[i]) > rank) return values[i];
    return values.at(-1)!;
  };
  const low = at(Math.floor(place));
  return low + (at(Math.floor(place) + 1) - low) * (place - Math.floor(place));
}
