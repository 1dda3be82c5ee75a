import { histogramOver, type Histogram } from '../network/histogram.ts';
import { Parameters } from '../network/parameters.ts';
import { startState, type ReadingStart } from '../network/reading-start.ts';
import { logits, stepHidden } from '../network/recurrence.ts';
import { saturatedHidden } from '../network/saturation.ts';
import type { Shape } from '../network/weights.ts';
import type { LayerDefinition } from '../outputs/layer-definition.ts';
import { layerAnswer, type AtOutputs } from './layer-deltas.ts';
import { firstUpdateRatios, type UpdateRule } from './first-update.ts';
import { fromOutputs, gradientFlows } from './backward-flow.ts';
import { compareGradients, type Forward } from './compare-gradients.ts';
import type { LayerProbe, Probe, ProbedLayer, ProbeMoment, ProbeStretch } from './probe.ts';
import { probedLayer } from './probed-layer.ts';
import { mapRows, readStretch, type ProbeText, type ReadStretch } from './stretch.ts';
import { weightsOf, type ProbeWeights } from './weights-of.ts';

/** All that a probe is made of. */
export interface ProbeInput {
  readonly moment: ProbeMoment;
  readonly weights: ProbeWeights;
  readonly shape: Shape;
  readonly text: ProbeText;
  readonly stretch: ProbeStretch;
  readonly layers: readonly ProbedLayer[];
  /** What turns the gradient of a layer with a learning rate into an update; absent: no update can be told. */
  readonly update?: UpdateRule | undefined;
  /** Layers that the experiment brings along. */
  readonly own: readonly LayerDefinition[];
  /** Rows of the maps. */
  readonly rows: number;
}

/** Runs the network over a stretch in float64, first over its context, from the state it starts from. */
export function readForward(p: Parameters, { context, inputs }: ReadStretch, start: ReadingStart): Forward {
  const { hidden: H, vocabulary: V } = p.shape;
  let before = startState(start, H);
  let next = new Float64Array(H);
  for (const x of context) {
    stepHidden(p, x, before, next);
    [before, next] = [next, before];
  }
  const hidden = new Float64Array(inputs.length * H);
  const z = new Float64Array(inputs.length * V);
  let previous = before;
  inputs.forEach((x, t) => {
    const h = hidden.subarray(t * H, (t + 1) * H);
    stepHidden(p, x, previous, h);
    logits(p, h, z.subarray(t * V, (t + 1) * V));
    previous = h;
  });
  return { before, hidden, logits: z };
}

/**
 * What gradients several output layers have at the same weights over the same stretch, in float64 (science: gradient
 * probes). The way forward is made once: weights, text and logits are the same for all.
 * @param now milliseconds that only go forward, for the time a probe says it took
 * @throws LabError `bad-argument` for a stretch beyond the text, `unknown-name` for a layer that does not exist
 */
export function runProbe(input: ProbeInput, now: () => number): Probe {
  const started = now();
  const { shape, text, stretch } = input;
  const read = readStretch(text, stretch);
  const { weights, steps, start } = weightsOf(input.weights, shape, input.own);
  const p = new Parameters(shape);
  p.write(weights);
  const forward = readForward(p, read, start);
  const rows = mapRows(text, read.targets, input.rows);

  const outputs = input.layers.map((probed) =>
    layerAnswer(probedLayer(probed, input.own), forward.logits, read.targets, shape.vocabulary),
  );
  const able = outputs.flatMap((each) => ('refusal' in each ? [] : [each]));
  const deltas = able.map(({ delta }) => delta);
  const own = deltas.map((delta) => fromOutputs(p, delta));
  const flows = gradientFlows(
    p,
    forward.hidden,
    own,
    able.map(({ figures }) => figures.deltaNorms),
  );
  const gradients = compareGradients(p, forward, read, deltas, own);
  const ableLayers = input.layers.filter((_, i) => !('refusal' in outputs[i]));

  let next = 0;
  const layers = outputs.map((each, i): LayerProbe => {
    const probed = input.layers[i];
    if ('refusal' in each) return { probed, refusal: each.refusal };
    const at = next++;
    const { norms, histograms } = gradients;
    const own = norms[at];
    const gradientNorm = Math.hypot(...Object.values(own));
    const { rate } = probed;
    return {
      probed,
      refusal: null,
      ...each.figures,
      ...mapsOf(each, rows, read.inputs.length, shape.vocabulary),
      norms: own,
      gradientNorm,
      updateRatios:
        rate === null || !input.update || !Number.isFinite(gradientNorm)
          ? null
          : firstUpdateRatios(p, input.update, rate, gradientNorm, (name) => gradients.entries(name, at)),
      histograms: histograms[at],
      flow: flows[at],
    };
  });

  const place = new Map(Array.from(rows, (index, row) => [index, row]));
  const T = read.inputs.length;
  const V = shape.vocabulary;
  return {
    moment: input.moment,
    steps,
    start: start.kind,
    shape,
    stretch,
    inputs: read.inputs.map((index) => text.vocabulary[index]),
    targets: read.targets.map((index) => text.vocabulary[index]),
    rows,
    characters: rows.map((index) => text.vocabulary[index]),
    targetRows: read.targets.map((index) => place.get(index)!),
    folded: V - rows.length,
    logits: rowsOf(forward.logits, rows, T, V),
    likeliest: read.inputs.map(
      (_, t) => text.vocabulary[largestOf(forward.logits.subarray(t * V, (t + 1) * V))],
    ),
    lastLogits: forward.logits.slice((T - 1) * V),
    lastTarget: read.targets[T - 1],
    ...logitHistograms(forward.logits, read.targets, V),
    saturatedHidden: saturatedHidden(forward.hidden),
    layers,
    cosines: gradients.cosines(input.layers.map((layer) => ableLayers.indexOf(layer))),
    milliseconds: now() - started,
  };
}

/** Place of the largest of some values, the first of equals. */
const largestOf = (values: Float64Array): number =>
  values.reduce((best, value, k) => (value > values[best] ? k : best), 0);

/** R × T values from T × V: the rows that are shown. */
function rowsOf(values: Float64Array, rows: Uint32Array, T: number, V: number): Float64Array {
  const shown = new Float64Array(rows.length * T);
  rows.forEach((index, row) => {
    for (let t = 0; t < T; t++) shown[row * T + t] = values[t * V + index];
  });
  return shown;
}

/** The maps of y and δ: the rows that are shown and, below them, the sums over the others. */
function mapsOf({ outputs, delta }: AtOutputs, rows: Uint32Array, T: number, V: number) {
  const folded = (values: Float64Array) => {
    const shown = rowsOf(values, rows, T, V);
    if (rows.length === V) return shown;
    const all = new Float64Array(shown.length + T);
    all.set(shown);
    const isShown = new Uint8Array(V);
    for (const index of rows) isShown[index] = 1;
    for (let t = 0; t < T; t++)
      for (let k = 0; k < V; k++) if (!isShown[k]) all[shown.length + t] += values[t * V + k];
    return all;
  };
  return { outputs: folded(outputs), delta: folded(delta) };
}

/** z of targets and others over common bins, symmetric about 0 and as wide as the largest |z|. */
function logitHistograms(
  z: Float64Array,
  targets: Uint32Array,
  V: number,
): { targetLogits: Histogram; otherLogits: Histogram } {
  let largest = 1;
  for (let i = 0; i < z.length; i++) largest = Math.max(largest, Math.abs(z[i]));
  const all = histogramOver(z, -largest, largest);
  const own = Float64Array.from(targets, (target, t) => z[t * V + target]);
  const targetLogits = histogramOver(own, -largest, largest);
  const counts = all.counts.map((count, bin) => count - targetLogits.counts[bin]);
  return { targetLogits, otherLogits: { ...all, counts } };
}
