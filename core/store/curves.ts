import type { RunProgress } from '../contract/lab-data.ts';
import { LabError } from '../errors.ts';
import { GrowingCurves } from '../experiments/growing-curves.ts';
import { gradientSeries, perMatrix, perRecord, trainingSeries, type Curves } from '../experiments/run.ts';
import { allParameters } from '../network/weights.ts';
import type { Columns } from './columns.ts';

const perStep = ['loss', 'gradientNorm', 'clipped', 'seconds'] as const;

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
 * Curves from the columns of all blocks of a run, one block after the other: what long runs take does not grow with their
 * steps.
 * @param steps that the run has done
 * @throws LabError `file-not-read` where a column has another number of values than that
 */
export function curvesOf(blocks: Iterable<Columns>, steps: number): Curves {
  const curves = new GrowingCurves();
  for (const block of blocks) curves.append(curvesOfBlock(block));
  if (curves.steps !== steps)
    throw new LabError('file-not-read', `The curves have ${curves.steps} values for ${steps} steps.`);
  return curves.view();
}

/** The curves of one block. @throws LabError `file-not-read` where columns do not fit each other */
export function curvesOfBlock(columns: Columns): Curves {
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
  const series = {
    loss: doubles('loss'),
    gradientNorm: doubles('gradientNorm'),
    clipped: clipped instanceof Uint8Array ? clipped : Uint8Array.from(clipped),
    seconds: doubles('seconds'),
  };
  const gradients = gradientSeries((name) => doubles(`gradients.${name}`), matrices);
  const recorded = doubles('training.step');
  // Of a yardstick that has come since there is no column.
  const training = trainingSeries((name) =>
    `training.${name}` in columns ? doubles(`training.${name}`) : new Float64Array(recorded.length).fill(NaN),
  );
  const fits = (lists: readonly Float64Array[] | readonly Uint8Array[], length: number) =>
    lists.every((list) => list.length === length);
  const { step, norms, updateRatios, ...rest } = gradients;
  const records = [...Object.values(rest), ...Object.values(norms), ...Object.values(updateRatios)];
  const whole =
    fits([series.gradientNorm, series.seconds], series.loss.length) &&
    fits([series.clipped], series.loss.length) &&
    fits(records, step.length) &&
    fits(Object.values(training), training.step.length);
  if (!whole) throw new LabError('file-not-read', 'The columns of a block are not equally long.');
  return { series, gradients, training };
}
