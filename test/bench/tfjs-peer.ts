import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { initialWeights } from '../../core/network/initial-weights.ts';
import { stream } from '../../core/network/random.ts';
import { dimensions } from '../../core/network/weights.ts';
import { outputLayer } from '../../core/outputs/registry.ts';
import type { Peer } from './rounds.ts';
import { charactersPerStep, type Setting } from './settings.ts';
import { skewedIndices } from './skewed-indices.ts';
import { secondsPerCall } from './timing.ts';

/** Not among the project's packages: 66 MB with what they need, for a comparison alone. */
const version = '4.22.0';
const packages = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-wasm'] as const;

/** A tensor; its numbers lie in the backend. */
interface Tensor {
  dispose(): void;
}

type Binary = (a: Tensor, b: Tensor | number) => Tensor;
type Unary = (a: Tensor) => Tensor;

/** As much of TensorFlow.js as a training step needs. */
interface TensorFlow {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tidy<Kept>(work: () => Kept): Kept;
  keep(tensor: Tensor): Tensor;
  tensor(values: Float32Array, shape: number[]): Tensor;
  tensor1d(values: Int32Array, kind: 'int32'): Tensor;
  tensor2d(values: Int32Array, shape: number[], kind: 'int32'): Tensor;
  zeros(shape: number[]): Tensor;
  readonly add: Binary;
  readonly sub: (a: Tensor | number, b: Tensor | number) => Tensor;
  readonly mul: Binary;
  readonly div: (a: Tensor | number, b: Tensor | number) => Tensor;
  readonly minimum: Binary;
  readonly square: Unary;
  readonly sqrt: Unary;
  readonly tanh: Unary;
  readonly softmax: Unary;
  readonly log: Unary;
  readonly neg: Unary;
  sum(a: Tensor, axis?: number): Tensor;
  slice(a: Tensor, begin: number[], size: number[]): Tensor;
  gather(a: Tensor, indices: Tensor): Tensor;
  oneHot(indices: Tensor, depth: number): Tensor;
  matMul(a: Tensor, b: Tensor): Tensor;
  readonly transpose: Unary;
  concat(tensors: Tensor[]): Tensor;
  scatterND(indices: Tensor, updates: Tensor, shape: number[]): Tensor;
}

interface WasmBackend {
  setWasmPaths(folder: string): void;
  setThreadsCount(count: number): void;
}

/** TensorFlow.js on its WebAssembly backend with one thread, installed in a folder of its own; or why it is not to be had. */
export async function tensorFlow(folder: URL): Promise<TensorFlow | string> {
  const prefix = fileURLToPath(folder);
  const require = createRequire(new URL('entry.js', folder));
  try {
    const wanted = packages.map((name) => `${name}@${version}`);
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    if (!present(require)) {
      process.stderr.write(`Installing ${wanted.join(' and ')} on the side …\n`);
      const flags = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', prefix];
      await promisify(execFile)(npm, ['install', ...flags, ...wanted], { timeout: 120_000 });
    }
    const tf = require(packages[0]) as TensorFlow;
    const backend = require(packages[1]) as WasmBackend;
    backend.setWasmPaths(fileURLToPath(new URL(`node_modules/${packages[1]}/dist/`, folder)));
    backend.setThreadsCount(1);
    if (!(await tf.setBackend('wasm'))) return 'its WebAssembly backend does not start';
    await tf.ready();
    return tf;
  } catch (error) {
    return error instanceof Error ? error.message.split('\n')[0] : String(error);
  }
}

function present(require: NodeJS.Require): boolean {
  try {
    return packages.every((name) => {
      const found = require(`${name}/package.json`) as { readonly version: string };
      return found.version === version;
    });
  } catch {
    return false;
  }
}

/**
 * A training step of the same task in TensorFlow.js, from the same weights on the same batches; answers with E. Its
 * gradient is written out: the backend has no kernel for that of `gather`. It transposes before it multiplies, which is
 * several times faster there than a product of transposes.
 */
export function tfjsStep(tf: TensorFlow, setting: Setting): () => Tensor {
  const { vocabulary: V, hidden: H, length: T, batch: B } = setting;
  const shape = { vocabulary: V, hidden: H, biases: true };
  const layer = outputLayer('softmax-cross-entropy');
  const weights = initialWeights(
    shape,
    { initial: 'uniform', outputBias: 'zero' },
    layer,
    stream(1, 'weights'),
  );
  const p = (['Wxh', 'Whh', 'Why'] as const).map((name) => {
    const [rows, columns] = dimensions(name, shape);
    const turned = Float32Array.from(weights[name], (_, i) => {
      return weights[name][(i % rows) * columns + Math.floor(i / rows)];
    });
    return tf.tensor(turned, [columns, rows]);
  });
  p.push(tf.zeros([H]), tf.zeros([V]));
  const m = [[V, H], [H, H], [H, V], [H], [V]].map((size) => tf.zeros(size));
  let carried = tf.zeros([B, H]);
  // The engine's batches, with rows in order of time.
  const order = stream(2, 'order');
  const indices = () => {
    const drawn = skewedIndices(T * B, V, order);
    return Int32Array.from(drawn, (_, i) => drawn[(i % B) * T + Math.floor(i / B)]);
  };
  const texts = Array.from({ length: 16 }, () => {
    const inputs = indices();
    return {
      inputs: tf.tensor1d(inputs, 'int32'),
      places: tf.tensor2d(inputs, [T * B, 1], 'int32'),
      targets: tf.tensor1d(indices(), 'int32'),
    };
  });
  const row = (tensor: Tensor, t: number) => tf.slice(tensor, [t * B, 0], [B, H]);
  let number = 0;

  return () => {
    const { inputs, places, targets } = texts[number++ % texts.length];
    const made = tf.tidy(() => {
      const [Wxh, Whh, Why, bh, by] = p;
      const u = tf.add(tf.gather(Wxh, inputs), bh);
      const states = [carried];
      for (let t = 0; t < T; t++) states.push(tf.tanh(tf.add(row(u, t), tf.matMul(states[t], Whh))));
      const before = tf.concat(states.slice(0, T));
      const after = tf.concat(states.slice(1));
      const y = tf.softmax(tf.add(tf.matMul(after, Why), by));
      const wanted = tf.oneHot(targets, V);
      const loss = tf.div(tf.neg(tf.sum(tf.log(tf.sum(tf.mul(y, wanted), 1)))), B);
      const delta = tf.div(tf.sub(y, wanted), B);
      const fromOutputs = tf.matMul(delta, tf.transpose(Why));
      const slopes = tf.sub(1, tf.square(after));
      const WhhT = tf.transpose(Whh);
      const back: Tensor[] = [];
      for (let t = T - 1; t >= 0; t--) {
        const own = row(fromOutputs, t);
        const all = t < T - 1 ? tf.add(own, tf.matMul(back[0], WhhT)) : own;
        back.unshift(tf.mul(all, row(slopes, t)));
      }
      const du = tf.concat(back);
      const gradients = [
        tf.scatterND(places, du, [V, H]),
        tf.matMul(tf.transpose(before), du),
        tf.matMul(tf.transpose(after), delta),
        tf.sum(du, 0),
        tf.sum(delta, 0),
      ];
      const squares = gradients.map((g) => tf.sum(tf.square(g))).reduce((sum, each) => tf.add(sum, each));
      const scale = tf.minimum(tf.div(5, tf.add(tf.sqrt(squares), 1e-6)), 1);
      const clipped = gradients.map((g) => tf.mul(g, scale));
      const sums = clipped.map((g, i) => tf.add(m[i], tf.square(g)));
      const next = clipped.map((g, i) =>
        tf.sub(p[i], tf.div(tf.mul(g, 0.05), tf.add(tf.sqrt(sums[i]), 1e-10))),
      );
      for (const each of [...sums, ...next, states[T], loss]) tf.keep(each);
      return { sums, next, state: states[T], loss };
    });
    for (const old of [...p, ...m, carried]) old.dispose();
    p.splice(0, p.length, ...made.next);
    m.splice(0, m.length, ...made.sums);
    carried = made.state;
    return made.loss;
  };
}

/** The step as a peer in the rounds. */
export function tfjsPeer(tf: TensorFlow, setting: Setting): Peer {
  const step = tfjsStep(tf, setting);
  const run = () => step().dispose();
  return { name: tfjsName, measure: (seconds) => charactersPerStep(setting) / secondsPerCall(run, seconds) };
}

export const tfjsName = 'TensorFlow.js, WebAssembly';
export const tfjsDescription = `TensorFlow.js ${version}`;
