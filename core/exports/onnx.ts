import { PbfWriter } from 'pbf';
import { layerOfRun, type TrainedRun } from '../experiments/files/trained-run.ts';
import { smoothing } from '../network/reading.ts';
import { startState } from '../network/reading-start.ts';
import { activationOf } from '../outputs/activations/registry.ts';
import type { GraphStep } from '../outputs/graph-step.ts';
import { readingOf, type LayerReading } from '../outputs/readings/registry.ts';
import { message, type Write } from './protobuf.ts';

/** Types of numbers (TensorProto.DataType). */
const float = 1;
const int64 = 7;

type Attribute = number | readonly number[];
type Size = number | string;

/** A graph of ONNX as it is written, node by node (onnx/onnx.proto, fields by their numbers). */
class GraphWriter {
  readonly #nodes: Write[] = [];
  readonly #tensors: Write[] = [];

  /** NodeProto {1 input, 2 output, 4 op_type, 5 attribute}; AttributeProto {1 name, 3 i, 8 ints, 20 type} */
  node(
    kind: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string {
    this.#nodes.push((pbf) => {
      for (const name of inputs) pbf.writeStringField(1, name);
      for (const name of outputs) pbf.writeStringField(2, name);
      pbf.writeStringField(4, kind);
      for (const [name, value] of Object.entries(attributes))
        message(5, (attribute) => {
          attribute.writeStringField(1, name);
          if (typeof value === 'number') attribute.writeVarintField(3, value);
          else for (const each of value) attribute.writeVarintField(8, each);
          attribute.writeVarintField(20, typeof value === 'number' ? 2 : 7);
        })(pbf);
    });
    return outputs[0];
  }

  /** TensorProto {1 dims, 2 data_type, 8 name, 9 raw_data} */
  constant(name: string, dims: readonly number[], values: Float32Array | BigInt64Array): string {
    this.#tensors.push((pbf) => {
      for (const size of dims) pbf.writeVarintField(1, size);
      pbf.writeVarintField(2, values instanceof Float32Array ? float : int64);
      pbf.writeStringField(8, name);
      pbf.writeBytesField(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    });
    return name;
  }

  floats = (name: string, dims: readonly number[], values: ArrayLike<number>): string =>
    this.constant(name, dims, Float32Array.from(values));

  whole = (name: string, values: readonly number[], dims: readonly number[] = [values.length]): string =>
    this.constant(name, dims, BigInt64Array.from(values.map(BigInt)));

  /** GraphProto {1 node, 2 name, 5 initializer, 11 input, 12 output} */
  write(pbf: PbfWriter, inputs: readonly Value[], outputs: readonly Value[]): void {
    for (const node of this.#nodes) message(1, node)(pbf);
    pbf.writeStringField(2, 'character-rnn');
    for (const tensor of this.#tensors) message(5, tensor)(pbf);
    for (const value of inputs) message(11, valueInfo(value))(pbf);
    for (const value of outputs) message(12, valueInfo(value))(pbf);
  }
}

interface Value {
  readonly name: string;
  readonly type: number;
  readonly dims: readonly Size[];
}

/** ValueInfoProto {1 name, 2 type {1 tensor_type {1 elem_type, 2 shape {1 dim {1 dim_value, 2 dim_param}}}}} */
const valueInfo =
  ({ name, type, dims }: Value): Write =>
  (pbf) => {
    pbf.writeStringField(1, name);
    const dim =
      (size: Size): Write =>
      (of) =>
        typeof size === 'number' ? of.writeVarintField(1, size) : of.writeStringField(2, size);
    const tensor: Write = (of) => {
      of.writeVarintField(1, type);
      message(2, (shape) => dims.forEach((size) => message(1, dim(size))(shape)))(of);
    };
    message(2, message(1, tensor))(pbf);
  };

/** A matrix of so many rows and columns, its columns one after the other. */
const transposed = (values: ArrayLike<number>, rows: number, columns: number): Float32Array =>
  Float32Array.from(
    { length: rows * columns },
    (_, i) => values[(i % rows) * columns + Math.floor(i / rows)],
  );

/** Writes a value, step by step from another. */
function stepwise(graph: GraphWriter, steps: readonly GraphStep[], from: string, to: string): void {
  steps.reduce((before, { op, by, attributes }, i) => {
    const inputs = by === undefined ? [before] : [before, graph.floats(`${to}By${i}`, [], [by])];
    return graph.node(op, inputs, [i === steps.length - 1 ? to : `${to}Step${i}`], attributes);
  }, from);
}

/** Shares of what is 0 or more; uniform where all of it is 0. */
function shares(graph: GraphWriter, of: string, V: number): void {
  const zero = graph.floats('zero', [], [0]);
  graph.node('ReduceSum', [of, graph.whole('last', [-1])], ['total'], { keepdims: 1 });
  graph.node('Greater', ['total', zero], ['any']);
  graph.node('Where', ['any', 'total', graph.floats('one', [], [1])], ['divisor']);
  graph.node('Div', [of, 'divisor'], ['share']);
  graph.node('Where', ['any', 'share', graph.floats('even', [], [1 / V])], ['q']);
}

/** Writes q; nothing where the outputs are not read as probabilities. @returns whether there is q */
function read(graph: GraphWriter, reading: LayerReading, V: number): boolean {
  const record = reading === 'own' ? null : readingOf(reading);
  if (!record?.onnx) return false;
  const { steps, shared } = record.onnx;
  stepwise(graph, steps, record.from, shared ? 'each' : 'q');
  if (shared) shares(graph, 'each', V);
  return true;
}

/** What the files of a network say of it in words beside its numbers. */
export const runFacts = ({ shape, start, vocabulary, ...run }: TrainedRun): Record<string, string> => ({
  layer: run.layer,
  arm: run.armId,
  seed: String(run.seed),
  steps: String(run.steps),
  vocabulary: JSON.stringify([...vocabulary]),
  state: JSON.stringify([...startState(start, shape.hidden)]),
});

/**
 * A trained network as an ONNX model, opset 17, float32. Inputs: `characters` [T, B], indices of the vocabulary that stands
 * in its metadata, and `h0` [1, B, H], 0 or the state in the metadata; outputs: z, y and p [T, B, V], h [T, B, H].
 * @throws RangeError for an activation that has no steps of a graph
 */
export function onnxModel(run: TrainedRun): Uint8Array {
  const { shape, weights } = run;
  const { hidden: H, vocabulary: V } = shape;
  const layer = layerOfRun(run);
  const { onnx: steps, id } = activationOf(layer.activation);
  if (!steps) throw new RangeError(`The activation ${id} has no form in a graph.`);
  const graph = new GraphWriter();
  graph.node(
    'OneHot',
    ['characters', graph.whole('depth', [V], []), graph.floats('offOn', [2], [0, 1])],
    ['x'],
    { axis: -1 },
  );
  graph.floats('W', [1, H, V], weights.Wxh);
  graph.floats('R', [1, H, H], weights.Whh);
  const bias = new Float32Array(2 * H);
  if (weights.bh) bias.set(weights.bh);
  graph.constant('B', [1, 2 * H], bias);
  graph.node('RNN', ['x', 'W', 'R', 'B', '', 'h0'], ['states', 'hEnd'], { hidden_size: H });
  graph.node('Squeeze', ['states', graph.whole('direction', [1])], ['h']);
  graph.constant('Why', [H, V], transposed(weights.Why, V, H));
  graph.node('MatMul', ['h', 'Why'], ['product']);
  graph.node('Add', ['product', graph.floats('by', [V], weights.by ?? new Float32Array(V))], ['z']);
  stepwise(graph, steps, 'z', 'y');
  const readable = read(graph, layer.reading, V);
  if (readable) {
    graph.node('Mul', ['q', graph.floats('keep', [], [1 - smoothing])], ['kept']);
    graph.node('Add', ['kept', graph.floats('floor', [], [smoothing / V])], ['p']);
  }
  const value = (name: string, last: Size): Value => ({ name, type: float, dims: ['T', 'B', last] });
  const pbf = new PbfWriter();
  // ModelProto {1 ir_version, 2 producer_name, 3 producer_version, 7 graph, 8 opset_import {2 version}, 14 metadata_props}
  pbf.writeVarintField(1, 8);
  pbf.writeStringField(2, 'Loss Lab');
  pbf.writeStringField(3, run.labVersion);
  const inputs: Value[] = [
    { name: 'characters', type: int64, dims: ['T', 'B'] },
    { name: 'h0', type: float, dims: [1, 'B', H] },
  ];
  const outputs: Value[] = [
    value('z', V),
    value('y', V),
    ...(readable ? [value('p', V)] : []),
    value('h', H),
    { name: 'hEnd', type: float, dims: [1, 'B', H] },
  ];
  message(7, (of) => graph.write(of, inputs, outputs))(pbf);
  message(8, (opset) => opset.writeVarintField(2, 17))(pbf);
  for (const [key, text] of Object.entries(runFacts(run)))
    message(14, (of) => {
      of.writeStringField(1, key);
      of.writeStringField(2, text);
    })(pbf);
  return pbf.finish();
}
