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
import { compileInFull } from './compile-in-full.ts';
import { measuredUse, tilesToTry } from './measured-use.ts';
import { attemptWentWell, noteAttempt, rememberedUse, rememberUse } from './remembered-use.ts';
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
  /** Whether `use` was measured now or in an earlier process, was asked for, or there is no other. */
  readonly from: 'measured' | 'remembered' | 'asked for' | 'nothing else to choose';
  /** Why 256 bits are not used though V8 has them; null where they are, or where it does not. */
  readonly failure: string | null;
  /** Milliseconds of compiling in full, of the self-test, and of measuring. */
  readonly milliseconds: { readonly compile: number; readonly selfTest: number; readonly measure: number };
}

const narrow: KernelUse = { bits: 128, tile: '6x8' };

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
  const milliseconds = { compile: 0, selfTest: 0, measure: 0 };
  const plain = {
    wish,
    build,
    flag: null,
    use: narrow,
    from: 'asked for',
    failure: null,
    milliseconds,
  } as const;
  if (!build || wish === '128') return plain;

  const { arch, platform, versions } = process;
  const flag = wideFlag({ v8: versions.v8, arch, platform });
  if (!flag && wish === '256') {
    const note = '256 bits were asked for, which are not to be had here';
    return { ...plain, use: { ...narrow, note }, failure: note };
  }
  if (!flag && tilesToTry(arch, 128).length === 1) return { ...plain, from: 'nothing else to choose' };
  const folder = configFolder();
  const on = machineKey(build, flag);
  const remembered = rememberedUse(folder, on);
  if (!flag && remembered) return { ...plain, use: remembered, from: 'remembered' };

  const without = (failure: string): EngineSetUp => {
    // The same bytes would be answered with what was compiled already.
    const use = { ...narrow, apart: 'narrow', note: `256 bits failed: ${failure}` };
    return { ...plain, use, from: 'measured', failure, milliseconds };
  };
  if (flag) {
    if (!remembered && !noteAttempt(folder, on)) return without('V8 ended the process that tried them');
    setFlagsFromString(flag);
  }
  milliseconds.compile = timed(() => compileInFull(build, narrow, flag))[1];
  if (flag) {
    const reference = { ...narrow, apart: 'reference' };
    const [differing, time] = timed(() => differingKernels(build, narrow, reference));
    milliseconds.selfTest = time;
    if (!remembered) attemptWentWell(folder);
    if (differing.length > 0) {
      setFlagsFromString(flag.replace('--', '--no-'));
      return without(`other results of ${differing.join(', ')}`);
    }
  }
  const done = { wish, build, flag, failure: null, milliseconds };
  if (wish === '256') return { ...done, use: { bits: 256, tile: '6x16' }, from: 'asked for' };
  if (remembered) return { ...done, use: remembered, from: 'remembered' };
  const [measured, time] = timed(() => measuredUse(build, narrow));
  milliseconds.measure = time;
  void rememberUse(folder, on, measured);
  return { ...done, use: measured, from: 'measured' };
}

let present: EngineSetUp | null = null;

/** Sets the float32 engine up for this process, at the first call; see `EngineSetUp`. @throws LabError `bad-argument` */
export function setUpEngine(): EngineSetUp {
  present ??= choose();
  useKernels(present.use);
  return present;
}
