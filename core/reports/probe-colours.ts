import { html, type Html } from './html-template.ts';
import { significant } from './number-format.ts';

/** Shades on either side of white. */
export const shades = 16;

const ends = { negative: [0, 114, 178], positive: [213, 94, 0] } as const;

/** The colour of a shade, −16 … 16: blue for negative, orange for positive, white for 0. */
export function shade(level: number): string {
  const end = level < 0 ? ends.negative : ends.positive;
  const share = Math.min(1, Math.abs(level) / shades);
  const part = (i: 0 | 1 | 2) => Math.round(255 + share * (end[i] - 255));
  return `rgb(${part(0)},${part(1)},${part(2)})`;
}

/** Shade of a share of the scale, −1 … 1; beyond, the last shade. */
export const levelOf = (share: number): number =>
  Math.max(-shades, Math.min(shades, Math.round(share * shades)));

/** Whether white text is read on it better than black: on the dark blues, not on any orange. */
export const isDark = (level: number): boolean => level < -0.7 * shades;

/** A bar of all shades with figures below it. @param value of a share of the scale */
export function colourBar(width: number, title: string, value: (share: number) => number): Html {
  const count = 2 * shades + 1;
  const w = width / count;
  return html`<text class="axis-title" x="0" y="-6">${title}</text>
    ${Array.from(
      { length: count },
      (_, i) =>
        html`<rect
          x="${(i * w).toFixed(2)}"
          width="${(w + 0.3).toFixed(2)}"
          height="12"
          fill="${shade(i - shades)}"
        />`,
    )}
    <rect class="axis" width="${width}" height="12" />
    ${[-1, -0.5, 0, 0.5, 1].map(
      (share) =>
        html`<text class="tick" x="${((share + 1) / 2) * width}" y="27" text-anchor="middle">
          ${significant(value(share), 2)}
        </text>`,
    )}`;
}
