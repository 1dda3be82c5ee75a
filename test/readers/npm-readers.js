/**
 * An archive by programs that npm has: ONNX Runtime, Vega-Lite, ajv with the schema of CITATION.cff, a library of RO-Crate.
 * `node npm-readers.js ARCHIVE FOLDER`: FOLDER has the packages of the first column below in its node_modules, and the
 * schema as cff.schema.json. Prints as JSON what each came to; those that are not there are left out.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [archive, folder] = process.argv.slice(2);
const require = createRequire(join(folder, 'package.json'));
const text = (...path) => readFileSync(join(archive, ...path), 'utf8');
const json = (...path) => JSON.parse(text(...path));

/** Weights in a safetensors file of float64 or float32, by their names. */
function tensors(path) {
  const bytes = readFileSync(path);
  const length = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + length));
  delete header.__metadata__;
  return Object.fromEntries(
    Object.entries(header).map(
      ([
        name,
        {
          dtype,
          shape,
          data_offsets: [from, to],
        },
      ]) => {
        const raw = bytes.buffer.slice(
          bytes.byteOffset + 8 + length + from,
          bytes.byteOffset + 8 + length + to,
        );
        return [name, { shape, values: dtype === 'F64' ? new Float64Array(raw) : new Float32Array(raw) }];
      },
    ),
  );
}

/** z after each of some characters, by the weights in PyTorch's names: h ← tanh(W_ih x + b_ih + W_hh h + b_hh), z = W h + b. */
function byHand(path, characters) {
  const w = tensors(path);
  const [H, V] = w['rnn.weight_ih_l0'].shape;
  let h = new Float64Array(H);
  return characters.map((c) => {
    const before = h;
    h = Float64Array.from({ length: H }, (_, i) => {
      let sum = w['rnn.weight_ih_l0'].values[i * V + c];
      sum += w['rnn.bias_ih_l0'].values[i] + w['rnn.bias_hh_l0'].values[i];
      for (let j = 0; j < H; j++) sum += w['rnn.weight_hh_l0'].values[i * H + j] * before[j];
      return Math.tanh(sum);
    });
    return Array.from({ length: V }, (_, k) =>
      h.reduce((sum, value, j) => sum + w['out.weight'].values[k * H + j] * value, w['out.bias'].values[k]),
    );
  });
}

/** The largest difference of z between ONNX Runtime and the weights themselves, and of Σ p from 1. */
async function onnxRuntime() {
  const ort = require('onnxruntime-web');
  ort.env.wasm.numThreads = 1;
  const models = readdirSync(join(archive, 'networks')).filter((name) => name.endsWith('.onnx'));
  let worst = 0;
  for (const name of models) {
    const path = join(archive, 'networks', name);
    const weights = path.replace(/\.onnx$/, '.pytorch.safetensors');
    const { shape } = tensors(weights)['rnn.weight_ih_l0'];
    const characters = Array.from({ length: 12 }, (_, t) => (t * 5) % shape[1]);
    const session = await ort.InferenceSession.create(new Uint8Array(readFileSync(path)));
    const ran = await session.run({
      characters: new ort.Tensor('int64', BigInt64Array.from(characters, BigInt), [12, 1]),
      h0: new ort.Tensor('float32', new Float32Array(shape[0]), [1, 1, shape[0]]),
    });
    const expected = byHand(weights, characters).flat();
    expected.forEach((value, i) => (worst = Math.max(worst, Math.abs(value - ran.z.data[i]))));
    if (ran.z.data.length !== expected.length) throw new Error(`${name} gives ${ran.z.data.length} values.`);
    for (let t = 0; t < 12; t++) {
      const p = ran.p.data.slice(t * shape[1], (t + 1) * shape[1]);
      worst = Math.max(worst, Math.abs(p.reduce((sum, value) => sum + value, 0) - 1));
    }
  }
  return { models: models.length, worst };
}

/** Specifications that Vega-Lite compiles without a warning and Vega parses, and the warnings of others. */
async function vegaLite() {
  const [{ compile }, vega] = await Promise.all(
    ['vega-lite', 'vega'].map((name) => import(require.resolve(name))),
  );
  const names = readdirSync(join(archive, 'figures')).filter((name) => name.endsWith('.vl.json'));
  const warnings = [];
  let marks = 0;
  for (const name of names) {
    const told = (...words) => (warnings.push(`${name}: ${words.join(' ')}`), logger);
    const logger = { level: () => logger, error: told, warn: told, info: () => logger, debug: () => logger };
    const { spec } = compile(json('figures', name), { logger });
    const view = new vega.View(vega.parse(spec), { renderer: 'none' });
    marks += ((await (await view.runAsync()).toSVG()).match(/<path /g) ?? []).length;
  }
  return { figures: names.length, marks, warnings };
}

function citation() {
  const Ajv = require('ajv').default;
  const ajv = new Ajv({ strict: false, allErrors: true });
  require('ajv-formats').default(ajv);
  const schema = JSON.parse(readFileSync(join(folder, 'cff.schema.json'), 'utf8'));
  const check = ajv.compile({ ...schema, $schema: 'http://json-schema.org/draft-07/schema#' });
  check(require('yaml').parse(text('CITATION.cff')));
  return { errors: (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`) };
}

function roCrate() {
  const { ROCrate } = require('ro-crate');
  const crate = new ROCrate(json('ro-crate-metadata.json'), { array: true, link: true });
  const root = crate.rootDataset;
  const lacking = ['name', 'description', 'datePublished', 'license'].filter(
    (field) => !root?.[field]?.length,
  );
  const gone = root.hasPart.map((part) => part['@id']).filter((id) => !existsSync(join(archive, id)));
  const conforms = crate.getEntity('ro-crate-metadata.json')?.conformsTo?.[0]?.['@id'];
  return { lacking, gone, conforms, parts: root.hasPart.length };
}

const checks = {
  'onnxruntime-web': onnxRuntime,
  'vega-lite': vegaLite,
  ajv: citation,
  'ro-crate': roCrate,
};
const found = {};
for (const [name, check] of Object.entries(checks)) {
  if (existsSync(join(folder, 'node_modules', name))) found[name] = await check();
}
process.stdout.write(JSON.stringify(found));
// ONNX Runtime keeps threads.
process.exit(0);
