import { visibleLine } from '../words/visible-text.ts';
import { LabError } from '../errors.ts';

/** A plug-in as messages name it. */
export interface PluginName {
  /** File name without folders. */
  readonly file: string;
  /** Name of its script in stack traces, by which a line is found; see `scriptName`. */
  readonly script: string;
}

/** The script name a plug-in is loaded under: of letters and digits, whatever its file is called. */
export const scriptName = (sha256: string): string => `loss-lab-plugin-${sha256.slice(0, 16)}.mjs`;

/** Characters of a foreign message that are passed on. */
const longestMessage = 300;

/** Foreign text on one line, with nothing in it that cannot be seen, and not longer than is read. */
export function foreignText(text: string, longest = longestMessage): string {
  const line = visibleLine(text.slice(0, longest));
  return text.length > longest ? `${line} …` : line;
}

/** Line in the plug-in's source, from a stack trace; null when it names none. */
function lineOf(stack: string, script: string): number | null {
  const at = stack.indexOf(`${script}:`);
  if (at < 0) return null;
  const found = /^\d+/.exec(stack.slice(at + script.length + 1));
  return found ? Number(found[0]) : null;
}

/**
 * What a plug-in did wrong, with its file and, where the stack tells it, the line.
 * @param what the rest of the sentence, e.g. `lossAndDelta returned a string, not a number`
 */
export function pluginError({ file, script }: PluginName, what: string, stack = ''): LabError {
  const line = lineOf(stack, script);
  const where = `${foreignText(file, 120)}${line === null ? '' : `, line ${line}`}`;
  return new LabError('bad-plugin', `${where}: ${what}.`, 'Mend the plug-in file and add it again.');
}

/** What a plug-in threw, as words and a stack. Anything can be thrown, also what throws when it is looked at. */
export function thrown(error: unknown): { readonly words: string; readonly stack: string } {
  try {
    if (!(error instanceof Error)) return { words: `something that is no error`, stack: '' };
    const { name, message, stack } = error;
    return {
      words: foreignText(`${String(name)}: ${String(message)}`),
      stack: typeof stack === 'string' ? stack.slice(0, 20_000) : '',
    };
  } catch {
    return { words: 'an error that cannot be looked at', stack: '' };
  }
}
