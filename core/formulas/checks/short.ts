/** A number in a sentence about a loss: three digits. */
export const short = (value: number): string => String(Number(value.toPrecision(3))).replace('-', '−');
