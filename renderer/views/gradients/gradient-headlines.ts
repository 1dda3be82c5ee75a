import type { Experiment } from '../../../core/experiments/experiment.ts';
import type { LayerCheck } from '../../../core/probes/check-layer.ts';
import { gradientCheckThresholds } from '../../../core/probes/check-thresholds.ts';
import type { LayerGradients, LayerProbe, Probe } from '../../../core/probes/probe.ts';
import { counted, fixed, grouped, percent, significant } from '../../../core/words/number-format.ts';
import type { FactHeadline } from '../../components/fact-headline.ts';
import type { ShownLayer } from '../../state/gradients/shown-layers.ts';
import { factorPerStep, type CheckVerdict } from './gradient-words.ts';

/** A layer whose loss is defined at the weights that are looked at. */
type Able = Pick<ShownLayer, 'key' | 'label' | 'match' | 'activation'> & { readonly found: LayerGradients };

type Shown = Pick<ShownLayer, 'key' | 'label' | 'match' | 'activation'>;

export function ableOf(layers: readonly Shown[], found: readonly LayerProbe[]): readonly Able[] {
  return layers.flatMap((layer, i) => {
    const each = found[i];
    return each?.refusal === null ? [{ ...layer, found: each }] : [];
  });
}

/**
 * The two that a headline sets beside each other: the first layer whose slope stays, else that is not matched, and a matched
 * one of the same activation where there is one. Null where all are matched, or none is.
 */
export function pairOf(able: readonly Able[]): { readonly weak: Able; readonly strong: Able } | null {
  const weak =
    able.find(({ match }) => match === 'slope-stays') ?? able.find(({ match }) => match !== 'matched');
  const matched = able.filter(({ match }) => match === 'matched');
  const strong = matched.find(({ activation }) => activation === weak?.activation) ?? matched.at(0);
  return weak && strong ? { weak, strong } : null;
}

const named = ({ key, label }: Able) => ({ text: label, armId: key });

/** A share as `12 % of`, and more than the whole as `1.4 times`. */
const shareWords = (share: number): string =>
  share < 1 ? `${percent(share)} of` : `${significant(share, 2)} times`;

const shareOrNone = (share: number | null): string =>
  share === null || !Number.isFinite(share) ? 'none' : percent(share);

const noPair = (text: string): FactHeadline => ({ pieces: [{ text }], facts: [] });

export function sequenceHeadline(able: readonly Able[], probe: Probe): FactHeadline {
  const pair = pairOf(able);
  if (!pair || !(pair.strong.found.deltaNorm > 0))
    return noPair('How large is the error that each output sends back, at every step?');
  const { weak, strong } = pair;
  const share = weak.found.deltaNorm / strong.found.deltaNorm;
  return {
    pieces: [named(weak), { text: ` sends back ${shareWords(share)} the error of ` }, named(strong)],
    facts: [
      {
        value: significant(weak.found.deltaNorm),
        what: `‖δ‖ of ${weak.label}`,
        under: `against ${significant(strong.found.deltaNorm)}, over ${counted(probe.inputs.length, 'step')}`,
      },
      {
        value: shareOrNone(weak.found.targetShare),
        what: 'of ‖δ‖² comes from the wanted outputs',
        under: `${shareOrNone(strong.found.targetShare)} with ${strong.label}`,
      },
    ],
  };
}

export function timeHeadline(able: readonly Able[]): FactHeadline {
  const lag = Math.min(10, ...able.map(({ found }) => found.flow.byLag.length - 1));
  const flows = able.map(({ found }) => found.flow).filter(({ byLag }) => byLag[0] > 0);
  if (flows.length === 0 || lag < 1) return noPair('How far does the gradient reach back in time?');
  const left = flows.map(({ byLag }) => byLag[lag] / byLag[0]);
  const least = Math.min(...left);
  const most = Math.max(...left);
  const times = (share: number) => significant(share, 2);
  const range = (of: (share: number) => string) =>
    of(least) === of(most) ? of(least) : `${of(least)} to ${of(most)}`;
  const factors = flows.map(factorPerStep).filter((factor) => factor !== null);
  const lost = factors.map((factor) => 1 - factor);
  const sizes = flows.map(({ byLag }) => byLag[0]);
  return {
    pieces: [
      {
        text: `${counted(lag, 'step')} back, ${most > 1 ? `the gradient is ${range(times)} times as large` : `${range(percent)} of the gradient is left`}`,
      },
    ],
    facts: [
      ...(lost.length > 0 && Math.min(...lost) > 0
        ? [
            {
              value: percent(lost.reduce((sum, each) => sum + each, 0) / lost.length),
              what: 'lost at each step back',
              under: factors.length > 1 ? 'the mean of the output layers' : '',
            },
          ]
        : []),
      ...(sizes.length > 1
        ? [
            {
              value: `${significant(Math.max(...sizes) / Math.min(...sizes), 2)}×`,
              what: 'is what the loss changes: its δ',
              under: 'the largest against the smallest, at lag 0',
            },
          ]
        : []),
    ],
  };
}

/** How two directions stand to each other, by their cosine. */
const directionWords = (cosine: number): string =>
  cosine > 0.9
    ? ' points the same way as '
    : cosine > 0.5
      ? ' still points the way of '
      : cosine > 0.2
        ? ' turns away from '
        : cosine > -0.2
          ? ' points almost at a right angle to '
          : cosine > -0.5
            ? ' points somewhat against '
            : ' points against ';

export function directionHeadline(layers: readonly Shown[], probe: Probe): FactHeadline {
  const able = ableOf(layers, probe.layers);
  const pair = pairOf(able);
  const L = layers.length;
  const cosineOf = (a: string, b: string) => {
    const [i, j] = [a, b].map((key) => layers.findIndex((layer) => layer.key === key));
    return probe.cosines.all[i * L + j];
  };
  const cosine = pair ? cosineOf(pair.weak.key, pair.strong.key) : NaN;
  if (!pair || !Number.isFinite(cosine))
    return noPair('Do the gradients of the output layers point the same way?');
  const pairs = able.flatMap((a, i) =>
    able
      .slice(i + 1)
      .map((b) => ({ labels: `${a.label} and ${b.label}`, cosine: cosineOf(a.key, b.key) }))
      .filter((each) => Number.isFinite(each.cosine)),
  );
  const sorted = [...pairs].sort((a, b) => b.cosine - a.cosine);
  const ends =
    sorted.length > 1
      ? [
          { ...sorted[0], what: 'the most alike of all pairs' },
          { ...sorted.at(-1)!, what: 'the least alike' },
        ]
      : [];
  const angle = (Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI;
  return {
    pieces: [
      named(pair.weak),
      { text: directionWords(cosine) },
      named(pair.strong),
      { text: `: cosine ${fixed(cosine, 2)}` },
    ],
    facts: [
      { value: `${angle.toFixed(0)}°`, what: 'between the two gradients', under: 'over all parameters' },
      ...ends.map((end) => ({ value: fixed(end.cosine, 2), what: end.what, under: end.labels })),
    ],
  };
}

export function sizesHeadline(able: readonly Able[], probe: Probe): FactHeadline {
  const pair = pairOf(able);
  const [weak, strong] = [pair?.weak.found.norms.Whh ?? NaN, pair?.strong.found.norms.Whh ?? NaN];
  if (!pair || !(weak > 0) || !(strong > 0))
    return noPair('How large is the gradient of each matrix, and how much of the network is saturated?');
  const times = significant(Math.max(weak / strong, strong / weak), 2);
  return {
    pieces: [
      named(pair.weak),
      {
        text: ` gives the recurrent weights ${times} times ${weak < strong ? 'less' : 'more'} gradient than `,
      },
      named(pair.strong),
    ],
    facts: [
      {
        value: significant(weak),
        what: `‖∂E/∂Whh‖ of ${pair.weak.label}`,
        under: `against ${significant(strong)} of ${pair.strong.label}`,
      },
      {
        value: shareOrNone(pair.weak.found.saturatedOutputs),
        what: 'of its outputs or steps are saturated',
        under: `${shareOrNone(pair.weak.found.saturatedWrong)} are that and wrong`,
      },
      {
        value: percent(probe.saturatedHidden),
        what: 'of the hidden units are saturated',
        under: '|h| above 0.95, the same for all',
      },
    ],
  };
}

/** @param shares of the steps in which each arm's gradient was clipped; none where nothing is clipped */
export function trainingHeadline(
  shares: readonly { readonly key: string; readonly label: string; readonly clipped: number }[],
  clipping: Experiment['clipping'],
): FactHeadline {
  const sorted = [...shares].sort((a, b) => b.clipped - a.clipped);
  const [most, least] = [sorted[0], sorted.at(-1)];
  if (!most || !least) return noPair('How does the gradient change over training?');
  const piece = ({ key, label }: typeof most) => ({ text: label, armId: key });
  return {
    pieces: [
      piece(most),
      { text: ` is clipped in ${percent(most.clipped)} of its steps` },
      ...(most === least ? [] : [{ text: ', ' }, piece(least), { text: ` in ${percent(least.clipped)}` }]),
    ],
    facts:
      clipping.kind === 'off'
        ? []
        : [
            {
              value: significant(clipping.threshold),
              ...(clipping.kind === 'norm'
                ? { what: 'is the most that a step takes', under: 'a larger gradient is scaled down to it' }
                : { what: 'is the most of any entry', under: 'larger entries are cut to it' }),
            },
          ],
  };
}

/**
 * @param checks those that are through
 * @param verdicts on every layer whose loss is defined, those under way included
 * @param spared layers that the mistake changes nothing of
 */
export function checkHeadline(
  checks: readonly Pick<LayerCheck, 'verdict' | 'error' | 'entries' | 'fault'>[],
  verdicts: readonly CheckVerdict[],
  spared = 0,
): FactHeadline {
  if (checks.length === 0)
    return noPair(`Are these gradients right?${verdicts.includes('checking') ? '' : ' Nothing was checked'}`);
  const count = (wanted: CheckVerdict) => verdicts.filter((verdict) => verdict === wanted).length;
  const all = verdicts.length;
  const good = count('good');
  const faulty = checks.some(({ fault }) => fault !== null);
  const soFar = count('checking') > 0 ? ' so far' : '';
  const worst = checks.reduce((a, b) => (b.error > a.error || Number.isNaN(b.error) ? b : a)).error;
  return {
    pieces: [
      {
        text: faulty
          ? `The mistake that was put in is caught in ${count('wrong')} of ${counted(all - spared, 'gradient')}${soFar}`
          : good === all
            ? `${all === 1 ? 'The gradient agrees' : `All ${all} gradients agree`} with finite differences`
            : `${good} of ${counted(all, 'gradient')} agree with finite differences${soFar}`,
      },
    ],
    facts: [
      {
        value: significant(worst, 2),
        what: 'largest relative difference',
        under: `good is ${significant(gradientCheckThresholds.good)} or less`,
      },
      {
        value: grouped(checks.reduce((sum, { entries }) => sum + entries.length, 0)),
        what: 'entries recomputed',
        under: 'of every matrix, in float64',
      },
    ],
  };
}
