import katex from 'katex';
import { Html } from '../../figures/drawing/markup.ts';

/**
 * A formula as MathML, which browsers set by themselves and screen readers speak. The TeX is of the lab's own making, but
 * for names of parameters that somebody typed, which KaTeX escapes; no command that reaches further is trusted. Within HTML
 * MathML needs no namespace, and the TeX beside it would only make the page longer.
 */
export const mathematics = (tex: string): Html =>
  new Html(
    katex
      .renderToString(tex, {
        output: 'mathml',
        throwOnError: false,
        strict: 'ignore',
        trust: false,
        maxSize: 10,
        maxExpand: 200,
      })
      .replace(/ xmlns="[^"]*"/, '')
      .replace(/<annotation encoding="application\/x-tex">[^<]*<\/annotation>/, ''),
  );
