import { FormulaError, type Span } from './formula-error.ts';
import type { Arithmetic, Comparison, Syntax } from './syntax.ts';
import { tokensOf, type Token } from './tokens.ts';

/** Deepest nesting of brackets, functions, signs and powers. */
export const deepest = 30;
/** Most parts (numbers, names, operators, functions) of a formula. */
export const mostParts = 400;

/**
 * The syntax tree of a formula.
 *
 *     condition  = and { "or" and }           and = not { "and" not }       not = "not" not | comparison
 *     comparison = sum [ ("<" | "<=" | ">" | ">=" | "==" | "!=") sum ]
 *     sum        = product { ("+" | "-") product }
 *     product    = signed { ("*" | "/") signed }
 *     signed     = ("-" | "+") signed | power
 *     power      = primary [ "^" signed ]
 *     primary    = number | name | name "(" condition { "," condition } ")" | "(" condition ")"
 *
 * Powers group to the right and bind closer than a sign: −y^2 is −(y^2).
 * @throws FormulaError where the text leaves this grammar, or is too long, too deep or of too many parts
 */
export function parse(source: string): Syntax {
  return new Parser(source).formula();
}

class Parser {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;
  #parts = 0;

  constructor(source: string) {
    this.#source = source;
    this.#tokens = tokensOf(source);
  }

  formula(): Syntax {
    if (this.#peek().kind === 'end')
      throw this.#error(this.#peek(), 'The formula is empty.', 'Type a loss, for example (t-y)^2/2.');
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
    if (value && (token.kind === 'number' || token.kind === 'name' || token.text === '('))
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
    return this.#chain(['*', '/'], () => this.#signed(), arithmetic);
  }

  #signed(): Syntax {
    const sign = this.#take('-', '+');
    if (!sign) return this.#power();
    const of = this.#deeper(() => this.#signed());
    return sign.text === '+' ? of : this.#part({ kind: 'negative', of, from: sign.from, to: of.to });
  }

  #power(): Syntax {
    const base = this.#primary();
    if (!this.#take('^')) return base;
    const exponent = this.#deeper(() => this.#signed());
    return this.#part(arithmetic('^', base, exponent, { from: base.from, to: exponent.to }));
  }

  #primary(): Syntax {
    const token = this.#peek();
    if (token.kind === 'number') {
      this.#at++;
      return this.#part({ kind: 'number', value: token.value, from: token.from, to: token.to });
    }
    if (this.#take('(')) {
      const inner = this.#condition();
      this.#close(token);
      return inner;
    }
    if (token.kind !== 'name' || ['and', 'or', 'not'].includes(token.text)) throw this.#unexpected();
    this.#at++;
    if (!this.#take('('))
      return this.#part({ kind: 'name', name: token.text, from: token.from, to: token.to });
    const values: Syntax[] = [];
    if (this.#peek().text !== ')')
      do values.push(this.#condition());
      while (this.#take(','));
    const end = this.#close(token);
    return this.#part({
      kind: 'call',
      name: token.text,
      callee: token,
      values,
      from: token.from,
      to: end.to,
    });
  }

  #close(opened: Span): Span {
    const end = this.#take(')');
    if (end) return end;
    if (this.#peek().kind !== 'end') throw this.#unexpected();
    throw this.#error(opened, 'This bracket is never closed.', 'Add the missing ).');
  }
}

function arithmetic(operator: string, left: Syntax, right: Syntax, span: Span): Syntax {
  return { kind: 'arithmetic', operator: operator as Arithmetic, left, right, ...span };
}
