import { visibleBlock, visibleLine } from '../../words/visible-text.ts';

/** Markup that is safe to put into a page. Only `html` makes it. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

export type Part = Html | string | number | null | false | readonly Part[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

const escape = (text: string) => text.replace(/[&<>"'`]/g, (character) => entities[character]);

function render(part: Part): string {
  if (part === null || part === false) return '';
  if (part instanceof Html) return part.markup;
  if (Array.isArray(part)) return part.map(render).join('');
  return escape(visibleLine(String(part)));
}

/**
 * Markup from a template: every string in it is outside text and comes out as text, never as markup. Values of
 * attributes must stand in double quotes. Lists are joined; null and false leave nothing.
 */
export function html(strings: readonly string[], ...parts: readonly Part[]): Html {
  return new Html(strings.reduce((markup, text, i) => markup + render(parts[i - 1]) + text));
}

/** Text of several lines for a `<pre>`: line feeds stay. */
export function preformatted(text: string): Html {
  return new Html(escape(visibleBlock(text)));
}

/** A style sheet of our own making. It must not hold outside text: no escape makes that safe. */
export function styleSheet(css: string): Html {
  return new Html(`<style>${css}</style>`);
}
