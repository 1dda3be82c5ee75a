/** No-break space: a figure is never torn apart at the end of a line. */
const space = '\u00a0';

/** A number as code writes it, with a true minus sign; what has rounded to 0 has none. */
export const trueMinus = (text: string): string =>
  /^-[0.]+$/.test(text) ? text.slice(1) : text.replaceAll('-', '−');

/** 1115394 as `1 115 394`. */
export const grouped = (value: number): string =>
  trueMinus(Number.isFinite(value) ? value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, space) : String(value));

/** With fixed decimals and a true minus sign. */
export const fixed = (value: number, digits: number): string => trueMinus(value.toFixed(digits));

/**
 * A difference with the sign that figures in a table have: `+0.100`, `−0.210`, `0.000`; where the decimals would show
 * nothing of it, two digits that matter: `−3.1e−6`. A dash for what is no number.
 */
export function signed(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return '–';
  const isLost = value !== 0 && Number(value.toFixed(digits)) === 0;
  return `${value > 0 ? '+' : ''}${trueMinus(isLost ? value.toExponential(1) : value.toFixed(digits))}`;
}

/** Three significant digits, short for any size: `0.00213`, `41.2`, `3.1e−9`. */
export function significant(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return trueMinus(String(value));
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text =
    size >= 1e6 || size < 1e-4
      ? value
          .toExponential(digits - 1)
          .replace(/\.?0*e/, 'e')
          .replace('e+', 'e')
      : size >= 1e4
        ? grouped(Number(value.toPrecision(digits)))
        : String(Number(value.toPrecision(digits)));
  return trueMinus(text);
}

/** A learning rate in full, as it was set: `0.03162`, `1e−7`. */
export const rateWords = (rate: number): string => significant(rate, 15);

/** Bytes as `15.6 GiB`. */
export const gibibytes = (bytes: number): string => `${fixed(bytes / 2 ** 30, 1)} GiB`;

/** A share as a percentage: `12.5 %`; a share that rounds to 0 or 100 without being it says so. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return String(share);
  if (share > 0 && share < 0.0005) return `< 0.1${space}%`;
  if (share < 1 && share > 0.9995) return `> 99.9${space}%`;
  return `${Number((100 * share).toFixed(1))}${space}%`;
}

/** Seconds as `0.42 s`, `12.5 s`, `3 min 20 s`, `2 h 05 min`. */
export function duration(seconds: number): string {
  if (seconds < 100 || !Number.isFinite(seconds)) return `${significant(seconds)}${space}s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)}${space}min ${whole % 60}${space}s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)}${space}h ${String(minutes % 60).padStart(2, '0')}${space}min`;
}

/** Seconds as a clock shows them: `0:21`, `1:02:03`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** A rate as `1.9 M`. What would round to 1000 of a unit is 1.0 of the next. */
export function short(value: number): string {
  if (value >= 999.95e6) return `${(value / 1e9).toFixed(1)} G`;
  if (value >= 999.95e3) return `${(value / 1e6).toFixed(1)} M`;
  if (value >= 999.5) return `${(value / 1e3).toFixed(1)} k`;
  return value.toFixed(0);
}

/** `1 seed`, `5 seeds`. */
export function counted(n: number, noun: string): string {
  return `${grouped(n)} ${noun}${n === 1 ? '' : 's'}`;
}

/** Names as `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly (string | number)[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)!}`;
}

/**
 * A value with as many decimals as it takes to tell the values it stands among apart: at least three significant digits
 * of their spread, so that two that differ look different.
 */
export function shownAmong(value: number, among: Iterable<number>): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value > 0 ? '∞' : '−∞';
  let low = value;
  let high = value;
  for (const other of among) {
    if (!Number.isFinite(other)) continue;
    low = Math.min(low, other);
    high = Math.max(high, other);
  }
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (size >= 1e6 || (size > 0 && size < 1e-4)) return trueMinus(value.toPrecision(3).replace('e+', 'e'));
  const span = high - low || size || 1;
  const decimals = Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(span))));
  return decimals === 0 ? grouped(value) : fixed(value, decimals);
}
