/** Counts line ends and characters that are odd in a text, piece by piece. */
export class OddCharacterCounter {
  lf = 0;
  crlf = 0;
  cr = 0;
  nul = 0;
  controls = 0;
  bidirectional = 0;
  replacements = 0;
  #afterReturn = false;

  add(text: string): void {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (this.#afterReturn) {
        this.#afterReturn = false;
        if (unit === 0x0a) {
          this.crlf++;
          continue;
        }
        this.cr++;
      }
      if (unit >= 0x20 && unit < 0x7f) continue;
      this.#odd(unit);
    }
  }

  #odd(unit: number): void {
    if (unit === 0x0a) this.lf++;
    else if (unit === 0x0d) this.#afterReturn = true;
    else if (unit === 0) this.nul++;
    else if (unit === 0x09 || unit === 0x0c) return;
    else if (unit < 0x20 || (unit >= 0x7f && unit < 0xa0)) this.controls++;
    else if (unit === 0xfffd) this.replacements++;
    else if ((unit >= 0x202a && unit <= 0x202e) || (unit >= 0x2066 && unit <= 0x2069)) this.bidirectional++;
  }

  finish(): this {
    if (this.#afterReturn) this.cr++;
    this.#afterReturn = false;
    return this;
  }
}
