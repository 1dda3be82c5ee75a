/** Why what was typed into a field is no number that it takes. */
export const numbersEn = {
  none: 'This must be a number.',
  whole: 'This must be a whole number.',
  tooLarge: 'This number is too large.',
  byZero: 'Nothing can be divided by 0.',
  ambiguous: (text: string, one: number, other: number) =>
    `${text} may be ${one} or ${other}: type one of them.`,
  atLeast: (least: number) => `This must be at least ${least}.`,
  above: (least: number) => `This must be above ${least}.`,
  atMost: (most: number) => `This may be at most ${most}.`,
};

export type NumberWords = typeof numbersEn;

export const numbersZhHans: NumberWords = {
  none: '这里须填一个数。',
  whole: '这里须填整数。',
  tooLarge: '这个数太大。',
  byZero: '不能除以 0。',
  ambiguous: (text, one, other) => `${text} 可能是 ${one}，也可能是 ${other}：请明确写出其中一个。`,
  atLeast: (least) => `不能小于 ${least}。`,
  above: (least) => `须大于 ${least}。`,
  atMost: (most) => `不能大于 ${most}。`,
};
