import { compact } from '../../words/compact.ts';
import { grouped } from '../../words/number-format.ts';
import { inEnglish, type Say } from '../../words/said/say.ts';
import { signOf } from './probed.ts';
import type { Probe, UnitResponse } from '../../probes/probe.ts';
import type { Histogram } from '../../network/histogram.ts';
import type { BarsPanel, Figure, FigureLook, ValueSign } from '../figure.ts';
import { tableOf } from '../csv.ts';
import { linesPanel } from '../panels.ts';

/** Largest |δ| in sight: room for the ±1 of a matched layer. */
const deltaReach = 1.6;

/** How one output answers to its own logit, as the target (t = 1), as another output (t = 0), or as both. */
interface UnitAnswers {
  readonly z: Float64Array;
  /** What the logits of the V − 1 other outputs are, in words. */
  readonly others: string;
  readonly vocabulary: number;
  readonly looks: readonly FigureLook[];
  readonly answers: readonly { readonly t: 0 | 1; readonly responses: readonly UnitResponse[] }[];
  /** The logits that the outputs of a model have, by whether they are targets; null where none is looked at. */
  readonly logits?: {
    readonly look: number;
    readonly of: Readonly<Record<0 | 1, Histogram>>;
    /** The targets one by one, where they are few enough to be told apart. */
    readonly targets?: readonly ValueSign[] | undefined;
  } | null;
  /** Absent: in English. */
  readonly say?: Say | undefined;
}

const bins = 40;

/** Most target outputs with a letter each. */
const mostSigns = 60;

/** The wanted outputs of a probe: the character of each over its z; none where there are too many. */
export function wantedSigns(
  { targets, targetRows, logits }: Pick<Probe, 'targets' | 'targetRows' | 'logits'>,
  t: number,
): ValueSign[] {
  const T = targets.length;
  if (T > mostSigns) return [];
  return Array.from(targets, (target, i) => ({
    at: logits[targetRows[i] * T + i],
    text: signOf(target),
    looked: i === t - 1,
  }));
}

/** Counts of a model's logits on the z axis of the curves; what lies outside is piled up at its ends. */
function logitBars(
  histogram: Histogram,
  t: 0 | 1,
  look: number,
  name: string,
  z: Float64Array,
  say: Say,
  all: readonly ValueSign[] = [],
): BarsPanel {
  // A z that is not finite has no place on the axis.
  const signs = all.filter(({ at }) => Number.isFinite(at));
  const [low, high] = [z[0], z.at(-1)!];
  const counts = new Float64Array(bins);
  const each = (high - low) / bins;
  const place = (at: number) => Math.min(bins, Math.max(0, (at - low) / each));
  let [below, above, total] = [0, 0, 0];
  const width = (histogram.high - histogram.low) / histogram.counts.length;
  histogram.counts.forEach((count, i) => {
    const from = histogram.low + i * width;
    const middle = from + width / 2;
    total += count;
    if (middle < low) below += count;
    if (middle > high) above += count;
    // A bin of the model's may lie over several bars, or over a part of one: each gets its share.
    const [start, end] = [place(from), place(from + width)];
    const span = end - start;
    if (middle < low || middle > high || span === 0)
      counts[middle < low ? 0 : middle > high ? bins - 1 : Math.min(bins - 1, Math.floor(start))] += count;
    else
      for (let k = Math.floor(start); k < Math.min(bins, end); k++)
        counts[k] += (count * (Math.min(end, k + 1) - Math.max(start, k))) / span;
  });
  const outside = [
    ...(below > 0 ? [say`${grouped(below)} below`] : []),
    ...(above > 0 ? [say`${grouped(above)} above`] : []),
  ];
  return {
    kind: 'bars',
    title:
      t === 1
        ? say`z of the target outputs in the weights of ${name}`
        : say`z of the other outputs in the weights of ${name}`,
    note: say.series([
      signs.length > 0
        ? say`${grouped(total)} values, a letter each; heights on a log scale`
        : say`${grouped(total)} values, heights on a log scale`,
      ...(outside.length > 0 ? [say`${say.names(outside)}, piled up at the ends`] : []),
    ]),
    look,
    x: { label: say`logit z`, scale: 'linear', domain: [low, high] },
    counts,
    ...(signs.length > 0 ? { signs } : {}),
  };
}

/** δ against z. */
export function deltaAgainstZ({
  z,
  others,
  vocabulary,
  looks,
  answers,
  logits,
  say = inEnglish,
}: UnitAnswers): Figure {
  return {
    id: 'delta-against-z',
    title: say`δ against z: how hard one output is pulled`,
    subtitle: say`V = ${grouped(vocabulary)} outputs, the logits of all others ${others}`,
    notes: compact([
      answers.some(({ responses }) => responses.some(({ delta }) => !delta.every(Number.isFinite))) &&
        say`No line: the loss is not defined there.`,
      say`|δ| above ${deltaReach} lies outside.`,
    ]),
    looks,
    across: 2,
    panels: [
      ...answers.map(({ t, responses }) =>
        linesPanel({
          title: t === 1 ? say`t = 1: this output is the target` : say`t = 0: another output is the target`,
          x: { label: say`logit z of this output`, scale: 'linear', domain: [z[0], z.at(-1)!] },
          y: { label: say`δ = ∂E/∂z of this output`, scale: 'linear', domain: [-deltaReach, deltaReach] },
          series: responses.map(({ delta }, look) => ({ look, weight: 'strong', x: z, y: delta })),
        }),
      ),
      ...(logits
        ? answers.map(({ t }) =>
            logitBars(
              logits.of[t],
              t,
              logits.look,
              looks[logits.look].label,
              z,
              say,
              t === 1 ? logits.targets : [],
            ),
          )
        : []),
    ],
    table: tableOf(['layer', 't', 'z', 'y', 'E', 'delta', 'normOfDelta'], function* () {
      for (const { t, responses } of answers)
        for (const { probed, y, loss, delta, norm } of responses)
          for (let i = 0; i < z.length; i++) yield [probed.layer, t, z[i], y[i], loss[i], delta[i], norm[i]];
    }),
  };
}
