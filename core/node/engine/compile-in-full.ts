import { setFlagsFromString } from 'node:v8';
import { instantiate, type KernelBuild, type KernelUse } from '../../network/fast/kernels.ts';
import { sharedMemory, webAssembly } from '../../network/fast/web-assembly.ts';

/**
 * Compiles all kernels with V8's optimising compiler at once, on all cores; as a rule it begins with a quick one and
 * compiles again what is called often.
 * @param flag V8's flag for pairs that was set; null: none
 */
export function compileInFull(build: KernelBuild, use: KernelUse, flag: string | null): void {
  if (!webAssembly) return;
  // Versions that have the flag inline by what the quick compiler has counted, which there is none of.
  const usual = ['liftoff', 'wasm-lazy-compilation', ...(flag ? ['wasm-inlining'] : [])];
  for (const name of usual) setFlagsFromString(`--no-${name}`);
  try {
    instantiate(build, sharedMemory(1), use);
  } finally {
    for (const name of usual) setFlagsFromString(`--${name}`);
  }
}
