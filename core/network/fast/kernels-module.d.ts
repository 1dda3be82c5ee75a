/** An AssemblyScript module, compiled when the lab is built. */
declare module '*?kernels' {
  /** With relaxed SIMD: a · b + c in one rounding. */
  export const relaxed: Uint8Array<ArrayBuffer>;
  /** With fixed-width SIMD only. */
  export const plain: Uint8Array<ArrayBuffer>;
}
