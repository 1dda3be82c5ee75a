import gammaln from '@stdlib/math-base-special-gammaln';

/** Up to so many good ones, P(0) is a short product. */
const fewGood = 24;

const lnFactorial = (n: number): number => gammaln(n + 1);

/** ln P(x) that x of `sample` characters drawn without replacement are among `good` of `good + bad`. */
function lnProbability(x: number, good: number, bad: number, sample: number): number {
  return (
    lnFactorial(good) -
    lnFactorial(x) -
    lnFactorial(good - x) +
    lnFactorial(bad) -
    lnFactorial(sample - x) -
    lnFactorial(bad - sample + x) -
    (lnFactorial(good + bad) - lnFactorial(sample) - lnFactorial(good + bad - sample))
  );
}

/**
 * How many of `sample` characters, drawn without replacement from `good + bad`, are good ones. By inversion, from the mode
 * outwards: about as many terms as the standard deviation is wide.
 * @param uniform draws from [0, 1)
 */
export function hypergeometric(uniform: () => number, good: number, bad: number, sample: number): number {
  const low = Math.max(0, sample - bad);
  const high = Math.min(good, sample);
  if (low === high) return low;
  const left = good + bad - sample;
  if (good <= fewGood && Math.max(sample, left) >= good)
    return sample <= left
      ? fromNone(uniform, good, left, sample)
      : good - fromNone(uniform, good, sample, left);
  const mode = Math.floor(((sample + 1) * (good + 1)) / (good + bad + 2));
  const atMode = Math.exp(lnProbability(mode, good, bad, sample));
  let rest = uniform() - atMode;
  // P(x + 1) / P(x) = (good − x)(sample − x) / ((x + 1)(bad − sample + x + 1))
  let below = atMode;
  let above = atMode;
  for (let down = mode, up = mode; rest >= 0 && (down > low || up < high);) {
    if (up < high) {
      above *= ((good - up) * (sample - up)) / ((up + 1) * (bad - sample + up + 1));
      up++;
      rest -= above;
      if (rest < 0) return up;
    }
    if (down > low) {
      below *= (down * (bad - sample + down)) / ((good - down + 1) * (sample - down + 1));
      down--;
      rest -= below;
      if (rest < 0) return down;
    }
  }
  return mode;
}

/** By inversion from 0 upwards, where few are expected; `left` of all characters are not in the sample, at least `good`. */
function fromNone(uniform: () => number, good: number, left: number, sample: number): number {
  let p = 1;
  for (let i = 0; i < good; i++) p *= (left - i) / (left + sample - i);
  const high = Math.min(good, sample);
  let x = 0;
  for (let rest = uniform(); rest >= p && x < high; x++) {
    rest -= p;
    p *= ((good - x) * (sample - x)) / ((x + 1) * (left - good + x + 1));
  }
  return x;
}

/**
 * The counts of `sample` characters drawn without replacement from a text with these counts: what a shuffle of the text
 * gives its first characters.
 */
export function shuffledCounts(uniform: () => number, counts: Float64Array, sample: number): Float64Array {
  let bad = counts.reduce((sum, n) => sum + n, 0);
  let left = sample;
  return counts.map((good) => {
    bad -= good;
    const drawn = hypergeometric(uniform, good, bad, left);
    left -= drawn;
    return drawn;
  });
}
