import { atom, type Notation } from './notation.ts';

/** The letter of an output: i the one that is looked at, j and k those that are summed over. */
export type OutputIndex = 'i' | 'j' | 'k';

const small = { i: 'ᵢ', j: 'ⱼ', k: 'ₖ' } as const;

/** Functions of all outputs together: inside them no single output is meant. */
const ofAll = /^(softmax|logsumexp|logsoftmax|firstmax)$/;

/** A letter of an output. */
export const letterAt = (letter: string, index: OutputIndex): Notation =>
  atom(`${letter}_{${index}}`, `${letter}${small[index]}`);

/**
 * A formula in y, t and z as one of the output `index`: yᵢ, tᵢ and zᵢ; under a Σ of its own the next letter counts.
 * @param letter what stands for a letter outside such sums
 */
export function indexed(
  notation: Notation,
  index: OutputIndex,
  letter: (name: string) => Notation = (name) => letterAt(name, index),
): Notation {
  const go = (part: Notation): Notation => indexed(part, index, letter);
  switch (notation.kind) {
    case 'atom':
      return /^[ytz]$/.test(notation.plain) ? letter(notation.plain) : notation;
    case 'sum':
      return { ...notation, terms: notation.terms.map(({ negative, of }) => ({ negative, of: go(of) })) };
    case 'product':
      return { ...notation, factors: notation.factors.map(go) };
    case 'quotient':
      return { ...notation, above: go(notation.above), below: go(notation.below) };
    case 'power':
      return { ...notation, base: go(notation.base), exponent: go(notation.exponent) };
    case 'call':
      if (ofAll.test(notation.plain) || (notation.plain === 'max' && notation.values.length === 1))
        return notation;
      return { ...notation, values: notation.values.map(go) };
    case 'bars':
    case 'root':
    case 'marked':
    case 'struck':
      return { ...notation, of: go(notation.of) };
    case 'total':
      return {
        kind: 'total',
        index: index === 'i' ? 'j' : 'k',
        of: indexed(notation.of, index === 'i' ? 'j' : 'k'),
      };
    // The target is one output, whichever is looked at.
    case 'entry':
      return notation;
    case 'dot':
    case 'relation':
      return { ...notation, left: go(notation.left), right: go(notation.right) };
    case 'cases':
      return {
        ...notation,
        rows: notation.rows.map(([value, condition]) => [go(value), condition && go(condition)] as const),
      };
  }
}
