import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a start of the program, the system or one of its lists asks to be opened. */
export interface Wish {
  /** Paths of files; those of one start belong together. */
  readonly files: readonly string[];
  /** Id of a kept experiment, as far as it is one. */
  readonly kept: string | null;
}

/** Option of a start that opens a kept experiment: lists of the system name it. */
export const keptOption = '--kept=';

/**
 * What the arguments of a start ask for. Words that begin with `-` are options: Chromium adds some of its own, and changes
 * their order among the others.
 * @param argv the first is the program
 * @param workingDirectory of that start, which may be a second one: relative paths count from there
 * @param byElectron the program was named to Electron's own executable, by the first word that is no option
 */
export function wishOf(argv: readonly string[], workingDirectory: string, byElectron: boolean): Wish {
  const words = argv.slice(1).filter((word) => word !== '' && !word.startsWith('-'));
  const kept = argv.find((word) => word.startsWith(keptOption));
  return {
    files: (byElectron ? words.slice(1) : words).map((word) => pathOf(word, workingDirectory)),
    kept: kept?.slice(keptOption.length) ?? null,
  };
}

/** Desktops name files by path or by address. An address that is none of a file here stays, to be refused by name. */
function pathOf(word: string, workingDirectory: string): string {
  if (/^file:/i.test(word))
    try {
      return fileURLToPath(word);
    } catch {
      return word;
    }
  return resolve(workingDirectory, word);
}

/** Wishes come before there is a lab, and while one is carried out: each waits for its turn. */
export class Wishes {
  #waiting: Wish[] = [];
  #carryOut: ((wish: Wish) => Promise<void>) | null = null;
  #turn = Promise.resolve();

  add(wish: Wish): void {
    if (wish.files.length === 0 && wish.kept === null) return;
    this.#waiting.push(wish);
    this.#go();
  }

  /** @param carryOut never rejects: what goes wrong it tells */
  serve(carryOut: (wish: Wish) => Promise<void>): void {
    this.#carryOut = carryOut;
    this.#go();
  }

  #go(): void {
    const carryOut = this.#carryOut;
    if (!carryOut) return;
    for (const wish of this.#waiting.splice(0)) this.#turn = this.#turn.then(() => carryOut(wish));
  }
}
