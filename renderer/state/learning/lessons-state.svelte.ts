import { lessons as builtIn } from '../../../core/lessons/built-in/registry.ts';
import { textIn, type Lesson, type LessonQuestion, type LessonText } from '../../../core/lessons/lesson.ts';
import { sketchLength, sketchX, valueAt } from '../../../core/lessons/sketch.ts';
import { plainOf } from '../../../core/words/mathematics.ts';
import { visibleLine } from '../../../core/words/visible-text.ts';
import { giveFiles } from '../files/downloads.ts';
import type { LabState } from '../lab/lab-state.svelte.ts';
import { textOf } from '../files/open-files.ts';

const key = 'loss-lab-answers';
const lessonsKey = 'loss-lab-lessons';
/** Lessons that were dropped, and are there again at the next start. */
const mostKept = 10;

/** An answer as it is kept: which choice, a number, or the y of a sketch (null where nothing was drawn). */
export type Answer =
  | { readonly kind: 'choose'; readonly choice: number }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'sketch'; readonly y: readonly (number | null)[] };

/** The lessons that are there, which page is open, and the answers, which stay on this machine. */
export class LessonsState {
  readonly #lab: LabState;
  /** Those that come with the lab, and after them those that were dropped on the window. */
  all = $state.raw<readonly Lesson[]>(builtIn);
  open = $state.raw<Lesson | null>(null);
  page = $state(0);
  answers = $state.raw<Readonly<Record<string, Answer>>>({});

  constructor(lab: LabState) {
    this.#lab = lab;
    try {
      this.answers = JSON.parse(localStorage.getItem(key) ?? '{}') as Record<string, Answer>;
    } catch {
      // What is no answer is forgotten.
    }
    void this.#readKept();
  }

  choose(lesson: Lesson | null): void {
    this.open = lesson;
    this.page = 0;
  }

  answerOf(page: number): Answer | undefined {
    const found = this.open ? this.answers[`${this.open.id} ${page}`] : undefined;
    return found && found.kind === this.open?.pages[page]?.question?.kind ? found : undefined;
  }

  answer(answer: Answer | null): void {
    if (!this.open) return;
    const place = `${this.open.id} ${this.page}`;
    const others = Object.fromEntries(Object.entries(this.answers).filter(([name]) => name !== place));
    this.answers = answer ? { ...others, [place]: answer } : others;
    localStorage.setItem(key, JSON.stringify(this.answers));
  }

  /** Whether a drop is a lesson, which is then read by the lab and opened. */
  async drop(file: File): Promise<void> {
    await this.#lab.act('text', async (lab) => {
      const lesson = await lab.readLesson({ json: await textOf(file) });
      this.#add(lesson);
      this.choose(lesson);
      this.#keep();
      const { say, messages } = this.#lab;
      messages.note(say`The lesson “${visibleLine(textIn(lesson.title, say.language))}” is open`);
    });
  }

  #add(lesson: Lesson): void {
    this.all = [...this.all.filter(({ id }) => id !== lesson.id), lesson];
  }

  /** Keeps the lessons that did not come with the lab, the last ones, as far as the browser has room. */
  #keep(): void {
    const own = this.all.filter((lesson) => !builtIn.includes(lesson)).slice(-mostKept);
    try {
      localStorage.setItem(lessonsKey, JSON.stringify(own));
    } catch {
      // They are there until the window closes.
    }
  }

  /** Those of an earlier start, each checked by the lab as if it were dropped now. */
  async #readKept(): Promise<void> {
    let kept: unknown[] = [];
    try {
      kept = [JSON.parse(localStorage.getItem(lessonsKey) ?? '[]')].flat();
    } catch {
      // What is no list of lessons is forgotten.
    }
    for (const each of kept.slice(0, mostKept))
      await this.#lab.lab.readLesson({ json: JSON.stringify(each) }).then(
        (lesson) => this.#add(lesson),
        () => undefined,
      );
  }

  /** The curve of a sketch along its axis. */
  async truthOf(question: Extract<LessonQuestion, { kind: 'sketch' }>): Promise<Float64Array> {
    const { x, curve } = question;
    const at = Float64Array.from({ length: sketchLength }, (_, k) => sketchX(k, x.low, x.high));
    if (curve.kind === 'points') return at.map((value) => valueAt(curve.points, value));
    const others = new Float64Array(curve.outputs - 1);
    const layers = [{ layer: curve.layer, clamp: null, rate: null }];
    const [response] = await this.#lab.lab.unitResponses({ layers, t: curve.t, others, z: at });
    return response.delta;
  }

  /** All answers as a table. */
  rows(): string[][] {
    const { say } = this.#lab;
    const text = (said: LessonText) => plainOf(textIn(said, say.language));
    const said = (
      question: LessonQuestion,
      answer: Answer,
    ): [given: string, wanted: string, right: string] => {
      const right = String(isRight(question, answer));
      if (question.kind === 'choose' && answer.kind === 'choose')
        return [text(question.choices[answer.choice] ?? ''), text(question.choices[question.answer]), right];
      if (question.kind === 'number' && answer.kind === 'number')
        return [String(answer.value), String(question.answer), right];
      return [answer.kind === 'sketch' ? answer.y.map((y) => y ?? '').join(' ') : '', '', ''];
    };
    return [
      [say`lesson`, say`page`, say`question`, say`answer`, say`right answer`, say`right`],
      ...this.all.flatMap((lesson) =>
        lesson.pages.flatMap(({ question }, page) => {
          const answer = this.answers[`${lesson.id} ${page}`];
          if (!question || !answer) return [];
          return [[lesson.id, String(page + 1), text(question.ask), ...said(question, answer)]];
        }),
      ),
    ];
  }

  async export(): Promise<void> {
    const csv = csvOf(this.rows());
    const bytes = new TextEncoder().encode(csv);
    await giveFiles(this.#lab, [{ name: 'answers.csv', mediaType: 'text/csv', bytes }]);
  }

  async copy(): Promise<void> {
    await navigator.clipboard.writeText(
      this.rows()
        .map((row) => row.join('\t'))
        .join('\n'),
    );
    this.#lab.messages.note(this.#lab.say`The answers are in the clipboard`);
  }
}

/** A table as CSV. What a spreadsheet would take for a formula is quoted with an apostrophe. */
const csvOf = (rows: readonly (readonly string[])[]): string =>
  `${rows
    .map((row) =>
      row
        .map((cell) => (/^[=+@\t]/.test(cell) || /^-(?![\d.])/.test(cell) ? `'${cell}` : cell))
        .map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
        .join(','),
    )
    .join('\r\n')}\r\n`;

/** Whether an answer is the right one; null for a sketch, which is no matter of right or wrong. */
export function isRight(question: LessonQuestion, answer: Answer): boolean | null {
  if (question.kind === 'choose' && answer.kind === 'choose') return answer.choice === question.answer;
  if (question.kind === 'number' && answer.kind === 'number')
    return Math.abs(answer.value - question.answer) <= question.tolerance * (1 + 1e-9);
  return null;
}
