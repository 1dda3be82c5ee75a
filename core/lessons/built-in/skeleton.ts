import type { Lesson, LessonQuestion } from '../lesson.ts';

/** A lesson of the form that this lab reads. */
export const lesson = (given: Omit<Lesson, 'format' | 'version'>): Lesson => ({
  format: 'loss-lab-lesson',
  version: 1,
  ...given,
});

/** A curve to be drawn before it is shown. */
export const sketch = (
  given: Omit<Extract<LessonQuestion, { kind: 'sketch' }>, 'kind' | 'ask'>,
): LessonQuestion => ({
  kind: 'sketch',
  ask: { en: 'Sketch what you expect', 'zh-Hans': '画出你的预期' },
  ...given,
});
