import { FormulaError, type Span } from './formula-error.ts';
import { functionNamed } from './names.ts';
import type { Arithmetic, Comparison, Syntax } from './syntax.ts';
import { tokensOf, type Token } from './tokens.ts';

/** Deepest nesting of brackets, functions, signs and powers. */
export const deepest = 30;
/** Most parts (numbers, names, operators, functions) of a formula. */
export const mostParts = 400;

/** Functions that may stand before their value without brackets, as in ln y. */
const bare = ['ln', 'log', '√'];

/**
 * The syntax tree of a formula, as it is typed or as the lab prints it.
 *
 *     formula    = [ "E" "=" ] condition
 *     condition  = and { "or" and }           and = not { "and" not }       not = "not" not | comparison
 *     comparison = sum [ ("<" | "<=" | ">" | ">=" | "==" | "!=") sum ]
 *     sum        = product { ("+" | "-") product }
 *     product    = signed { ("*" | "/") signed | power }
 *     signed     = ("-" | "+") signed | power
 *     power      = primary [ "^" signed ]
 *     primary    = ( number | name | call | grouped | "|" condition "|" | cases | total | ("ln" | "√") power ) [ "_target" ]
 *     call       = name "(" condition { "," condition } ")"
 *     grouped    = "(" condition ")" | "[" condition "]"
 *     cases      = "{" sum "if" condition { "," sum "if" condition } "," "else" sum "}"
 *     total      = "Σ" ( grouped | product )
 *
 * Powers group to the right and bind closer than a sign: −y^2 is −(y^2). Factors may stand side by side, as in k (y − t);
 * k(y), without a blank, is a call. Σ ends with its bracket where it has one, else with its product: Σ t ln y. e^x is
 * exp(x) and y_target is target(y), unless a parameter has the name e or y_target. = means ==.
 * @param names parameters of the formula
 * @throws FormulaError where the text leaves this grammar, or is too long, too deep or of too many parts
 */
export function parse(source: string, names: ReadonlySet<string> = new Set()): Syntax {
  return new Parser(source, names).formula();
}

class Parser {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  readonly #names: ReadonlySet<string>;
  #at = 0;
  /** Bars and braces that are open in the innermost bracket: what ends what stands in them. */
  #bars = 0;
  #braces = 0;
  #depth = 0;
  #parts = 0;

  constructor(source: string, names: ReadonlySet<string>) {
    this.#source = source;
    this.#names = names;
    this.#tokens = tokensOf(source);
  }

  formula(): Syntax {
    if (this.#peek().kind === 'end')
      throw this.#error(this.#peek(), 'The formula is empty.', 'Type a loss, for example (t-y)^2/2.');
    if (this.#peek().text === 'E' && this.#tokens[1].text === '==') this.#at = 2;
    const whole = this.#condition();
    if (this.#peek().kind !== 'end') throw this.#unexpected();
    return whole;
  }

  #peek(): Token {
    return this.#tokens[this.#at];
  }

  /** Takes the next token when it is one of these signs or words. */
  #take(...texts: readonly string[]): Token | null {
    const token = this.#peek();
    if ((token.kind !== 'sign' && token.kind !== 'name') || !texts.includes(token.text)) return null;
    this.#at++;
    return token;
  }

  #error(span: Span, message: string, next = ''): FormulaError {
    return new FormulaError(this.#source, span, message, next);
  }

  #unexpected(): FormulaError {
    const token = this.#peek();
    if (token.kind === 'end') return this.#error(token, 'The formula ends where a value was expected.');
    const written = this.#source.slice(token.from, token.to);
    const before = this.#tokens[this.#at - 1];
    const value = before?.kind === 'number' || before?.kind === 'name' || before?.text === ')';
    if (value && token.kind === 'number')
      return this.#error(
        token,
        `An operator is missing before ${written}.`,
        'Write products with *, as in 2*y.',
      );
    return this.#error(token, `${written} was not expected here.`);
  }

  #part<Part extends Syntax>(part: Part): Part {
    if (++this.#parts > mostParts)
      throw this.#error(part, `The formula has more than ${mostParts} parts.`, 'Shorten it.');
    return part;
  }

  #deeper<Result>(read: () => Result): Result {
    if (++this.#depth > deepest)
      throw this.#error(this.#peek(), `The formula is nested more than ${deepest} deep.`, 'Shorten it.');
    const result = read();
    this.#depth--;
    return result;
  }

  /** left { operator right }, grouped to the left. */
  #chain(
    operators: readonly string[],
    read: () => Syntax,
    join: (operator: string, left: Syntax, right: Syntax, span: Span) => Syntax,
  ): Syntax {
    let left = read();
    for (let operator = this.#take(...operators); operator; operator = this.#take(...operators)) {
      const right = read();
      left = this.#part(join(operator.text, left, right, { from: left.from, to: right.to }));
    }
    return left;
  }

  #condition(): Syntax {
    const and = () =>
      this.#chain(
        ['and'],
        () => this.#not(),
        (_, left, right, span) => ({ kind: 'logic', operator: 'and', left, right, ...span }),
      );
    return this.#deeper(() =>
      this.#chain(['or'], and, (_, left, right, span) => ({
        kind: 'logic',
        operator: 'or',
        left,
        right,
        ...span,
      })),
    );
  }

  #not(): Syntax {
    const word = this.#take('not');
    if (!word) return this.#comparison();
    const of = this.#deeper(() => this.#not());
    return this.#part({ kind: 'not', of, from: word.from, to: of.to });
  }

  #comparison(): Syntax {
    const left = this.#sum();
    const operator = this.#take('<', '<=', '>', '>=', '==', '!=');
    if (!operator) return left;
    const right = this.#sum();
    const more = this.#take('<', '<=', '>', '>=', '==', '!=');
    if (more) throw this.#error(more, 'A comparison compares two values.', 'Join two comparisons with and.');
    return this.#part({
      kind: 'comparison',
      operator: operator.text as Comparison,
      left,
      right,
      from: left.from,
      to: right.to,
    });
  }

  #sum(): Syntax {
    return this.#chain(['+', '-'], () => this.#product(), arithmetic);
  }

  #product(): Syntax {
    let left = this.#signed();
    for (;;) {
      const operator = this.#take('*', '/');
      if (!operator && !this.#beginsFactor()) return left;
      const right = operator ? this.#signed() : this.#power();
      const span = { from: left.from, to: right.to };
      left = this.#part(arithmetic(operator?.text ?? '*', left, right, span));
    }
  }

  /** Whether a factor stands here without an operator before it. */
  #beginsFactor(): boolean {
    const { kind, text, from } = this.#peek();
    // y[0] would look like an entry of y.
    const tied = from === this.#end() && this.#tokens[this.#at - 1].kind === 'name';
    if (tied && (text === '[' || text === '{')) return false;
    if (kind === 'name')
      return !['and', 'or', 'not'].includes(text) && !(this.#braces > 0 && ['if', 'else'].includes(text));
    return kind === 'sign' && (['(', '[', '{', '√'].includes(text) || (text === '|' && this.#bars === 0));
  }

  #signed(): Syntax {
    const sign = this.#take('-', '+');
    if (!sign) return this.#power();
    const of = this.#deeper(() => this.#signed());
    return sign.text === '+' ? of : this.#part({ kind: 'negative', of, from: sign.from, to: of.to });
  }

  #power(): Syntax {
    const base = this.#entry();
    if (!this.#take('^')) return base;
    const exponent = this.#deeper(() => this.#signed());
    const span = { from: base.from, to: exponent.to };
    if (base.kind === 'name' && base.name === 'e' && !this.#names.has('e'))
      return this.#call('exp', base, [exponent], span);
    return this.#part(arithmetic('^', base, exponent, span));
  }

  #call(name: string, callee: Span, values: readonly Syntax[], { from, to }: Span): Syntax {
    return this.#part({ kind: 'call', name, callee, values, from, to });
  }

  /** A value, or its entry at the target: y_target is one name to the tokens, (…)_target is not. */
  #entry(): Syntax {
    const of = this.#primary();
    const token = this.#peek();
    if (token.text !== '_target' || token.from !== this.#end()) return of;
    this.#at++;
    return this.#call('target', token, [of], { from: of.from, to: token.to });
  }

  /** Bars and braces outside a bracket do not end what stands inside it. */
  #inside<Result>(bars: number, braces: number, read: () => Result): Result {
    const [outerBars, outerBraces] = [this.#bars, this.#braces];
    [this.#bars, this.#braces] = [bars, braces];
    const result = read();
    [this.#bars, this.#braces] = [outerBars, outerBraces];
    return result;
  }

  #grouped(opened: Token): Syntax {
    const inner = this.#inside(0, 0, () => this.#condition());
    this.#close(opened, opened.text === '(' ? ')' : ']');
    return inner;
  }

  /** Where the token before this one ends. */
  #end(): number {
    return this.#tokens[this.#at - 1].to;
  }

  #cases(opened: Token): Syntax {
    return this.#inside(0, 1, () => {
      const rows: { readonly value: Syntax; readonly condition: Syntax }[] = [];
      while (!this.#take('else')) {
        const value = this.#deeper(() => this.#sum());
        if (!this.#take('if')) throw this.#unexpected();
        const condition = this.#condition();
        if (!this.#take(',')) throw this.#unexpected();
        rows.push({ value, condition });
      }
      const last = this.#deeper(() => this.#sum());
      const span = { from: opened.from, to: this.#close(opened, '}').to };
      return rows.reduceRight(
        (rest, { value, condition }) => this.#call('where', opened, [condition, value, rest], span),
        last,
      );
    });
  }

  #total(sign: Token): Syntax {
    const bracket = this.#take('(', '[');
    const of = bracket ? this.#grouped(bracket) : this.#deeper(() => this.#product());
    return this.#call(sign.text, sign, [of], { from: sign.from, to: this.#end() });
  }

  #primary(): Syntax {
    const token = this.#peek();
    if (token.kind === 'number') {
      this.#at++;
      return this.#part({ kind: 'number', value: token.value, from: token.from, to: token.to });
    }
    if (this.#take('(', '[')) return this.#grouped(token);
    if (this.#take('{')) return this.#cases(token);
    if (this.#take('|')) {
      const of = this.#inside(1, 0, () => this.#condition());
      return this.#call('abs', token, [of], { from: token.from, to: this.#close(token, '|').to });
    }
    if (token.text !== '√' && (token.kind !== 'name' || ['and', 'or', 'not'].includes(token.text)))
      throw this.#unexpected();
    this.#at++;
    if (token.text === 'Σ') return this.#total(token);
    const next = this.#peek();
    const known = functionNamed(token.text) !== undefined && !this.#names.has(token.text);
    if (token.text === '√' || (next.text === '(' && (known || next.from === token.to)))
      return token.text === '√' ? this.#prefixed(token) : this.#called(token);
    if (bare.includes(token.text) && this.#beginsValue()) return this.#prefixed(token);
    const entry = /^(.+)_target$/.exec(token.text)?.[1];
    if (entry !== undefined && !this.#names.has(token.text)) {
      const of = this.#part<Syntax>({ kind: 'name', name: entry, from: token.from, to: token.to });
      return this.#call('target', token, [of], token);
    }
    return this.#part({ kind: 'name', name: token.text, from: token.from, to: token.to });
  }

  #beginsValue(): boolean {
    return this.#peek().kind === 'number' || this.#beginsFactor();
  }

  /** √ or ln before a value without brackets. */
  #prefixed(token: Token): Syntax {
    const of = this.#deeper(() => this.#power());
    return this.#call(token.text === '√' ? 'sqrt' : token.text, token, [of], {
      from: token.from,
      to: this.#end(),
    });
  }

  #called(token: Token): Syntax {
    this.#at++;
    return this.#inside(0, 0, () => {
      const values: Syntax[] = [];
      if (this.#peek().text !== ')')
        do values.push(this.#condition());
        while (this.#take(','));
      return this.#call(token.text, token, values, { from: token.from, to: this.#close(token, ')').to });
    });
  }

  #close(opened: Span, sign: string): Span {
    const end = this.#take(sign);
    if (end) return end;
    if (this.#peek().kind !== 'end') throw this.#unexpected();
    throw this.#error(opened, 'This bracket is never closed.', `Add the missing ${sign}.`);
  }
}

function arithmetic(operator: string, left: Syntax, right: Syntax, span: Span): Syntax {
  return { kind: 'arithmetic', operator: operator as Arithmetic, left, right, ...span };
}
