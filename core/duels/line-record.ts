import type { DuelLine } from './duel.ts';

/** Collects what one network says, position after position. */
export class LineRecord {
  readonly #vocabulary: Uint32Array;
  readonly #top: number;
  readonly #characters: Uint32Array;
  readonly #probability: Float64Array;
  readonly #from: Float64Array;
  readonly #entropy: Float64Array;
  readonly #topCharacters: Uint32Array;
  readonly #topProbability: Float64Array;
  readonly #topFrom: Float64Array;
  readonly #rest: Float64Array;

  /**
   * @param vocabulary code point of each index
   * @param top most characters named at a position
   */
  constructor(positions: number, vocabulary: Uint32Array, top: number) {
    const named = Math.min(top, vocabulary.length);
    this.#vocabulary = vocabulary;
    this.#top = named;
    this.#characters = new Uint32Array(positions);
    this.#probability = new Float64Array(positions);
    this.#from = new Float64Array(positions);
    this.#entropy = new Float64Array(positions);
    this.#topCharacters = new Uint32Array(positions * named);
    this.#topProbability = new Float64Array(positions * named);
    this.#topFrom = new Float64Array(positions * named);
    this.#rest = new Float64Array(positions);
  }

  /**
   * @param p V probabilities of the next character
   * @param index the character that comes
   */
  add(position: number, p: Float64Array, index: number): void {
    const best: number[] = [];
    const starts: number[] = [];
    let sum = 0;
    let rest = 0;
    let entropy = 0;
    for (let i = 0; i < p.length; i++) {
      const each = p[i];
      if (i === index) this.#from[position] = sum;
      if (each > 0) entropy -= each * Math.log2(each);
      if (best.length < this.#top || each > p[best.at(-1)!]) {
        let place = best.length;
        while (place > 0 && each > p[best[place - 1]]) place--;
        best.splice(place, 0, i);
        starts.splice(place, 0, sum);
        if (best.length > this.#top) {
          rest += p[best.pop()!];
          starts.pop();
        }
      } else rest += each;
      // In the order in which a character is drawn, so that u lies in the interval bit for bit.
      sum += each;
    }
    this.#characters[position] = this.#vocabulary[index];
    this.#probability[position] = p[index];
    this.#entropy[position] = entropy;
    this.#rest[position] = rest;
    best.forEach((each, k) => {
      const at = position * this.#top + k;
      this.#topCharacters[at] = this.#vocabulary[each];
      this.#topProbability[at] = p[each];
      this.#topFrom[at] = starts[k];
    });
  }

  line(): DuelLine {
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    return {
      characters: this.#characters,
      probability: this.#probability,
      from: this.#from,
      entropy: this.#entropy,
      top: this.#top,
      topCharacters: this.#topCharacters,
      topProbability: this.#topProbability,
      topFrom: this.#topFrom,
      rest: this.#rest,
      bitsPerCharacter: mean(this.#probability.map((p) => -Math.log2(p))),
      meanEntropy: mean(this.#entropy),
    };
  }
}
