/** What decides whether V8 has the pass that makes one 256-bit operation of two neighbouring 128-bit ones. */
export interface Runtime {
  readonly v8: string;
  readonly arch: string;
  readonly platform: string;
}

/**
 * V8's flag for that pass; null where there is none that works. A flag that V8 does not know makes it write to standard
 * error, so only versions that were tried are given one. V8 before 13 has it without effect; builds for macOS and for
 * other processors than x64 leave it out. Processors without AVX2 are not changed by it.
 */
export function wideFlag({ v8, arch, platform }: Runtime): string | null {
  if (arch !== 'x64' || platform === 'darwin') return null;
  const [major = 0, minor = 0] = v8.split('.').map(Number);
  if ((major === 13 && minor >= 6) || (major === 14 && minor <= 6)) return '--experimental-wasm-revectorize';
  return major === 15 ? '--wasm-revectorize' : null;
}
