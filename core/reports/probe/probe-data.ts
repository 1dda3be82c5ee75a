import type { FaultId } from '../../probes/faults.ts';
import type { LayerCheck } from '../../probes/check-layer.ts';
import type { LayerDefinition } from '../../outputs/layer-definition.ts';
import type { OutputLayerInfo } from '../../layers/layer-info.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import type { LabErrorData } from '../../errors.ts';
import type { Probe, UnitResponse } from '../../probes/probe.ts';

/** Responses of one output to its own logit, for both targets. */
export interface ProbedUnits {
  readonly z: Float64Array;
  /** Logits of the V − 1 others: all of them this. */
  readonly others: number;
  /** In the order of the layers: t = 1 and t = 0. */
  readonly isTarget: readonly UnitResponse[];
  readonly isOther: readonly UnitResponse[];
}

/** Where the weights of a probe come from. */
export interface ProbedWeights {
  /** Untrained, trained for the probe, or read from a file. */
  readonly kind: 'initial' | 'trained' | 'run';
  /** Output layer they were drawn for or trained with. */
  readonly layer: string;
  readonly clamp: number | null;
  readonly seed: number;
  readonly steps: number;
  /** Name of the file without folders; null where there is none. */
  readonly file: string | null;
}

/** Everything a look at gradients has found, as it is written to files. */
export interface ProbeReport {
  readonly labVersion: string;
  readonly text: { readonly name: string; readonly sha256: string; readonly characters: number };
  readonly weights: ProbedWeights;
  /** The experiment behind the weights; null for a trained run from a file, which does not hold it. */
  readonly experiment: Experiment | null;
  /** Layers that are none of the registry. */
  readonly layers: readonly LayerDefinition[];
  /** What is known of each layer that was looked at. */
  readonly outputLayers: readonly OutputLayerInfo[];
  /** Threshold of clipping by norm, for scale; null where there is none. */
  readonly clipping: number | null;
  /** With a row for every output. */
  readonly probe: Probe;
  readonly units: ProbedUnits;
  /** In the order of the layers. */
  readonly checks: readonly (LayerCheck | { readonly refusal: LabErrorData })[];
  /** A mistake that was put into the gradient of the checks, and of nothing else. */
  readonly fault: FaultId | null;
}
