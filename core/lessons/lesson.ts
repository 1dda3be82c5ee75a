import type { InferOutput } from 'valibot';
import type { Language } from '../words/language.ts';
import type { lessonSchema } from './read-lesson.ts';

/** A lesson: plain data, a file. Its text is shown as text only. */
export type Lesson = InferOutput<typeof lessonSchema>;

/** A sentence in one language for all, or in several; between backticks stands mathematics. */
export type LessonText = Lesson['title'];

/** What is asked before it is shown. */
export type LessonQuestion = NonNullable<Lesson['pages'][number]['question']>;

/** A text in a language; where it is not there in that one, in the first it has. */
export const textIn = (text: LessonText, language: Language): string =>
  typeof text === 'string' ? text : (text[language] ?? Object.values(text)[0] ?? '');
