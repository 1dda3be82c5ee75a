import type { DuelLine } from './duel.ts';

/** Collects what one network says, position after position. */
export class LineRecord {
  readonly #vocabulary: Uint32Array;
  readonly #said: Omit<DuelLine, 'bitsPerCharacter' | 'meanEntropy'>;

  /**
   * @param vocabulary code point of each index
   * @param most characters named at a position
   */
  constructor(positions: number, vocabulary: Uint32Array, most: number) {
    const top = Math.min(most, vocabulary.length);
    this.#vocabulary = vocabulary;
    this.#said = {
      characters: new Uint32Array(positions),
      probability: new Float64Array(positions),
      from: new Float64Array(positions),
      entropy: new Float64Array(positions),
      top,
      topCharacters: new Uint32Array(positions * top),
      topProbability: new Float64Array(positions * top),
      topFrom: new Float64Array(positions * top),
      rest: new Float64Array(positions),
    };
  }

  /**
   * @param p V probabilities of the next character
   * @param index the character that comes
   */
  add(position: number, p: Float64Array, index: number): void {
    const said = this.#said;
    const best: number[] = [];
    const starts: number[] = [];
    let sum = 0;
    let rest = 0;
    let entropy = 0;
    for (let i = 0; i < p.length; i++) {
      const each = p[i];
      if (i === index) said.from[position] = sum;
      if (each > 0) entropy -= each * Math.log2(each);
      if (best.length < said.top || each > p[best.at(-1)!]) {
        let place = best.length;
        while (place > 0 && each > p[best[place - 1]]) place--;
        best.splice(place, 0, i);
        starts.splice(place, 0, sum);
        if (best.length > said.top) {
          rest += p[best.pop()!];
          starts.pop();
        }
      } else rest += each;
      // In the order in which a character is drawn, so that u lies in the interval bit for bit.
      sum += each;
    }
    said.characters[position] = this.#vocabulary[index];
    said.probability[position] = p[index];
    said.entropy[position] = entropy;
    said.rest[position] = rest;
    best.forEach((each, k) => {
      const at = position * said.top + k;
      said.topCharacters[at] = this.#vocabulary[each];
      said.topProbability[at] = p[each];
      said.topFrom[at] = starts[k];
    });
  }

  line(): DuelLine {
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const said = this.#said;
    return {
      ...said,
      bitsPerCharacter: mean(said.probability.map((p) => -Math.log2(p))),
      meanEntropy: mean(said.entropy),
    };
  }
}
