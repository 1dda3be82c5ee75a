/** The part of WebAssembly that the fast engine uses. `core` compiles without the browser's types, which declare it. */
export interface WasmMemory {
  readonly buffer: SharedArrayBuffer;
}
export type WasmModule = object;

interface WebAssemblyApi {
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
  Module: new (bytes: Uint8Array<ArrayBuffer>) => WasmModule;
  Instance: new (module: WasmModule, imports: object) => { readonly exports: unknown };
  Memory: new (descriptor: { initial: number; maximum: number; shared: true }) => WasmMemory;
}

/** Undefined on engines without WebAssembly. */
export const webAssembly = (globalThis as unknown as { WebAssembly?: WebAssemblyApi }).WebAssembly;

/** The same where there must be one. @throws TypeError without it */
export function neededWebAssembly(): WebAssemblyApi {
  if (!webAssembly) throw new TypeError('This JavaScript engine has no WebAssembly.');
  return webAssembly;
}

/** Memory that threads share, of so many pages for good. @throws TypeError without WebAssembly */
export const sharedMemory = (pages: number): WasmMemory =>
  new (neededWebAssembly().Memory)({ initial: pages, maximum: pages, shared: true });

export const pageBytes = 65536;
