import { grouped } from '../words/number-format.ts';
import type { UnitResponse } from '../probes/probe.ts';
import type { Figure, FigureLook, LinesPanel } from './figure.ts';
import { tableOf } from './csv.ts';

/** Largest |δ| in sight: room for the ±1 of a matched layer. */
export const deltaReach = 1.6;

/** How one output answers to its own logit, as the target (t = 1), as another output (t = 0), or as both. */
export interface UnitAnswers {
  readonly z: Float64Array;
  /** What the logits of the V − 1 other outputs are, in words. */
  readonly others: string;
  readonly vocabulary: number;
  readonly looks: readonly FigureLook[];
  readonly answers: readonly { readonly t: 0 | 1; readonly responses: readonly UnitResponse[] }[];
}

const titles = { 1: 't = 1: this output is the target', 0: 't = 0: another output is the target' } as const;

/** δ against z. */
export function deltaAgainstZ({ z, others, vocabulary, looks, answers }: UnitAnswers): Figure {
  return {
    id: 'delta-against-z',
    title: 'δ against z: how hard one output is pulled',
    subtitle: `V = ${grouped(vocabulary)} outputs, the logits of all others ${others}`,
    notes: [`No line: the loss is not defined there. |δ| above ${deltaReach} lies outside.`],
    looks,
    across: 2,
    panels: answers.map(({ t, responses }): LinesPanel => ({
      kind: 'lines',
      title: titles[t],
      x: { label: 'logit z of this output', scale: 'linear', domain: [z[0]!, z.at(-1)!] },
      y: { label: 'δ = ∂E/∂z of this output', scale: 'linear', domain: [-deltaReach, deltaReach] },
      series: responses.map(({ delta }, look) => ({ look, weight: 'strong', x: z, y: delta })),
      rules: [],
      marks: [],
      regions: [],
    })),
    table: tableOf(['layer', 't', 'z', 'y', 'E', 'delta', 'normOfDelta'], function* () {
      for (const { t, responses } of answers)
        for (const { probed, y, loss, delta, norm } of responses)
          for (let i = 0; i < z.length; i++)
            yield [probed.layer, t, z[i]!, y[i]!, loss[i]!, delta[i]!, norm[i]!];
    }),
  };
}
