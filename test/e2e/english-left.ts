import type { Page } from 'playwright';

/**
 * Words that are no English on a Chinese screen: names of layers, losses and optimisers as they are written in formulas
 * and on the command line, symbols, units, formats, files, keys, people, and the text that the model learned.
 */
const allowed = [
  // the rest of a long name
  /[\w-]+…/g,
  // output layers, losses, activations, optimisers
  /\b(linear|sigmoid|softmax|quadratic|cross-entropy|exponential|tanh|relu|SGD|Momentum|Adagrad|RMSprop|Adam)\b/g,
  /\b(quad\.|CE\b|focal|squentropy|label-smoothed|rescaled square|multi-class hinge|scaled|clipped)/g,
  /\b(Huber|log-cosh|Poisson|Brier|BCa|Holm|Witten–Bell|Reber)\b/g,
  // the program, its commands and what they are written in
  /\b(Loss Lab|loss-lab|trust-plugin|compare|JavaScript|Float64Arrays?|Markdown|English|contract|WASM SIMD)\b/g,
  /\b(TensorBoard|PyTorch|ONNX|Jupyter|LaTeX|KaTeX|Python)\b/g,
  // formats, files, encodings, precisions
  /\b[\w.*-]+\.(csv|json|html|md|txt|mjs|ts|zip|losslab|npz)\b|\.mjs|\.zip/g,
  /\b(SVG|PNG|CSV|PDF|DOI|JSON|SHA-256|UTF-8|ASCII|NUL|LF|CR|BOM|float32|float64|U\+[0-9A-F]{4})\b/g,
  // quantities and units
  /\b(dhnext|Wxh|Whh|Why|bh|by|log₂|log|ln|cosh|exp|target|y_target|where|max|min|sum|GB|MB|kB|min|ms|GiB|one-hot)\b|∂\w+|d?E\/d\w+/g,
  // keys
  /\b(Ctrl|Shift|Alt|Esc|Escape|Enter|Home|End|Page Up|Page Down|PageUp|PageDown|Tab|F6)\b/g,
  // how a text is dealt out among readings: ids of the command line
  /\b(clipped|none|by-itself)\b(?=:)/g,
];

/** Parts of the page that hold what people, programs or the model wrote. */
const foreign =
  '[lang=""], [lang="en"], [lang="zh-Hans"]:not(html), .katex, pre, code, kbd, textarea, iframe, .mono, [data-testid="corpus-name"], .gap-list';

/** Everything on the page that can be read or heard and has English words in it. */
export async function englishLeft(page: Page): Promise<string[]> {
  const seen = await page.evaluate((skipped) => {
    const found: string[] = [];
    const isForeign = (element: Element) => element.closest(skipped) !== null;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement!;
      if (!parent.closest('script, style') && parent.checkVisibility() && !isForeign(parent))
        found.push(node.textContent!);
    }
    const attributes = ['title', 'aria-label', 'placeholder', 'aria-valuetext', 'aria-roledescription'];
    for (const element of document.querySelectorAll(attributes.map((name) => `[${name}]`).join()))
      if (element.checkVisibility() && !isForeign(element))
        for (const name of attributes) found.push(element.getAttribute(name) ?? '');
    return [...new Set(found.map((text) => text.replace(/\s+/g, ' ').trim()))];
  }, foreign);
  return seen.filter((text) =>
    /[a-z]{2,}/i.test(allowed.reduce((rest, words) => rest.replace(words, ''), text)),
  );
}
