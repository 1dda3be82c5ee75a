import { counted, fixed, grouped } from './number-format.ts';
import { inEnglish, type Say } from './said/say.ts';

/** The name of an experiment that nobody has given one. */
export const untitled = 'Untitled comparison';

/** A name in a language: the lab's own one has words in it, one that somebody gave stays. */
export const nameIn = (name: string, say: Say): string => (name === untitled ? say.of(name) : name);

/** How a kept experiment stands and how far it has come. */
interface Standing {
  readonly state: 'training' | 'elsewhere' | 'finished' | 'stopped' | 'broken-off' | 'begun';
  readonly reached: number;
  readonly steps: number;
}

/** The state of a kept experiment in a few words. */
export function keptWords({ state, reached, steps }: Standing, say: Say = inEnglish): string {
  const place = say`at step ${grouped(reached)} of ${grouped(steps)}`;
  return {
    training: say`on the screen, not ended`,
    elsewhere: say`another program trains it`,
    finished: say.counted(steps, 'step'),
    stopped: say`stopped ${place}`,
    'broken-off': say`broken off ${place}`,
    begun: say`begun`,
  }[state];
}

/** What an experiment is called where several are listed: what has no name is named after its layers and its text. */
export function keptName(name: string, layers: readonly string[], text: string): string {
  if (name !== untitled) return name;
  const what = layers.length > 2 ? counted(layers.length, 'output layer') : layers.join(' and ');
  return `${what} on ${text.replace(/\.txt$/i, '')}`;
}

/** The same in a language, for a name that `keptName` has made or passed on. */
export const keptNameIn = (name: string, layers: readonly string[], text: string, say: Say): string =>
  name === keptName(untitled, layers, text) ? say.of(name) : name;

/** Bytes as `0.7 MB`, `41 MB`, `1.2 GB`. */
export function bytesWords(bytes: number): string {
  const [size, unit] = bytes >= 1e9 ? [bytes / 1e9, 'GB'] : [bytes / 1e6, 'MB'];
  const shown = size > 0 && size < 0.05 ? '< 0.1' : size >= 20 ? grouped(size) : fixed(size, 1);
  return `${shown}\u00a0${unit}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number): string => String(value).padStart(2, '0');

/** A moment as `today 17:02`, `yesterday 18:20`, `24 Nov`, `24 Nov 2025`, in the time of this machine. */
export function momentWords(moment: string, now: Date, say: Say = inEnglish): string {
  const then = new Date(moment);
  if (Number.isNaN(then.getTime())) return say`at an unknown time`;
  const days = (date: Date) =>
    Math.round(new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime() / 864e5);
  const ago = days(now) - days(then);
  const clock = `${two(then.getHours())}:${two(then.getMinutes())}`;
  if (ago === 0) return say`today ${clock}`;
  if (ago === 1) return say`yesterday ${clock}`;
  const [date, month] = [then.getDate(), months[then.getMonth()]];
  const day = say.language === 'en' ? `${date}\u00a0${month}` : `${then.getMonth() + 1} 月 ${date} 日`;
  if (then.getFullYear() === now.getFullYear()) return day;
  return say.language === 'en' ? `${day}\u00a0${then.getFullYear()}` : `${then.getFullYear()} 年 ${day}`;
}
