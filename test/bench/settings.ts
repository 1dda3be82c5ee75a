/** Sizes of a measured network: V characters, H hidden units, sequences of T steps, B of them; S is min-char-rnn's own. */
export interface Setting {
  readonly name: string;
  readonly vocabulary: number;
  readonly hidden: number;
  readonly length: number;
  readonly batch: number;
}

export const settings: readonly Setting[] = [
  { name: 'S', vocabulary: 65, hidden: 100, length: 25, batch: 1 },
  { name: 'M', vocabulary: 65, hidden: 256, length: 50, batch: 16 },
  { name: 'L', vocabulary: 65, hidden: 512, length: 50, batch: 32 },
  { name: 'CJK', vocabulary: 4000, hidden: 256, length: 25, batch: 8 },
];

/** A run as the lab makes it unless told otherwise, on a text of 65 characters. */
export const usual: Setting = { name: 'usual', vocabulary: 65, hidden: 128, length: 25, batch: 16 };

/** The setting of that name. */
export function setting(name: string): Setting {
  const found = [...settings, usual].find((each) => each.name === name);
  if (!found) throw new RangeError(`There is no setting '${name}'.`);
  return found;
}

/** Characters one training step reads: T · B. */
export const charactersPerStep = ({ length, batch }: Setting): number => length * batch;

/** Parameters without the biases: H² + 2HV. */
export const matrixParameters = ({ hidden: H, vocabulary: V }: Setting): number => H * (H + 2 * V);

/** The sizes of a setting in words. */
export const describeSetting = ({ name, vocabulary: V, hidden: H, length: T, batch: B }: Setting): string =>
  `${name} (V ${V}, H ${H}, T ${T}, B ${B})`;
