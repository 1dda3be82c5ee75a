import { dashLengths } from '../../core/contract/arm-look.ts';
import type { ArmLook } from '../../core/contract/arm-look.ts';

const svgNamespace = 'http://www.w3.org/2000/svg';

/**
 * What decides how a shape looks, all of which may stand as attributes of an SVG element. Inner elements inherit these
 * from outer ones …
 */
const inherited = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'visibility',
  'font-family',
  'font-size',
  'font-style',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
  'paint-order',
  'image-rendering',
] as const;
/** … and have these values if nothing else is said. */
const initial = { opacity: '1', 'vector-effect': 'none' } as const;

/** Attributes that matter on a live page only. */
const ofThePage = /^(class|style|id|role|tabindex|data-.*|aria-.*|on.*)$/;

/** A line of an exported picture's legend. */
export interface LegendEntry {
  readonly label: string;
  readonly look: ArmLook;
}

export interface PictureWords {
  readonly title: string;
  readonly note?: string | undefined;
  readonly legend?: readonly LegendEntry[] | undefined;
}

/** A copy that looks the same without the page's style sheets. What has `data-screen-only`, or is not seen, stays out. */
function standalone(original: Element, outer: CSSStyleDeclaration | null = null): Element | null {
  const style = getComputedStyle(original);
  if (style.display === 'none' || original.hasAttribute('data-screen-only')) return null;
  const copy = document.createElementNS(svgNamespace, original.localName);
  // References within a picture (clip paths, gradients) are by id: what defines something keeps its own.
  const defines = original.closest('defs, clipPath, linearGradient, pattern') !== null;
  for (const { name, value } of original.attributes)
    if (!ofThePage.test(name) || (name === 'id' && defines)) copy.setAttribute(name, value);
  for (const name of inherited) {
    const value = style.getPropertyValue(name);
    if (value !== outer?.getPropertyValue(name)) copy.setAttribute(name, value);
    else copy.removeAttribute(name);
  }
  for (const [name, usual] of Object.entries(initial)) {
    const value = style.getPropertyValue(name);
    if (value !== usual) copy.setAttribute(name, value);
  }
  for (const node of original.childNodes) {
    const child =
      node instanceof Element ? standalone(node, style) : node instanceof Text ? node.cloneNode() : null;
    if (child) copy.append(child);
  }
  return copy;
}

function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  text?: string,
): Element {
  const made = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

const family = "'Inter Variable', Inter, system-ui, sans-serif";
const padding = 16;
const lineHeight = 18;

/** Rows of a legend that fit a width; words are measured by their number of letters, generously. */
function legendRows(
  legend: readonly LegendEntry[],
  width: number,
): (LegendEntry & { x: number; y: number })[] {
  let [x, row] = [0, 0];
  return legend.map((entry) => {
    const needed = 44 + entry.label.length * 6.6;
    if (x > 0 && x + needed > width) [x, row] = [0, row + 1];
    const place = { ...entry, x, y: row * lineHeight };
    x += needed;
    return place;
  });
}

/**
 * The source of a picture that stands by itself: the chart as it is drawn now, under its title, on the page's panel
 * colour, with a legend. Fonts go by name: a viewer without them takes its own.
 */
export function pictureOf(chart: SVGSVGElement, { title, note, legend = [] }: PictureWords): string {
  const box = chart.getBoundingClientRect();
  const width = Math.max(1, Math.round(box.width));
  const height = Math.max(1, Math.round(box.height));
  const page = getComputedStyle(document.documentElement);
  const colour = (token: string) => page.getPropertyValue(token).trim();
  const top = padding + (note === undefined ? 24 : 42);
  const entries = legendRows(legend, width);
  const below = entries.length > 0 ? entries.at(-1)!.y + lineHeight + 8 : 0;
  const size = { width: width + 2 * padding, height: top + height + below + padding };
  const picture = element('svg', { ...size, viewBox: `0 0 ${size.width} ${size.height}` });
  picture.append(
    element('title', {}, note === undefined ? title : `${title} — ${note}`),
    element('rect', { width: size.width, height: size.height, fill: colour('--panel') }),
    element(
      'text',
      {
        x: padding,
        y: padding + 13,
        fill: colour('--text'),
        'font-family': family,
        'font-size': 13,
        'font-weight': 600,
      },
      title,
    ),
  );
  const small = { fill: colour('--muted'), 'font-family': family, 'font-size': 11 };
  if (note !== undefined) picture.append(element('text', { ...small, x: padding, y: padding + 30 }, note));
  const inner = standalone(chart);
  if (inner) {
    for (const [key, value] of Object.entries({ x: padding, y: top, width, height }))
      inner.setAttribute(key, String(value));
    if (!inner.hasAttribute('viewBox')) inner.setAttribute('viewBox', `0 0 ${width} ${height}`);
    picture.append(inner);
  }
  for (const { label, look, x, y } of entries) {
    const at = { x: padding + x, y: top + height + 12 + y };
    picture.append(
      element('line', {
        x1: at.x,
        x2: at.x + 22,
        y1: at.y,
        y2: at.y,
        stroke: look.light,
        'stroke-width': 2.5,
        ...(look.line === 'solid' ? {} : { 'stroke-dasharray': dashLengths[look.line] }),
      }),
      element('text', { ...small, x: at.x + 28, y: at.y + 4 }, label),
    );
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture)}\n`;
}

/** The picture as PNG, twice as large: for slides and paper. */
export async function pngOf(svg: string, scale = 2): Promise<Uint8Array> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
    const context = canvas.getContext('2d');
    if (!context) throw new Error('The picture could not be drawn.');
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error('The picture could not be written as PNG.');
    return new Uint8Array(await blob.arrayBuffer());
  } finally {
    URL.revokeObjectURL(url);
  }
}
