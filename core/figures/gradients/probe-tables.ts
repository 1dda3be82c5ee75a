import { zWords } from '../../probes/unit-words.ts';

import { inEnglish, type Say } from '../../words/said/say.ts';
import type { LayerCheck } from '../../probes/check-layer.ts';
import type { UnitResponse } from '../../probes/probe.ts';
import { tableOf } from '../csv.ts';
import type { Cell, Figure, FigureLook, FigureTable } from '../figure.ts';
import type { Probed } from './probed.ts';

/** Figures without a picture: what a card shows as a table. */
const tableFigure = (
  id: string,
  title: string,
  subtitle: string,
  looks: readonly FigureLook[],
  table: FigureTable,
): Figure => ({ id, title, subtitle, notes: [], looks, panels: [], across: 1, table });

/** Loss, norms, saturation and updates of every layer at the same weights. */
export const gradientNorms = ({ probe, looks, where, say = inEnglish }: Probed): Figure =>
  tableFigure(
    'gradient-norms',
    say`Gradient norms`,
    say`‖∂E/∂W‖ before clipping, at the same weights: ${where}`,
    looks,
    tableOf(['layer', 'quantity', 'matrix', 'value'], function* (): Generator<readonly Cell[]> {
      for (const layer of probe.layers) {
        const { layer: id } = layer.probed;
        if (layer.refusal) {
          yield [id, 'refused', '', layer.refusal.message];
          continue;
        }
        yield [id, 'loss', '', layer.loss];
        yield [id, 'normOfDelta', '', layer.deltaNorm];
        yield [id, 'shareOfTarget', '', layer.targetShare];
        if (layer.saturatedOutputs !== null) {
          yield [id, 'saturatedOutputs', '', layer.saturatedOutputs];
          yield [id, 'saturatedWrong', '', layer.saturatedWrong!];
        }
        yield [id, 'saturatedHidden', '', probe.saturatedHidden];
        yield [id, 'gradientNorm', 'all', layer.gradientNorm];
        for (const [name, norm] of Object.entries(layer.norms)) yield [id, 'gradientNorm', name, norm];
        for (const [name, ratio] of Object.entries(layer.updateRatios ?? {}))
          yield [id, 'updateToWeight', name, ratio];
      }
    }),
  );

/** What a check of a layer found; null for one that is not defined at the weights, or not checked. */
type Checked = Pick<LayerCheck, 'fault' | 'verdict' | 'entries'> | null;

/** Back-propagation against centred differences, entry by entry. */
export const gradientCheck = (
  layers: readonly string[],
  looks: readonly FigureLook[],
  checks: readonly Checked[],
  where: string,
  say: Say = inEnglish,
): Figure =>
  tableFigure(
    'gradient-check',
    say`Gradient check`,
    say`back-propagation against centred differences of E, ${where}`,
    looks,
    tableOf(
      ['layer', 'fault', 'verdict', 'matrix', 'row', 'column', 'analytic', 'numeric', 'relativeError'],
      function* (): Generator<readonly Cell[]> {
        for (const [i, check] of checks.entries())
          if (check === null) yield [layers[i], '', 'not defined', '', '', '', '', '', ''];
          else
            for (const { parameter, row, column, analytic, numeric, error } of check.entries)
              yield [
                ...[layers[i], check.fault ?? '', check.verdict, parameter],
                ...[row, column, analytic, numeric, error],
              ];
      },
    ),
  );

/** What every layer makes of one output at a chosen z and target. */
export const valuesAtZ = (
  responses: readonly UnitResponse[],
  looks: readonly FigureLook[],
  { z, t, others }: { readonly z: number; readonly t: 0 | 1; readonly others: string },
  say: Say = inEnglish,
): Figure =>
  tableFigure(
    'delta-at-z',
    say`At z = ${zWords(z)}, t = ${t}`,
    '',
    looks,
    tableOf(['z', 't', 'otherLogits', 'layer', 'y', 'E', 'delta', 'normOfDelta'], function* () {
      for (const [i, { y, loss, delta, norm }] of responses.entries())
        yield [z, t, others, looks[i].label, y[0], loss[0], delta[0], norm[0]];
    }),
  );
