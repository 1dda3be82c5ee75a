import type { Utf8Census } from './utf8.ts';

/** What a person should know about a text before training on it. */
export interface Findings {
  readonly characters: number;
  readonly distinct: number;
  /** Places at which bytes did not belong to the encoding; each became one U+FFFD or more. */
  readonly replaced: number;
  readonly encoding: string;
  /** Census as UTF-8, when the encoding is UTF-8 and something is wrong. */
  readonly census: Utf8Census | null;
  readonly nul: number;
  readonly controls: number;
  readonly lineEnds: { readonly lf: number; readonly crlf: number; readonly cr: number };
  readonly merged: number;
  readonly minimumCount: number;
  readonly unseen: number;
  readonly bidirectional: number;
}

const times = (n: number, one: string, many: string) => (n === 1 ? `one ${one}` : `${n} ${many}`);

/** Findings as sentences, the ones that matter most first. */
export function warnings(found: Findings): string[] {
  const list: string[] = [];
  if (found.census && found.census.broken > 0)
    list.push(
      found.census.truncated > 0
        ? `The last character is cut off at byte ${found.census.firstBroken}; it was replaced by U+FFFD.`
        : `${times(found.census.broken, 'place is', 'places are')} not valid UTF-8, the first at byte ${found.census.firstBroken}; U+FFFD stands there instead.`,
    );
  else if (found.replaced > 0)
    list.push(
      `${times(found.replaced, 'character is', 'characters are')} not valid ${found.encoding}; U+FFFD stands there instead. Another encoding may fit better.`,
    );
  if (found.distinct === 1) list.push('The text has only one distinct character: there is nothing to learn.');
  else if (found.characters < 1000)
    list.push(`The text has only ${found.characters} characters: too few to compare anything on.`);
  if (found.nul > 0) list.push(`The text has ${times(found.nul, 'NUL character', 'NUL characters')}.`);
  if (found.controls > 0)
    list.push(`The text has ${times(found.controls, 'control character', 'control characters')}.`);
  if (found.bidirectional > 0)
    list.push(
      `The text has ${times(found.bidirectional, 'character', 'characters')} that change the direction of writing; they are shown by number.`,
    );
  const { lf, crlf, cr } = found.lineEnds;
  if ([lf, crlf, cr].filter((count) => count > 0).length > 1)
    list.push(`Line ends are mixed: ${lf} LF, ${crlf} CR LF, ${cr} CR. They can be made one.`);
  if (found.merged > 0)
    list.push(
      `${times(found.merged, 'distinct character that occurs', 'distinct characters that occur')} fewer than ${found.minimumCount} times became one "other" symbol.`,
    );
  if (found.unseen > 0)
    list.push(
      `${times(found.unseen, 'distinct character occurs', 'distinct characters occur')} in the held-out part and never in training: no run can learn ${found.unseen === 1 ? 'it' : 'them'}.`,
    );
  return list;
}
