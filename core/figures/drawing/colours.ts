import { rgb } from 'd3-color';
import type { MapScale } from '../figure.ts';

export type Theme = 'light' | 'dark';
type Rgb = readonly [red: number, green: number, blue: number];

/** One pair for the whole lab: negative blue, positive orange, told apart also without red or green. */
const ends: Readonly<Record<Theme, { readonly zero: Rgb; readonly negative: Rgb; readonly positive: Rgb }>> =
  {
    light: { zero: [255, 255, 255], negative: [0, 80, 190], positive: [190, 75, 0] },
    dark: { zero: [15, 18, 22], negative: [96, 160, 255], positive: [235, 120, 60] },
  };

/** Where a value stands on the scale, −1 … 1, beyond it at its end; 0 … 1 below zero on a log scale (pale to blue). */
export function shareOf(value: number, { kind, low, high }: MapScale): number {
  if (Number.isNaN(value)) return NaN;
  if (kind === 'log') {
    const share = (Math.log10(value) - Math.log10(low)) / (Math.log10(high) - Math.log10(low));
    return -(0.06 + 0.94 * Math.min(1, Math.max(0, Number.isNaN(share) ? 0 : share)));
  }
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const share = largest > 0 ? Math.min(1, Math.max(-1, value / largest)) : 0;
  return kind === 'root' ? Math.sign(share) * Math.sqrt(Math.abs(share)) : share;
}

/** The value at a share of the scale: the other way round, for the figures of a colour bar. */
export function valueAt(share: number, { kind, low, high }: MapScale): number {
  if (kind === 'log') return 10 ** (Math.log10(low) + share * (Math.log10(high) - Math.log10(low)));
  const largest = Math.max(Math.abs(low), Math.abs(high));
  return (kind === 'root' ? Math.sign(share) * share * share : share) * largest;
}

/** Places of values beyond the ends of a scale, whose colour is that of the end: a map strikes them through. A log scale has none. */
export function beyondScale(values: ArrayLike<number>, { kind, low, high }: MapScale): number[] {
  const largest = Math.max(Math.abs(low), Math.abs(high)) * (1 + 1e-9);
  if (kind === 'log') return [];
  return Array.from(values, (value, i) => (Math.abs(value) > largest ? i : -1)).filter((i) => i >= 0);
}

/** The colour of a share, −1 … 1. */
export function colourOf(share: number, theme: Theme): Rgb {
  const { zero, negative, positive } = ends[theme];
  const end = share < 0 ? negative : positive;
  const part = (i: 0 | 1 | 2) => Math.round(zero[i] + (end[i] - zero[i]) * Math.min(1, Math.abs(share)));
  return [part(0), part(1), part(2)];
}

/** Whether light text is read on it better than dark: by its luminance. */
export function isDark([red, green, blue]: Rgb): boolean {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128;
}

/** Text on light and on dark ground, in every picture. */
export const inks = { dark: '#ffffff', light: '#1b2027' } as const;

/** The colour of a cell of a map, and that of what is written on it. @param value a number */
export function cellColours(value: number, scale: MapScale, theme: Theme): { fill: string; ink: string } {
  const colour = colourOf(shareOf(value, scale), theme);
  return { fill: `rgb(${colour.join(',')})`, ink: isDark(colour) ? inks.dark : inks.light };
}

const grounds: Readonly<Record<Theme, Readonly<Record<string, string>>>> = {
  light: {
    panel: '#ffffff',
    text: '#1b2027',
    muted: '#5b6672',
    line: '#dfe3e8',
    grid: '#e6e9ee',
    accent: '#1d57c9',
  },
  dark: {
    panel: '#171b21',
    text: '#e6e9ee',
    muted: '#9aa4b1',
    line: '#262c35',
    grid: '#262c35',
    accent: '#79a8ff',
  },
};

/** What a picture takes of a theme; in a page that has variables of these names, theirs hold. */
export const ground = (theme: Theme) => grounds[theme];

/** A colour laid over a ground: opaque, so that two of them do not blend into a third. */
export function over(colour: string, share: number, under: string): string {
  const [a, b] = [rgb(colour), rgb(under)];
  const part = (top: number, bottom: number) => bottom + share * (top - bottom);
  return rgb(part(a.r, b.r), part(a.g, b.g), part(a.b, b.b)).formatHex();
}

/** Relative luminance of WCAG 2. */
function luminance(colour: string): number {
  const { r, g, b } = rgb(colour);
  const linear = (channel: number) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/** Contrast of two colours by WCAG 2, 1 … 21. */
export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** A colour for text: as given where it can be read (AA) on a theme's panel, else mixed with that theme's text until it can. */
export function readable(colour: string, theme: Theme): string {
  const { panel, text } = grounds[theme];
  for (let share = 0; share <= 1; share += 0.05) {
    const mixed = over(text, share, colour);
    if (contrast(mixed, panel) >= 4.6) return mixed;
  }
  return text;
}
