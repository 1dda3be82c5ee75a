import type { RunProgress } from '../contract/lab-data.ts';
import { LabError } from '../errors.ts';
import {
  trainingSeries,
  type GradientSeries,
  type StepSeries,
  type TrainingSeries,
} from '../experiments/run.ts';
import { allParameters } from '../network/weights.ts';
import { joinColumns, type Columns } from './columns.ts';

/** What a run records of its steps. */
export interface Curves {
  readonly series: StepSeries;
  readonly gradients: GradientSeries;
  readonly training: TrainingSeries;
}

const perStep = ['loss', 'gradientNorm', 'clipped', 'seconds'] as const;
const perRecord = ['step', 'saturatedOutputs', 'saturatedWrong', 'saturatedHidden', 'cosine'] as const;
const perMatrix = ['norms', 'updateRatios'] as const;

/** Curves as columns: `loss`, `gradients.step`, `gradients.norms.Whh`, `training.brier` … */
export function columnsOf({
  gradients,
  training,
  ...series
}: Pick<RunProgress, (typeof perStep)[number] | 'gradients' | 'training'>): Columns {
  const columns: Record<string, Float64Array | Uint8Array> = {};
  for (const name of perStep) columns[name] = series[name];
  for (const name of perRecord) columns[`gradients.${name}`] = gradients[name];
  for (const kind of perMatrix)
    for (const [name, list] of Object.entries(gradients[kind])) columns[`gradients.${kind}.${name}`] = list;
  trainingSeries((name) => (columns[`training.${name}`] = training[name] as Float64Array<ArrayBuffer>));
  return columns;
}

/**
 * Curves from the columns of all blocks of a run.
 * @param steps that the run has done
 * @throws LabError `file-not-read` where a column has another number of values than that
 */
export function curvesOf(parts: readonly Columns[], steps: number): Curves {
  const columns = joinColumns(parts);
  const doubles = (name: string): Float64Array => {
    const values = columns[name] ?? new Float64Array(0);
    if (values instanceof Float64Array) return values;
    throw new LabError('file-not-read', `The column '${name}' does not hold doubles.`);
  };
  const clipped = columns.clipped ?? new Uint8Array(0);
  const matrices = (kind: (typeof perMatrix)[number]) =>
    Object.fromEntries(
      allParameters
        .filter((name) => columns[`gradients.${kind}.${name}`])
        .map((name) => [name, doubles(`gradients.${kind}.${name}`)]),
    );
  const curves = {
    series: {
      loss: doubles('loss'),
      gradientNorm: doubles('gradientNorm'),
      clipped: Uint8Array.from(clipped),
      seconds: doubles('seconds'),
    },
    gradients: {
      ...(Object.fromEntries(perRecord.map((name) => [name, doubles(`gradients.${name}`)])) as Record<
        (typeof perRecord)[number],
        Float64Array
      >),
      norms: matrices('norms'),
      updateRatios: matrices('updateRatios'),
    },
    training: trainingSeries((name) => doubles(`training.${name}`)),
  };
  for (const [name, values] of Object.entries(curves.series))
    if (values.length !== steps)
      throw new LabError(
        'file-not-read',
        `The column '${name}' has ${values.length} values for ${steps} steps.`,
      );
  return curves;
}
