/**
 * The TeX that the lab writes, as text that its grammar reads: every group of TeX becomes a bracket, so that nothing
 * depends on how the plain text is bracketed. Σ goes over the rest of its product, as readers of TeX take it.
 */
export function texAsPlain(tex: string): string {
  const reader = new TexReader(tex);
  const text = reader.run('');
  if (!reader.done) throw new Error(`Not all of the TeX was read: ${tex}`);
  return text;
}

const greek: Readonly<Record<string, string>> = Object.fromEntries(
  'α alpha β beta γ gamma δ delta ε varepsilon ϵ epsilon ζ zeta η eta θ theta κ kappa λ lambda μ mu ν nu ξ xi π pi ρ rho τ tau φ varphi ϕ phi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Ω Omega'
    .split(' ')
    .flatMap((each, i, all) => (i % 2 === 0 ? [[all[i + 1], each]] : [])),
);

const signs: Readonly<Record<string, string>> = {
  ',': ' ',
  cdot: ' * ',
  le: ' <= ',
  ge: ' >= ',
  ne: ' != ',
  land: ' and ',
  lor: ' or ',
  lnot: ' not ',
  sigma: 'sigmoid',
};

class TexReader {
  readonly #tex: string;
  #at = 0;

  constructor(tex: string) {
    this.#tex = tex;
  }

  get done(): boolean {
    return this.#at === this.#tex.length;
  }

  #starts(text: string): boolean {
    return this.#tex.startsWith(text, this.#at);
  }

  #take(text: string): void {
    if (!this.#starts(text)) throw new Error(`${text} was expected at ${this.#tex.slice(this.#at)}`);
    this.#at += text.length;
  }

  /** Up to one of these ends, which is not taken. */
  run(...ends: readonly string[]): string {
    let text = '';
    while (!this.done && !ends.some((end) => end !== '' && this.#starts(end))) text += this.#piece(ends);
    return text;
  }

  #group(): string {
    this.#take('{');
    const inner = this.run('}');
    this.#take('}');
    return inner;
  }

  #piece(ends: readonly string[]): string {
    if (this.#starts('_{\\text{target}}')) {
      this.#at += '_{\\text{target}}'.length;
      return '_target';
    }
    if (this.#starts('^')) {
      this.#at++;
      return `^(${this.#group()})`;
    }
    const command = /^\\([A-Za-z]+|,)\s?/.exec(this.#tex.slice(this.#at));
    if (!command) return this.#tex[this.#at++];
    this.#at += command[0].length;
    const name = command[1];
    switch (name) {
      case 'frac':
      case 'tfrac':
        return ` ((${this.#group()})/(${this.#group()}))`;
      case 'sqrt':
        return ` sqrt(${this.#group()})`;
      case 'mathrm':
        return this.#group().replaceAll('\\_', '_');
      case 'operatorname':
        return this.#group();
      case 'ln':
        return this.#starts('\\left(') ? ' ln' : ' ln ';
      case 'left': {
        const sign = this.#tex[this.#at++];
        const [end, open, close] =
          sign === '(' ? [')', '(', ')'] : sign === '[' ? [']', '(', ')'] : ['|', ' abs(', ')'];
        const inner = this.run(`\\right${end}`);
        this.#take(`\\right${end}`);
        return `${open}${inner}${close}`;
      }
      case 'sum': {
        // The rest of the product: up to a sign between terms, a relation, or the end of the group.
        const rest = this.run(
          ' + ',
          ' - ',
          ' <',
          ' >',
          ' = ',
          ' \\le',
          ' \\ge',
          ' \\ne',
          ' \\l',
          ' &',
          ' \\\\',
          ', ',
          ...ends,
        );
        return ` (sum(${rest}))`;
      }
      case 'begin':
        return this.#cases();
      default:
        if (name in signs) return signs[name];
        if (name in greek) return ` ${greek[name]}${/\s$/.test(command[0]) ? ' ' : ''}`;
        return name;
    }
  }

  #cases(): string {
    this.#take('{cases}');
    let text = '';
    let rows = 0;
    for (;;) {
      const value = this.run(' & ');
      this.#take(' & ');
      if (this.#starts('\\text{else}')) {
        this.#take('\\text{else}\\end{cases}');
        return ` (${text}(${value})${')'.repeat(rows)})`;
      }
      const condition = this.run(' \\\\ ');
      this.#take(' \\\\ ');
      text += `where(${condition}, (${value}), `;
      rows++;
    }
  }
}
