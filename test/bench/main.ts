import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { characterRate, prepared } from './engine-rate.ts';
import { hostLatency } from './host-latency.ts';
import { NumpyPeer } from './numpy-peer.ts';
import { median, operationsPerCharacter, settings, type Setting } from './settings.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '1' },
    quick: { type: 'boolean', default: false },
  },
});
const rounds = values.quick ? 2 : Number(values.rounds);
const seconds = values.quick ? 0.3 : Number(values.seconds);
const built = new URL(process.env['LAB_BUILT'] ?? 'out/main/', `file://${process.cwd()}/`);
const script = `${process.cwd()}/test/bench/numpy_rnn.py`;

const short = (value: number) => (Number.isFinite(value) ? `${(value / 1000).toPrecision(3)} k` : '–');
const spread = (all: readonly number[]) =>
  `${Math.round((100 * (Math.max(...all) - Math.min(...all))) / (2 * median(all)))} %`;

interface Row {
  readonly setting: Setting;
  readonly engine: number[];
  readonly loop: number[];
  readonly batched: number[];
}

/** All peers in each round, one after the other: the machine drifts, so only ratios within a round mean something. */
async function throughput(peer: NumpyPeer | string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const setting of settings.slice(0, values.quick ? 2 : settings.length)) {
    const { step } = prepared(setting);
    characterRate(setting, step, seconds);
    const row: Row = { setting, engine: [], loop: [], batched: [] };
    for (let round = 0; round < rounds; round++) {
      row.engine.push(characterRate(setting, step, seconds));
      if (typeof peer !== 'string') {
        row.loop.push(await peer.rate('loop', setting, seconds));
        row.batched.push(await peer.rate('batched', setting, seconds));
      }
    }
    rows.push(row);
    process.stderr.write(`${setting.name} measured\n`);
  }
  return rows;
}

const ratio = (a: readonly number[], b: readonly number[]) =>
  b.length > 0 ? `${median(a.map((value, i) => value / b[i]!)).toFixed(2)}×` : '–';

const peer = await NumpyPeer.start(script);
const rows = await throughput(peer);
if (typeof peer !== 'string') peer.close();
const latencies = [
  await hostLatency('H 64', 64, built, values.quick ? 3 : 15),
  await hostLatency('H 1024', 1024, built, values.quick ? 3 : 15),
];

const lines = [
  `${os.cpus()[0]?.model.trim()}, ${os.availableParallelism()} cores, Node ${process.versions.node}; ${rounds} interleaved rounds of ${seconds} s, medians, one thread.`,
  '',
  '| setting | reference engine, characters/s | spread | GFLOP/s | against numpy, min-char-rnn style | against numpy, batched float32 |',
  '|---|---|---|---|---|---|',
  ...rows.map(({ setting, engine, loop, batched }) => {
    const gigaflops = (median(engine) * operationsPerCharacter(setting)) / 1e9;
    const { name, vocabulary: V, hidden: H, length: T, batch: B } = setting;
    return `| ${name} (V ${V}, H ${H}, T ${T}, B ${B}) | ${short(median(engine))} | ± ${spread(engine)} | ${gigaflops.toFixed(2)} | ${ratio(engine, loop)} | ${ratio(engine, batched)} |`;
  }),
  '',
  ...(typeof peer === 'string' ? [`The numpy peers were not measured: ${peer}.`, ''] : []),
  '| while 12 runs train on all cores | pause answered in, median (largest) | stop | longest turn of the event loop |',
  '|---|---|---|---|',
  ...latencies.map(
    ({ name, pause, stop, longestTurn }) =>
      `| ${name} | ${pause[0].toFixed(1)} ms (${pause[1].toFixed(1)} ms) | ${stop.toFixed(1)} ms | ${longestTurn.toFixed(1)} ms |`,
  ),
];
process.stdout.write(`${lines.join('\n')}\n`);
if (values.out !== undefined)
  writeFileSync(values.out, `${JSON.stringify({ rounds, seconds, rows, latencies }, null, 2)}\n`);
