import { Parameters } from '../network/parameters.ts';
import { checkGradients, type GradientCheckResult } from './gradient-check.ts';
import type { FaultId } from './faults.ts';
import type { ProbedLayer } from './probe.ts';
import { probedLayer } from './probed-layer.ts';
import { readForward, type ProbeInput } from './run-probe.ts';
import { readStretch } from './stretch.ts';
import { weightsOf } from './weights-of.ts';

/** All that the check of one layer is made of. */
export interface CheckInput extends Omit<ProbeInput, 'layers' | 'rows'> {
  readonly layer: ProbedLayer;
  readonly fault: FaultId | null;
}

/** A gradient check of one output layer at the weights of a probe. */
export interface LayerCheck extends GradientCheckResult {
  readonly probed: ProbedLayer;
  /** Updates behind the weights. */
  readonly steps: number;
  /** Steps of the stretch that were looked at: its first ones, as many as a second's work allows. */
  readonly length: number;
  readonly fault: FaultId | null;
}

/** Entries of each matrix that are looked at. */
const entries = 8;
/** Multiplications of one forward pass: with some thousand passes to a check, it then takes a second or two. */
const mostPerPass = 500_000;

/**
 * Checks the gradient of one layer over the stretch of a probe, or as many of its first steps as can be done in a
 * second or two, in float64.
 * @throws LabError `outside-domain` where the loss is not defined at the weights or close to them
 */
export function checkLayer(input: CheckInput): LayerCheck {
  const { shape, text, stretch, layer, own, fault } = input;
  const read = readStretch(text, stretch);
  const { weights, steps, start } = weightsOf(input.weights, shape, own);
  const { hidden: H, vocabulary: V } = shape;
  const length = Math.min(read.inputs.length, Math.max(3, Math.floor(mostPerPass / (H * (H + V)))));
  const p = new Parameters(shape);
  p.write(weights);
  const { before } = readForward(p, { ...read, inputs: read.inputs.subarray(0, 0) }, start);
  const result = checkGradients(
    {
      layer: probedLayer(layer, own),
      shape,
      weights,
      h0: before,
      inputs: read.inputs.subarray(0, length),
      targets: read.targets.subarray(0, length),
    },
    entries,
    fault,
  );
  return { ...result, probed: layer, steps, length, fault };
}
