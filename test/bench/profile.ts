import { fastEngineOn } from '../../core/network/fast/fast-engine.ts';
import { instantiate, kernelBuilds, type KernelBuild } from '../../core/network/fast/kernels.ts';
import { webAssembly } from '../../core/network/fast/web-assembly.ts';
import { digits, percent, table } from './document.ts';
import { KernelTimes, parts, products, timedSubject, type PartName } from './kernel-times.ts';
import { rooflinePeer } from './roofline.ts';
import { interleaved } from './rounds.ts';
import type { Plan, Section } from './section.ts';
import { charactersPerStep, describeSetting, settings, type Setting } from './settings.ts';
import { median, medianRatio } from './statistics.ts';
import { subject } from './subject.ts';
import { secondsPerCall } from './timing.ts';

const rest = 'between kernels';
type Row = PartName | typeof rest;

/** Floating-point operations of the matrix parts of a step. */
function operationsOf(setting: Setting): Partial<Record<Row, number>> {
  const { vocabulary: V, hidden: H, length: T, batch: B } = setting;
  const characters = charactersPerStep(setting);
  const hidden = 2 * H * H;
  const output = 2 * H * V;
  return {
    'Whh h': hidden * characters,
    'Why h': output * characters,
    'Whyᵀ δ': output * characters,
    // Nothing goes back from the first step of a sequence.
    'Whhᵀ ∂E/∂u': hidden * (T - 1) * B,
    '∂E/∂Whh': hidden * characters,
    '∂E/∂Why': output * characters,
  };
}

/** What the clock costs a call, in seconds. */
interface Clock {
  /** What it adds to the time it shows. */
  readonly shown: number;
  /** What it adds to the step. */
  readonly whole: number;
}

/** By the calls of a kernel that does nothing, with and without the clock. */
function clockOf(build: KernelBuild, setting: Setting): Clock {
  if (!webAssembly) throw new TypeError('This JavaScript engine has no WebAssembly.');
  const memory = new webAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const { ownMemory } = instantiate(build, memory);
  const times = new KernelTimes();
  const partOf = products(setting);
  // Most calls are products, for which the address is looked up.
  const timed = times.timed(ownMemory, ([address]) => parts.indexOf(partOf(address)));
  const calls = 20_000;
  const perCall = (call: () => void) => {
    const begun = performance.now();
    for (let i = 0; i < calls; i++) call();
    return (performance.now() - begun) / 1000 / calls;
  };
  const tries = Array.from({ length: 20 }, () => {
    times.reset();
    const whole = perCall(() => timed(4096));
    const bare = perCall(() => ownMemory());
    const shown = times.seconds.reduce((sum, each) => sum + each, 0) / calls;
    return { shown: Math.max(0, shown - bare), whole: Math.max(0, whole - bare) };
  });
  return { shown: median(tries.map((each) => each.shown)), whole: median(tries.map((each) => each.whole)) };
}

interface Profile {
  readonly clock: Clock;
  /** Seconds of a step without and with the clock, in each round. */
  readonly bare: readonly number[];
  readonly timed: readonly number[];
  /** Seconds of the timed step, less what the clock costs. */
  readonly step: readonly number[];
  /** Floating-point operations per second. */
  readonly roofline: readonly number[];
  /** Seconds of a step in each part, the clock's own taken off. */
  readonly parts: Readonly<Record<Row, readonly number[]>>;
  /** Calls of kernels in a step. */
  readonly calls: number;
}

async function profileOf(setting: Setting, build: KernelBuild, { rounds, seconds }: Plan): Promise<Profile> {
  const clock = clockOf(build, setting);
  const times = new KernelTimes();
  const plain = subject(fastEngineOn(build), setting);
  const { step } = timedSubject(build, setting, times);
  const seen: { step: number; parts: number[] }[] = [];
  let calls = 0;
  const roof = rooflinePeer(build);
  const measured = await interleaved(
    [
      { name: 'bare', measure: (time) => secondsPerCall(plain.step, time) },
      {
        name: 'timed',
        measure: (time) => {
          times.reset();
          let steps = 0;
          const perStep = secondsPerCall(() => {
            step();
            steps++;
          }, time);
          calls = times.calls.reduce((sum, each) => sum + each, 0) / steps;
          seen.push({
            step: perStep - calls * clock.whole,
            parts: Array.from(times.seconds, (each, i) => (each - clock.shown * times.calls[i]) / steps),
          });
          return perStep;
        },
      },
      roof,
    ],
    rounds,
    seconds,
  );
  // The first was to warm up.
  const inRounds = seen.slice(1);
  const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0);
  const own = (i: number) => inRounds.map((round) => round.parts[i]);
  return {
    clock,
    bare: measured['bare'],
    timed: measured['timed'],
    step: inRounds.map((round) => round.step),
    roofline: measured[roof.name],
    parts: Object.fromEntries([
      ...parts.map((name, i) => [name, own(i)]),
      [rest, inRounds.map((round) => round.step - sum(round.parts))],
    ]) as Profile['parts'],
    calls,
  };
}

/** Time of each part of a step, as measured by a clock around every call of a kernel. */
export const profile: Section = {
  name: 'profile',
  title: 'Where the time goes',
  async measure(plan) {
    const [build] = kernelBuilds();
    if (!build) throw new Error('No build of the kernels runs here.');
    const raw: Record<string, Profile> = {};
    for (const setting of settings) {
      raw[setting.name] = await profileOf(setting, build, plan);
      process.stderr.write(`profile ${setting.name} measured\n`);
    }
    const rowOf = (row: Row) => [row, ...settings.map((setting) => cell(setting, raw[setting.name], row))];
    const ofEach = (name: string, value: (profile: Profile, setting: Setting) => string) => [
      name,
      ...settings.map((setting) => value(raw[setting.name], setting)),
    ];
    const rows = [...parts, rest].filter((row) =>
      settings.some((setting) => median(raw[setting.name].parts[row as Row]) !== 0),
    ) as Row[];
    return {
      lines: [
        `float32 ${build}, one thread, softmax + cross-entropy, Adagrad, norm clipping. A clock stands around every call of a kernel; what it costs is measured on a kernel that does nothing, and taken off. Each part: its time, its share of the step; of products also the rate and its share of the roofline in the same rounds. Where a step has fewer than four sequences, tanh and 1 − h² stand with the products of Whh, in one call. ‘${rest}’ is the remainder: reading the batch in, clearing, copying states, JavaScript.`,
        '',
        ...table(
          ['part', ...settings.map(describeSetting)],
          [
            ...rows.map(rowOf),
            ofEach('all products', (profile, setting) => allProducts(profile, setting)),
            ofEach('the step', ({ step }) => microseconds(step)),
            ofEach('the step without a clock, in the same rounds', ({ bare }) => microseconds(bare)),
            ofEach('what the clock cost it', ({ bare, timed }) => percent(medianRatio(timed, bare) - 1)),
            ofEach('calls of kernels', ({ calls }) => digits(calls)),
          ],
        ),
      ],
      raw,
    };
  },
};

const microseconds = (seconds: readonly number[]) => `${digits(1e6 * median(seconds))} µs`;

/** What a rate is in words, and as a share of the roofline. */
function rate(operations: number, seconds: readonly number[], roofline: readonly number[]): string {
  const rates = seconds.map((each) => operations / each);
  return `${digits(median(rates) / 1e9)} GFLOP/s, ${percent(medianRatio(rates, roofline))}`;
}

function cell(setting: Setting, { step, parts: own, roofline }: Profile, row: Row): string {
  const seconds = own[row];
  const operations = operationsOf(setting)[row];
  const share = `${microseconds(seconds)}, ${percent(medianRatio(seconds, step))}`;
  return operations === undefined ? share : `${share}; ${rate(operations, seconds, roofline)}`;
}

function allProducts({ step, parts: own, roofline }: Profile, setting: Setting): string {
  const operations = Object.entries(operationsOf(setting));
  const seconds = step.map((_, round) => operations.reduce((sum, [row]) => sum + own[row as Row][round], 0));
  const all = operations.reduce((sum, [, each]) => sum + each, 0);
  return `${percent(medianRatio(seconds, step))}; ${rate(all, seconds, roofline)}`;
}
