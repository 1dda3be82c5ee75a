import { significant } from '../../core/words/number-format.ts';
import { codePointName } from '../../core/corpora/character-names.ts';

/** A rate as `1.9 M`. What would round to 1000 of a unit is 1.0 of the next. */
export function short(value: number): string {
  if (value >= 999.95e6) return `${(value / 1e9).toFixed(1)} G`;
  if (value >= 999.95e3) return `${(value / 1e6).toFixed(1)} M`;
  if (value >= 999.5) return `${(value / 1e3).toFixed(1)} k`;
  return value.toFixed(0);
}

/** Useful work as `2.41 GFLOP/s`. */
export const workRate = (gigaflops: number): string =>
  `${gigaflops >= 99.95 ? gigaflops.toFixed(0) : gigaflops.toFixed(gigaflops >= 9.995 ? 1 : 2)}\u00a0GFLOP/s`;

/** Seconds as `0:21` or `1:02:03`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** A figure as every number of the lab is written; a dash for what is none. */
export const written = (value: number): string => (Number.isFinite(value) ? significant(value) : '–');

/** A layer's label where there is little room: `sigmoid + CE`. The full one stands on the left. */
export const briefly = (label: string): string =>
  label.replace('cross-entropy', 'CE').replace('quadratic', 'quad.');

/** A character as a reader can tell it: `e`, `space`, `⏎`, `U+0009`. */
export function characterName(codePoint: number): string {
  if (codePoint === 0x20) return 'space';
  if (codePoint === 0x0a) return '⏎';
  const character = String.fromCodePoint(codePoint);
  return /[\p{C}\p{Z}]/u.test(character) ? codePointName(codePoint) : character;
}

/** Encoding labels as people write them. */
export const encodingName = (id: string): string =>
  id.startsWith('windows-')
    ? `W${id.slice(1)}`
    : id === 'shift_jis'
      ? 'Shift_JIS'
      : id === 'big5'
        ? 'Big5'
        : id.toUpperCase();
