import { concatBytes } from '@noble/hashes/utils.js';
import { crc32c } from './crc32c.ts';
import { PbfWriter } from 'pbf';
import { ratePolicy } from '../experiments/rates/rate-policy.ts';
import type { RunRecord } from '../experiments/run.ts';
import { stepOfRow } from '../experiments/thinning.ts';
import { yardsticks } from '../yardsticks/registry.ts';
import { type ArchivedFile, type Exporter } from './archived-file.ts';
import { message, type Write } from './protobuf.ts';

/** A value at a step, as TensorBoard's `Summary.Value`. */
interface LoggedValue {
  readonly tag: string;
  readonly step: number;
  /** Seconds of training. */
  readonly seconds: number;
  readonly write: Write;
}

/**
 * TFRecord: length as u64, its masked CRC-32C, the record, its masked CRC-32C (tensorflow/core/lib/io/record_writer.h).
 */
function record(data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 16);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, masked(bytes.subarray(0, 8)), true);
  bytes.set(data, 12);
  view.setUint32(12 + data.length, masked(data), true);
  return bytes;
}

function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** Event {1 wall_time, 2 step, 3 file_version, 5 summary} (tensorflow/core/util/event.proto). */
function event(wallTime: number, write: Write): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeDoubleField(1, wallTime);
  write(pbf);
  return record(pbf.finish());
}

/** Summary {1 value}, Summary.Value {1 tag, 2 simple_value, 5 histo, 8 tensor, 9 metadata}. */
const summary =
  ({ tag, step, write }: LoggedValue): Write =>
  (pbf) => {
    if (step > 0) pbf.writeVarintField(2, step);
    const value: Write = (of) => {
      of.writeStringField(1, tag);
      write(of);
    };
    message(5, message(1, value))(pbf);
  };

const scalar = (tag: string, step: number, seconds: number, value: number): LoggedValue => ({
  ...{ tag, step, seconds },
  write: (pbf) => pbf.writeFloatField(2, value),
});

/** SummaryMetadata {1 plugin_data {1 plugin_name, 2 content}} */
const plugin = (name: string, content: Uint8Array | null): Write => {
  const data: Write = (pbf) => {
    pbf.writeStringField(1, name);
    if (content) pbf.writeBytesField(2, content);
  };
  return message(9, message(1, data));
};

/** TensorProto {1 dtype, 2 tensor_shape {2 dim {1 size}}, 5 float_val, 8 string_val} */
const text = (tag: string, step: number, seconds: number, words: string): LoggedValue => ({
  ...{ tag, step, seconds },
  write: (pbf) => {
    message(8, (tensor) => {
      tensor.writeVarintField(1, 7);
      message(
        2,
        message(2, (dim) => dim.writeVarintField(1, 1)),
      )(tensor);
      tensor.writeStringField(8, words);
    })(pbf);
    plugin('text', null)(pbf);
  },
});

/** HistogramProto {1 min, 2 max, 3 num, 4 sum, 5 sum_squares, 6 bucket_limit, 7 bucket}, from equal bins. */
const histogram = (
  tag: string,
  step: number,
  seconds: number,
  { low, high, counts }: NonNullable<NonNullable<RunRecord['glimpse']>['deltaHistogram']>,
): LoggedValue => ({
  ...{ tag, step, seconds },
  write: message(5, (all) => {
    const heights = Array.from(counts);
    const width = (high - low) / heights.length;
    const ends = heights.map((_, i) => low + (i + 1) * width);
    const middle = (i: number) => low + (i + 0.5) * width;
    const of = (f: (x: number) => number) => heights.reduce((sum, count, i) => sum + count * f(middle(i)), 0);
    const [num, sum, squares] = [of(() => 1), of((x) => x), of((x) => x * x)];
    all.writeDoubleField(1, low);
    all.writeDoubleField(2, high);
    all.writeDoubleField(3, num);
    all.writeDoubleField(4, sum);
    all.writeDoubleField(5, squares);
    all.writePackedDouble(6, ends);
    all.writePackedDouble(7, heights);
  }),
});

/** What the table of the hparams plug-in shows of a run: HParamsPluginData {3 session_start_info {1 hparams}}. Without a group name a run has a row of its own. */
function parameters(values: Readonly<Record<string, string | number>>): LoggedValue {
  const content = new PbfWriter();
  message(3, (info) => {
    for (const [name, value] of Object.entries(values))
      message(1, (entry) => {
        entry.writeStringField(1, name);
        // google.protobuf.Value {2 number_value, 3 string_value}
        message(2, (of) =>
          typeof value === 'number' ? of.writeDoubleField(2, value) : of.writeStringField(3, value),
        )(entry);
      })(info);
  })(content);
  return {
    ...{ tag: '_hparams_/session_start_info', step: 0, seconds: 0 },
    write: (pbf) => {
      // A tensor of nothing, as TensorBoard's own writer gives it along.
      message(8, (tensor) => {
        tensor.writeVarintField(1, 1);
        message(2, () => undefined)(tensor);
        tensor.writePackedFloat(5, [0]);
      })(pbf);
      plugin('hparams', content.finish())(pbf);
    },
  };
}

/** Everything that is logged of a run. Curves over steps are as its record has them: of long runs, thinned. */
function* logged(run: RunRecord): Generator<LoggedValue> {
  const { series, gradients, training, evaluations, glimpse } = run;
  const secondsOf = (step: number) => {
    const rows = series.thinned ? series.thinned.step.findIndex((each) => each >= step) : step - 1;
    return series.seconds[rows] ?? run.seconds;
  };
  for (let i = 0; i < series.loss.length; i++) {
    const [step, seconds] = [stepOfRow(series, i), series.seconds[i]];
    yield scalar('train/own loss per character', step, seconds, series.loss[i]);
    yield scalar('train/gradient norm', step, seconds, series.gradientNorm[i]);
    yield scalar('train/clipped', step, seconds, series.clipped[i]);
  }
  for (const [i, step] of training.step.entries())
    for (const { id } of yardsticks) yield scalar(`train/${id}`, step, secondsOf(step), training[id][i]);
  for (const [i, step] of gradients.step.entries()) {
    const seconds = secondsOf(step);
    for (const [name, list] of Object.entries(gradients.norms))
      yield scalar(`gradients/norm ${name}`, step, seconds, list[i]);
    for (const [name, list] of Object.entries(gradients.updateRatios))
      yield scalar(`gradients/update to weight ${name}`, step, seconds, list[i]);
    yield scalar('gradients/saturated outputs', step, seconds, gradients.saturatedOutputs[i]);
    yield scalar('gradients/saturated hidden units', step, seconds, gradients.saturatedHidden[i]);
    yield scalar('gradients/cosine with the step before', step, seconds, gradients.cosine[i]);
  }
  for (const evaluation of evaluations) {
    for (const { id } of yardsticks)
      yield scalar(`held-out/${id}`, evaluation.step, evaluation.seconds, evaluation[id]);
    yield scalar('held-out/own loss per character', evaluation.step, evaluation.seconds, evaluation.ownLoss);
  }
  if (glimpse?.deltaHistogram)
    yield histogram('delta of the last step', glimpse.step, run.seconds, glimpse.deltaHistogram);
  if (glimpse && glimpse.sample !== '') yield text('drawn text', glimpse.step, run.seconds, glimpse.sample);
}

function* all(hparams: LoggedValue, run: RunRecord): Generator<LoggedValue> {
  yield hparams;
  yield* logged(run);
}

/** Bytes of records that are joined. */
const joinedBytes = 65_536;

/** The records of an event file, joined to larger pieces; the first names the format. */
function* eventFile(begun: number, values: Iterable<LoggedValue>): Generator<Uint8Array> {
  let waiting: Uint8Array[] = [event(begun, (pbf) => pbf.writeStringField(3, 'brain.Event:2'))];
  let bytes = 0;
  for (const value of values) {
    const next = event(begun + value.seconds, summary(value));
    waiting.push(next);
    bytes += next.length;
    if (bytes < joinedBytes) continue;
    yield concatBytes(...waiting);
    [waiting, bytes] = [[], 0];
  }
  if (waiting.length > 0) yield concatBytes(...waiting);
}

/** One directory of event files a run, which TensorBoard shows beside each other, with a table of arms, rates and seeds. */
export const tensorboard: Exporter = ({ report: { experiment, runs }, begun }) => {
  const begunAt = Date.parse(begun) / 1000;
  return runs
    .filter(({ steps, evaluations }) => steps > 0 || evaluations.length > 0)
    .map((run): ArchivedFile => {
      const arm = experiment.arms.find(({ id }) => id === run.armId)!;
      const { hidden, length, batch } = experiment.model;
      const hparams = parameters({
        ...{ arm: arm.id, layer: arm.layer, 'learning rate': arm.rate, seed: run.seed },
        ...{ policy: ratePolicy(experiment), optimiser: experiment.optimizer.id },
        ...{ H: hidden, T: length, B: batch },
      });
      return {
        path: `tensorboard/${run.armId}/seed${run.seed}/events.out.tfevents.${Math.floor(begunAt)}.loss-lab`,
        mediaType: 'application/octet-stream',
        what: `Curves of ${run.armId}, seed ${run.seed}`,
        opens: 'TensorBoard (tensorboard --logdir tensorboard), and what reads its event files',
        pieces: () => eventFile(begunAt, all(hparams, run)),
      };
    });
};
