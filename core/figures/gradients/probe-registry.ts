import type { UnitResponse } from '../../probes/probe.ts';
import type { Chosen, FigureChoice } from '../choices.ts';
import { cosineChoices, cosines } from './cosines.ts';
import { deltaAgainstZ } from './delta-against-z.ts';
import { deltaMapChoices, deltaMaps, lookedCell, outputOfCell } from './delta-maps.ts';
import type { CellReadout, Figure } from '../figure.ts';
import { flowTriangles, triangleChoices } from './flow-triangles.ts';
import { flowAtLag, flowChoices, gradientFlow } from './gradient-flow.ts';
import { gradientHistograms, histogramChoices } from './gradient-histograms.ts';
import type { Probed } from './probed.ts';

/** What the figures of a probe are made from. */
export interface GradientSource extends Probed {
  /** Threshold of clipping by norm, for scale; null where there is none. */
  readonly clipping: number | null;
}

/** The same with the responses of one output to its own logit, which no probe holds. */
export interface ProbeSource extends GradientSource {
  /** For both targets, in the order of the layers. */
  readonly units: {
    readonly z: Float64Array;
    /** What the logits of the V − 1 others are, in words. */
    readonly others: string;
    readonly isTarget: readonly UnitResponse[];
    readonly isOther: readonly UnitResponse[];
  };
}

/** A cell of maps. */
interface Cell {
  readonly row: number;
  readonly column: number;
}

/** A figure whose card the window makes of its entry. */
export interface GradientCard {
  /** The question of the Gradients tab that it answers. */
  readonly card: 'sequence' | 'time' | 'direction' | 'sizes';
  /** What its card explains: an id in `renderer/explanations`. */
  readonly explain: string;
  /** It stands beside the card before it, where there is room. */
  readonly beside?: boolean;
  readonly choices: readonly FigureChoice<GradientSource>[];
  readonly draw: (source: GradientSource, chosen: Chosen) => Figure;
  /** Of curves over lags: what is told at the one that is chosen on their axis. */
  readonly atLag?: (source: GradientSource, lag: number) => CellReadout;
  /** Of maps: the cell of a step t = 1 … T that is looked at, and of the chosen lag; null where it has none. */
  readonly looked?: (source: GradientSource, chosen: Chosen, t: number, lag: number) => Cell | null;
  /** Of maps: the step t and the output of a cell, which δ is derived at; the output is null where it is none alone. */
  readonly derived?: (
    source: GradientSource,
    chosen: Chosen,
    cell: Cell,
  ) => { readonly t: number; readonly output: number | null };
}

export type ProbeFigure =
  | GradientCard
  /** A card in `renderer/views/gradients` has controls of its own for it. */
  | { readonly card: 'with controls'; readonly draw: (source: ProbeSource, chosen: Chosen) => Figure };

/** Every figure of gradients at some weights, by its id, as files and window show it: a new one is a builder and a line here. */
export const probeFigures: Readonly<Record<string, ProbeFigure>> = {
  'delta-against-z': {
    card: 'with controls',
    draw: ({ probe, looks, units: { z, others, isTarget, isOther } }) =>
      deltaAgainstZ({
        ...{ z, others, looks, vocabulary: probe.shape.vocabulary },
        answers: [
          { t: 1, responses: isTarget },
          { t: 0, responses: isOther },
        ],
      }),
  },
  'delta-maps': {
    card: 'sequence',
    explain: 'delta-maps',
    choices: deltaMapChoices,
    draw: deltaMaps,
    looked: lookedCell,
    derived: outputOfCell,
  },
  'gradient-flow': {
    ...{ card: 'time', explain: 'gradient-flow', choices: flowChoices },
    draw: gradientFlow,
    atLag: flowAtLag,
  },
  'gradient-flow-triangle': {
    ...{ card: 'time', explain: 'gradient-flow-triangle', beside: true, choices: triangleChoices },
    draw: flowTriangles,
    looked: (_, __, t, lag) => ({ row: t - 1, column: Math.max(0, t - 1 - lag) }),
  },
  'gradient-histograms': {
    ...{ card: 'sizes', explain: 'gradient-histograms', choices: histogramChoices },
    draw: gradientHistograms,
  },
  cosines: { card: 'direction', explain: 'direction', choices: cosineChoices, draw: cosines },
};
