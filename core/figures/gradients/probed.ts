import type { LayerGradients, LayerProbe, Probe, ProbedLayer } from '../../probes/probe.ts';
import { visibleSign } from '../../words/visible-text.ts';
import { inEnglish, type Say } from '../../words/said/say.ts';
import type { FigureLook } from '../figure.ts';

/** A probe with how its layers are named and drawn, in their order: what every figure of gradients is made from. */
export interface Probed {
  readonly probe: Probe;
  readonly looks: readonly FigureLook[];
  /** Which weights and which stretch of the text, in words. */
  readonly where: string;
  /** Absent: in English. Tables of numbers are in English always: programs read them. */
  readonly say?: Say | undefined;
}

export type AbleLayer = LayerGradients & { readonly probed: ProbedLayer };

/** The layers whose loss is defined at the weights, each with its place among all. */
export function ableLayers(layers: readonly LayerProbe[]): { place: number; layer: AbleLayer }[] {
  return layers.flatMap((layer, place) => (layer.refusal === null ? [{ place, layer }] : []));
}

/** A sentence for each layer that could not be looked at. */
export const refusals = ({ probe, looks, say = inEnglish }: Probed): string[] =>
  probe.layers.flatMap((layer, i) =>
    layer.refusal === null ? [] : [say`${looks[i].label} is not drawn: ${say.of(layer.refusal.message)}`],
  );

/** A character as one sign; a space can be seen. */
export const signOf = (codePoint: number): string => (codePoint === 0x20 ? '␣' : visibleSign(codePoint));
