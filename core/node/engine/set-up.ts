import { createHash } from 'node:crypto';
import os from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { LabError } from '../../errors.ts';
import {
  kernelBuilds,
  kernelBytes,
  useKernels,
  type KernelBuild,
  type KernelUse,
} from '../../network/fast/kernels.ts';
import { differingKernels } from '../../network/fast/self-test.ts';
import { configFolder } from '../plugins/config-folder.ts';
import { compileInFull } from './compile.ts';
import { measuredUse } from './measured-use.ts';
import { rememberedUse, rememberUse } from './remembered-use.ts';
import { wideFlag } from './wide-flag.ts';

/** What `LOSS_LAB_SIMD` may say. */
const wishes = ['128', '256', 'auto'] as const;

/** How the float32 engine runs in this process. */
export interface EngineSetUp {
  readonly wish: (typeof wishes)[number];
  /** Null where there is no WASM SIMD, and so no float32. */
  readonly build: KernelBuild | null;
  /** V8's flag that was set; null: none. */
  readonly flag: string | null;
  readonly use: KernelUse;
  /** Whether use was measured now, in an earlier process, or asked for. */
  readonly from: 'measured' | 'remembered' | 'asked for';
  /** Kernels that were not the same bit for bit at 256 bits; null: there was nothing to hold against each other. */
  readonly differing: readonly string[] | null;
  /** Milliseconds of compiling in full, of the self-test, and of measuring. */
  readonly milliseconds: { readonly compile: number; readonly selfTest: number; readonly measure: number };
}

const narrow: KernelUse = { bits: 128, panels: 1 };

function timed<Result>(work: () => Result): [Result, number] {
  const begun = performance.now();
  const result = work();
  return [result, performance.now() - begun];
}

/** Machine and versions that a measurement holds for. */
function machineKey(build: KernelBuild, flag: string | null): string {
  const kernels = createHash('sha256').update(kernelBytes(build)).digest('hex').slice(0, 12);
  const processor = os.cpus()[0]?.model.trim() ?? 'unknown';
  return [processor, process.arch, `V8 ${process.versions.v8}`, flag ?? 'no flag', kernels].join(' | ');
}

/** @throws LabError `bad-argument` */
function wishOf(value: string | undefined): EngineSetUp['wish'] {
  const wish = wishes.find((each) => each === (value || 'auto'));
  if (wish) return wish;
  throw new LabError('bad-argument', `LOSS_LAB_SIMD may be 128, 256 or auto, not '${value}'.`);
}

/**
 * Chooses how the kernels are used, and has them compiled. Before any other thread or network compiles them: V8's flag
 * holds for what is compiled later, in all threads.
 */
function choose(): EngineSetUp {
  const wish = wishOf(process.env['LOSS_LAB_SIMD']);
  const [build = null] = kernelBuilds();
  const none = { compile: 0, selfTest: 0, measure: 0 };
  const plain = { wish, build, flag: null, use: narrow, differing: null, milliseconds: none } as const;
  if (!build || wish === '128') return { ...plain, from: 'asked for' };

  const { arch, platform, versions } = process;
  const flag = wideFlag({ v8: versions.v8, arch, platform });
  if (flag) setFlagsFromString(flag);
  const on = machineKey(build, flag);
  const remembered = rememberedUse(configFolder(), on);
  if (!flag && remembered) return { ...plain, use: remembered, from: 'remembered' };

  const [, compile] = timed(() => compileInFull(build, narrow, flag));
  const reference = { ...narrow, apart: 'reference' };
  const [differing, selfTest] = flag
    ? timed(() => differingKernels(build, narrow, reference))
    : ([null, 0] as const);
  if (flag && differing && differing.length > 0) {
    setFlagsFromString(flag.replace('--', '--no-'));
    // The same bytes would be answered with what was compiled already.
    const use = { ...narrow, apart: 'narrow' };
    return { ...plain, use, from: 'measured', differing, milliseconds: { ...none, compile, selfTest } };
  }
  const [measured, measure] = remembered ? [{ ...narrow, ...remembered }, 0] : timed(() => measuredUse(build, narrow));
  if (!remembered) void rememberUse(configFolder(), on, measured);
  const use = wish === '256' ? ({ ...measured, panels: 2 } as const) : measured;
  const from = wish === '256' ? 'asked for' : remembered ? 'remembered' : 'measured';
  return { wish, build, flag, use, from, differing, milliseconds: { compile, selfTest, measure } };
}

let done: EngineSetUp | null = null;

/** Sets the float32 engine up for this process, at the first call; see `EngineSetUp`. @throws LabError `bad-argument` */
export function setUpEngine(): EngineSetUp {
  done ??= choose();
  useKernels(done.use);
  return done;
}
