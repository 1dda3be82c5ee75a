import type { Vector } from '../outputs/vector.ts';
import { pluginError, type PluginName } from './plugin-error.ts';

/** A NaN that no arithmetic makes: what still holds it after a call was not written. */
const unwritten = { low: 0x5eed1055, high: 0x7ff8c0de };

// Taken before any plug-in runs: what it hangs onto an array of its own cannot stand in for them.
const prototype = Object.getPrototypeOf(Float64Array.prototype) as object;
const lengthOf = Object.getOwnPropertyDescriptor(prototype, 'length')!.get as (this: Float64Array) => number;
const set = Float64Array.prototype.set;
const call = Reflect.apply;

/** Four arrays that belong to a plug-in: it gets copies and its answers are copied, so that it reaches nothing of the lab's. */
export class PluginArrays {
  readonly length: number;
  readonly z: Float64Array;
  readonly y: Float64Array;
  /** δ, or q. */
  readonly out: Float64Array;
  /** The bits of `out`. */
  readonly #words: Uint32Array;
  readonly #name: PluginName;

  constructor(length: number, name: PluginName) {
    this.length = length;
    this.#name = name;
    this.z = new Float64Array(length);
    this.y = new Float64Array(length);
    this.out = new Float64Array(length);
    this.#words = new Uint32Array(this.out.buffer);
  }

  /** Copies an input in. @param from as many values as the arrays have */
  give(to: Float64Array, from: Vector): void {
    call(set, to, [from]);
  }

  /** Marks every entry of `out` as not written. */
  clear(): void {
    const words = this.#words;
    for (let i = 0; i < words.length; i += 2) {
      words[i] = unwritten.low;
      words[i + 1] = unwritten.high;
    }
  }

  /** Whether all arrays are what they were before the call. @throws LabError `bad-plugin` */
  checkShape(method: string): void {
    for (const array of [this.z, this.y, this.out])
      if (call(lengthOf, array, []) !== this.length)
        throw pluginError(this.#name, `${method} gave an array of the lab away or changed its length`);
  }

  /** @throws LabError `bad-plugin` when a call has changed an input */
  checkUnchanged(method: string, what: 'z' | 'y', before: Vector): void {
    const after = this[what];
    for (let i = 0; i < this.length; i++)
      if (after[i] !== before[i] && !(Number.isNaN(after[i]) && Number.isNaN(before[i])))
        throw pluginError(this.#name, `${method} changed ${what}[${i}], which is only to be read`);
  }

  /** @throws LabError `bad-plugin` with the first entry that a call has left out */
  checkWritten(method: string, what: string): void {
    const words = this.#words;
    for (let i = 0; i < this.length; i++)
      if (words[2 * i] === unwritten.low && words[2 * i + 1] === unwritten.high)
        throw pluginError(
          this.#name,
          `${method} left ${what}[${i}] unwritten; it must write all ${this.length}`,
        );
  }

  /** Copies what was written out. */
  take(to: Vector): void {
    call(set, to, [this.out]);
  }
}
