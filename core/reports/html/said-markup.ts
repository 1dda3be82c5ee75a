import { html, type Html, type Part } from '../../figures/drawing/markup.ts';
import type { Say } from '../../words/said/say.ts';

/** `html` for a sentence with marks in it, in the language of the page: its marks are part of the key. */
export const markupIn =
  (say: Say) =>
  (english: TemplateStringsArray, ...parts: readonly Part[]): Html => {
    const { words, order } = say.wording(english);
    return html(words, ...order.map((place) => parts[place]));
  };
