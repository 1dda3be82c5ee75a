import { fixed, significant } from '../../../core/words/number-format.ts';
import { visibleSign } from '../../../core/words/visible-text.ts';

/** Useful work as `2.41 GFLOP/s`. */
export const workRate = (gigaflops: number): string =>
  `${fixed(gigaflops, gigaflops >= 99.95 ? 0 : gigaflops >= 9.995 ? 1 : 2)}\u00a0GFLOP/s`;

/** A figure as every number of the lab is written; a dash for what is none. */
export const written = (value: number): string => (Number.isFinite(value) ? significant(value) : '–');

/** A layer's label where there is little room: `sigmoid + CE`. The full one stands on the left. */
export const briefly = (label: string): string =>
  label.replace('cross-entropy', 'CE').replace('quadratic', 'quad.');

/** A character of a text as one sign; CR, whose sign many fonts lack, by its name. */
export const textSign = (codePoint: number): string => (codePoint === 0x0d ? 'CR' : visibleSign(codePoint));

/** Encoding labels as people write them. */
export function encodingName(id: string): string {
  if (id.startsWith('windows-')) return `W${id.slice(1)}`;
  return { shift_jis: 'Shift_JIS', big5: 'Big5' }[id] ?? id.toUpperCase();
}

/** A time that is not known to the second: `35 s`, `4 min`. */
export const roughly = (seconds: number): string =>
  seconds < 90 ? `${Math.max(1, Math.round(seconds))}\u00a0s` : `${Math.round(seconds / 60)}\u00a0min`;
