import type { Experiment } from '../../../core/experiments/experiment.ts';
import type { LayerCheck } from '../../../core/probes/check-layer.ts';
import { gradientCheckThresholds } from '../../../core/probes/check-thresholds.ts';
import type { LayerGradients, LayerProbe, Probe } from '../../../core/probes/probe.ts';
import { fixed, grouped, percent, significant } from '../../../core/words/number-format.ts';
import { phrases } from '../../../core/words/said/phrases.ts';
import { inEnglish, type Say } from '../../../core/words/said/say.ts';
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

const shareOrNone = (share: number | null, say: Say): string =>
  share === null || !Number.isFinite(share) ? say`none` : percent(share);

const noPair = (text: string): FactHeadline => ({ pieces: [{ text }], facts: [] });

export function sequenceHeadline(able: readonly Able[], probe: Probe, say: Say = inEnglish): FactHeadline {
  const pair = pairOf(able);
  if (!pair || !(pair.strong.found.deltaNorm > 0))
    return noPair(say`How large is the error that each output sends back, at every step?`);
  const { weak, strong } = pair;
  const share = weak.found.deltaNorm / strong.found.deltaNorm;
  return {
    pieces: phrases(
      share < 1
        ? say`{a} sends back ${percent(share)} of the error of {b}`
        : say`{a} sends back ${significant(share, 2)} times the error of {b}`,
      { a: named(weak), b: named(strong) },
    ),
    facts: [
      {
        value: significant(weak.found.deltaNorm),
        what: say`‖δ‖ of ${weak.label}`,
        under: say`against ${significant(strong.found.deltaNorm)}, over ${say.counted(probe.inputs.length, 'step')}`,
      },
      {
        value: shareOrNone(weak.found.targetShare, say),
        what: say`of ‖δ‖² comes from the wanted outputs`,
        under: say`${shareOrNone(strong.found.targetShare, say)} with ${strong.label}`,
      },
    ],
  };
}

/** @param lag how far back; at 0 nothing is lost yet */
export function timeHeadline(able: readonly Able[], lag: number, say: Say = inEnglish): FactHeadline {
  const flows = able.map(({ found }) => found.flow).filter(({ byLag }) => byLag[0] > 0);
  if (flows.length === 0 || lag < 1) return noPair(say`How far does the gradient reach back in time?`);
  const left = flows.map(({ byLag }) => byLag[lag] / byLag[0]);
  const least = Math.min(...left);
  const most = Math.max(...left);
  const times = (share: number) => significant(share, 2);
  const range = (of: (share: number) => string) =>
    of(least) === of(most) ? of(least) : say`${of(least)} to ${of(most)}`;
  const factors = flows.map(factorPerStep).filter((factor) => factor !== null);
  const lost = factors.map((factor) => 1 - factor);
  const sizes = flows.map(({ byLag }) => byLag[0]);
  return {
    pieces: [
      {
        text:
          most > 1
            ? say`${say.counted(lag, 'step')} back, the gradient is ${range(times)} times as large`
            : say`${say.counted(lag, 'step')} back, ${range(percent)} of the gradient is left`,
      },
    ],
    facts: [
      ...(lost.length > 0 && Math.min(...lost) > 0
        ? [
            {
              value: percent(lost.reduce((sum, each) => sum + each, 0) / lost.length),
              what: say`lost at each step back`,
              under: factors.length > 1 ? say`the mean of the output layers` : '',
            },
          ]
        : []),
      ...(sizes.length > 1
        ? [
            {
              value: `${significant(Math.max(...sizes) / Math.min(...sizes), 2)}×`,
              what: say`is what the loss changes: its δ`,
              under: say`the largest against the smallest, at lag 0`,
            },
          ]
        : []),
    ],
  };
}

/** How two directions stand to each other, by their cosine. */
const directionWords = (cosine: number, say: Say): string =>
  cosine > 0.9
    ? say`{a} points the same way as {b}`
    : cosine > 0.5
      ? say`{a} still points the way of {b}`
      : cosine > 0.2
        ? say`{a} turns away from {b}`
        : cosine > -0.2
          ? say`{a} points almost at a right angle to {b}`
          : cosine > -0.5
            ? say`{a} points somewhat against {b}`
            : say`{a} points against {b}`;

export function directionHeadline(
  layers: readonly Shown[],
  probe: Probe,
  say: Say = inEnglish,
): FactHeadline {
  const able = ableOf(layers, probe.layers);
  const pair = pairOf(able);
  const L = layers.length;
  const cosineOf = (a: string, b: string) => {
    const [i, j] = [a, b].map((key) => layers.findIndex((layer) => layer.key === key));
    return probe.cosines.all[i * L + j];
  };
  const cosine = pair ? cosineOf(pair.weak.key, pair.strong.key) : NaN;
  if (!pair || !Number.isFinite(cosine))
    return noPair(say`Do the gradients of the output layers point the same way?`);
  const pairs = able.flatMap((a, i) =>
    able
      .slice(i + 1)
      .map((b) => ({ labels: say.listed([a.label, b.label]), cosine: cosineOf(a.key, b.key) }))
      .filter((each) => Number.isFinite(each.cosine)),
  );
  const sorted = [...pairs].sort((a, b) => b.cosine - a.cosine);
  const ends =
    sorted.length > 1
      ? [
          { ...sorted[0], what: say`the most alike of all pairs` },
          { ...sorted.at(-1)!, what: say`the least alike` },
        ]
      : [];
  const angle = (Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI;
  return {
    pieces: phrases(say`${directionWords(cosine, say)}: cosine ${fixed(cosine, 2)}`, {
      a: named(pair.weak),
      b: named(pair.strong),
    }),
    facts: [
      {
        value: `${fixed(angle, 0)}°`,
        what: say`between the two gradients`,
        under: say`over all parameters`,
      },
      ...ends.map((end) => ({ value: fixed(end.cosine, 2), what: end.what, under: end.labels })),
    ],
  };
}

export function sizesHeadline(able: readonly Able[], probe: Probe, say: Say = inEnglish): FactHeadline {
  const pair = pairOf(able);
  const [weak, strong] = [pair?.weak.found.norms.Whh ?? NaN, pair?.strong.found.norms.Whh ?? NaN];
  if (!pair || !(weak > 0) || !(strong > 0))
    return noPair(say`How large is the gradient of each matrix, and how much of the network is saturated?`);
  const times = significant(Math.max(weak / strong, strong / weak), 2);
  return {
    pieces: phrases(
      weak < strong
        ? say`{a} gives the recurrent weights ${times} times less gradient than {b}`
        : say`{a} gives the recurrent weights ${times} times more gradient than {b}`,
      { a: named(pair.weak), b: named(pair.strong) },
    ),
    facts: [
      {
        value: significant(weak),
        what: say`‖∂E/∂Whh‖ of ${pair.weak.label}`,
        under: say`against ${significant(strong)} of ${pair.strong.label}`,
      },
      {
        value: shareOrNone(pair.weak.found.saturatedOutputs, say),
        what: say`of its outputs or steps are saturated`,
        under: say`${shareOrNone(pair.weak.found.saturatedWrong, say)} are that and wrong`,
      },
      {
        value: percent(probe.saturatedHidden),
        what: say`of the hidden units are saturated`,
        under: say`|h| above 0.95, the same for all`,
      },
    ],
  };
}

/** @param shares of the steps in which each arm's gradient was clipped; none where nothing is clipped */
export function trainingHeadline(
  shares: readonly { readonly key: string; readonly label: string; readonly clipped: number }[],
  clipping: Experiment['clipping'],
  say: Say = inEnglish,
): FactHeadline {
  const sorted = [...shares].sort((a, b) => b.clipped - a.clipped);
  const [most, least] = [sorted[0], sorted.at(-1)];
  if (!most || !least) return noPair(say`How does the gradient change over training?`);
  const piece = ({ key, label }: typeof most) => ({ text: label, armId: key });
  return {
    pieces: phrases(
      most === least
        ? say`{a} is clipped in ${percent(most.clipped)} of its steps`
        : say`{a} is clipped in ${percent(most.clipped)} of its steps, {b} in ${percent(least.clipped)}`,
      { a: piece(most), b: piece(least) },
    ),
    facts:
      clipping.kind === 'off'
        ? []
        : [
            {
              value: significant(clipping.threshold),
              ...(clipping.kind === 'norm'
                ? {
                    what: say`is the most that a step takes`,
                    under: say`a larger gradient is scaled down to it`,
                  }
                : { what: say`is the most of any entry`, under: say`larger entries are cut to it` }),
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
  say: Say = inEnglish,
): FactHeadline {
  if (checks.length === 0)
    return noPair(
      verdicts.includes('checking')
        ? say`Are these gradients right?`
        : say`Are these gradients right? Nothing was checked`,
    );
  const count = (wanted: CheckVerdict) => verdicts.filter((verdict) => verdict === wanted).length;
  const all = verdicts.length;
  const good = count('good');
  const faulty = checks.some(({ fault }) => fault !== null);
  const soFar = count('checking') > 0 ? say` so far` : '';
  const worst = checks.reduce((a, b) => (b.error > a.error || Number.isNaN(b.error) ? b : a)).error;
  return {
    pieces: [
      {
        text: faulty
          ? say`The mistake that was put in is caught in ${count('wrong')} of ${say.counted(all - spared, 'gradient')}${soFar}`
          : good === all
            ? all === 1
              ? say`The gradient agrees with finite differences`
              : say`All ${all} gradients agree with finite differences`
            : say`${good} of ${say.counted(all, 'gradient')} agree with finite differences${soFar}`,
      },
    ],
    facts: [
      {
        value: significant(worst, 2),
        what: say`largest relative difference`,
        under: say`good is ${significant(gradientCheckThresholds.good)} or less`,
      },
      {
        value: grouped(checks.reduce((sum, { entries }) => sum + entries.length, 0)),
        what: say`entries recomputed`,
        under: say`of every matrix, in float64`,
      },
    ],
  };
}
