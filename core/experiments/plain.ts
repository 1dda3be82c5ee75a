/** Plain data as who asks or answers holds it: nobody changes what was sent. */
export type Plain<T> = T extends string | number | boolean | null | undefined | Uint8Array | Float64Array
  ? T
  : { readonly [Key in keyof T]: Plain<T[Key]> };
