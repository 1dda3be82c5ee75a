import { fixed, grouped, significant } from '../../../words/number-format.ts';
import os from 'node:os';
import type { Engine } from '../../../network/engine.ts';
import { fastEngineOn } from '../../../network/fast/fast-engine.ts';
import { initialWeights } from '../../../network/initial-weights.ts';
import { stream } from '../../../network/random.ts';
import { operationsPerCharacter } from '../../../network/operations.ts';
import { optimizer } from '../../../optimizers/registry.ts';
import { outputLayer } from '../../../outputs/registry.ts';
import { rooflines } from '../../engine/measured-use.ts';
import { givenCores } from '../../machine/given-cores.ts';
import { setUpEngine, type EngineSetUp } from '../../engine/set-up.ts';
import { jsonText, table } from '../printed/terminal.ts';

/** Sizes whose speed is told; S is min-char-rnn's own. */
const sizes = [
  { name: 'S', vocabulary: 65, hidden: 100, length: 25, batch: 1 },
  { name: 'M', vocabulary: 65, hidden: 256, length: 50, batch: 16 },
  { name: 'L', vocabulary: 65, hidden: 512, length: 50, batch: 32 },
] as const;
type Size = (typeof sizes)[number];

/** Each size trains so many times for so many milliseconds; the first times its JavaScript is still being compiled. */
const times = 12;
const duration = 50;

/** Characters per second of one run on one thread, the best of some times: softmax + cross-entropy, Adagrad. */
function speed(engine: Engine, { vocabulary, hidden, length, batch }: Size): number {
  const shape = { vocabulary, hidden, biases: true };
  const layer = outputLayer('softmax-cross-entropy');
  const { id, defaults: settings } = optimizer('adagrad');
  const network = engine.create({
    shape,
    length,
    batch,
    layer,
    optimizer: { id, settings },
    rate: 0.05,
    clipping: { kind: 'norm', threshold: 5 },
    weights: initialWeights(shape, { initial: 'uniform', outputBias: 'zero' }, layer, stream(1, 'weights')),
  });
  const numbers = stream(1, 'order');
  const characters = batch * length;
  const indices = () => Uint32Array.from({ length: characters }, () => numbers.below(vocabulary));
  const data = { inputs: indices(), targets: indices(), resets: new Uint8Array(batch) };
  const step = () => void network.trainStep(data, () => false);
  let best = 0;
  for (let time = 0; time < times; time++) {
    const begun = performance.now();
    let steps = 0;
    for (; performance.now() - begun < duration; steps++) step();
    best = Math.max(best, (1000 * steps * characters) / (performance.now() - begun));
  }
  return best;
}

const digits = (value: number) => (value >= 100 ? grouped(value) : significant(value));

function selfTest({ failure, flag }: EngineSetUp): string {
  if (failure !== null) return `128 bits are used: ${failure}`;
  return flag ? 'passed: every kernel gives the bits of its 128-bit form' : 'not needed: nothing is packed';
}

/** Prints how the float32 engine runs here, and how fast. */
export function engineInfo({ json }: { json?: boolean }): void {
  const set = setUpEngine();
  const { build, use, flag, wish, from, failure, milliseconds } = set;
  const processor = os.cpus()[0]?.model.trim() ?? 'unknown';
  const roof = build && rooflines(build, use);
  const speeds = build
    ? sizes.map((size) => ({ ...size, charactersPerSecond: speed(fastEngineOn(build), size) }))
    : [];
  const gigaflops = ({ charactersPerSecond, ...size }: (typeof speeds)[number]) =>
    (charactersPerSecond * operationsPerCharacter(size)) / 1e9;
  const roofline = roof && (use.bits === 256 ? roof.pairs : roof.single) / 1e9;
  if (json) {
    const shown = {
      ...{ processor, cores: givenCores().count, v8: process.versions.v8 },
      ...{ build, wish, flag, bits: use.bits, tile: use.tile, from },
      selfTest: failure ?? (flag ? 'passed' : 'not needed'),
      milliseconds,
      rooflineGigaflops: roofline,
      speeds: speeds.map((each) => ({ ...each, gigaflops: gigaflops(each) })),
    };
    process.stdout.write(jsonText(shown));
    return;
  }
  if (!build || !roofline) {
    process.stdout.write('This JavaScript engine has no WebAssembly SIMD: float64 only.\n');
    return;
  }
  const facts = [
    ['processor', `${processor}, ${givenCores().count} cores`],
    ['V8', process.versions.v8],
    ['flag', flag ?? 'none'],
    ['multiply-add', build === 'relaxed' ? 'fused' : 'in two roundings'],
    ['registers', `${use.bits} bits`],
    ['tile', `${use.tile.replace('x', ' × ')}, ${from}`],
    ['self-test', selfTest(set)],
    ['roofline', `${digits(roofline)} GFLOP/s on registers alone, one thread`],
  ];
  const rows = speeds.map((each) => [
    `${each.name} (V ${each.vocabulary}, H ${each.hidden}, T ${each.length}, B ${each.batch})`,
    `${digits(each.charactersPerSecond / 1000)} k`,
    digits(gigaflops(each)),
    `${fixed((100 * gigaflops(each)) / roofline, 0)} %`,
  ]);
  const width = Math.max(...facts.map(([name]) => name.length));
  process.stdout.write(
    [
      ...facts.map(([name, value]) => `${name.padEnd(width)}  ${value}`),
      '',
      table(['one run, one thread', 'characters/s', 'GFLOP/s', 'of the roofline'], rows),
      '',
    ].join('\n'),
  );
}
