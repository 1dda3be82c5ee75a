/**
 * Built-ins that the lab's own code rests on in a thread that a plug-in shares with it. Not `Error`: assigning `name`
 * to an error would fail.
 */
const builtins = [
  'Array',
  'ArrayBuffer',
  'Atomics',
  'BigInt',
  'BigInt64Array',
  'BigUint64Array',
  'Boolean',
  'DataView',
  'Float32Array',
  'Float64Array',
  'Function',
  'Int16Array',
  'Int32Array',
  'Int8Array',
  'JSON',
  'Map',
  'Math',
  'Number',
  'Object',
  'Promise',
  'Reflect',
  'RegExp',
  'Set',
  'SharedArrayBuffer',
  'String',
  'Symbol',
  'Uint16Array',
  'Uint32Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'WeakMap',
  'WeakSet',
  'WebAssembly',
] as const;

/** Functions of the host that the lab calls there. */
const hostFunctions = [
  'performance',
  'queueMicrotask',
  'setImmediate',
  'setTimeout',
  'structuredClone',
] as const;

const prototypeOf = (value: object) => Object.getPrototypeOf(value) as object;

/** Prototypes without a name of their own. */
function nameless(): object[] {
  const iterator = prototypeOf([][Symbol.iterator]());
  return [
    prototypeOf(Float64Array),
    prototypeOf(Float64Array.prototype),
    iterator,
    prototypeOf(iterator),
    prototypeOf(new Map()[Symbol.iterator]()),
    prototypeOf(new Set()[Symbol.iterator]()),
    prototypeOf(''[Symbol.iterator]()),
    prototypeOf(performance),
  ];
}

let hardened = false;

/**
 * Makes the built-ins of this thread unchangeable, so that a plug-in that replaces `Math.exp` or a method of arrays
 * fails at that line, instead of changing the numbers of the lab. It does not keep a plug-in from anything else.
 */
export function harden(): void {
  if (hardened) return;
  hardened = true;
  for (const object of nameless()) Object.freeze(object);
  for (const name of builtins) {
    const value = (globalThis as unknown as Record<string, object & { readonly prototype?: object }>)[name];
    Object.freeze(value);
    if (value.prototype) Object.freeze(value.prototype);
    lock(name, value);
  }
  for (const name of hostFunctions) lock(name, globalThis[name]);
}

function lock(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, writable: false, configurable: false });
}
