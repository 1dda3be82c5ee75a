/** Signs that stand for others: what Chinese keyboards, word processors and mathematicians write. */
const signs: Readonly<Record<string, string>> = {
  '×': '*',
  '·': '*',
  '⋅': '*',
  '∙': '*',
  '∗': '*',
  '÷': '/',
  '∕': '/',
  '−': '-',
  '–': '-',
  '—': '-',
  '﹣': '-',
  '、': ',',
  '。': '.',
  '∑': 'Σ',
  '\u3000': ' ',
  '\u00a0': ' ',
};

/** The text with full-width letters, digits and signs as the usual ones, each at its own place. */
export function plainCharacters(source: string): string {
  return source.replace(/[^\u0020-\u007e]/g, (sign) => {
    const code = sign.charCodeAt(0);
    // The full-width forms of ASCII stand in the same order.
    if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
    return signs[sign] ?? sign;
  });
}
