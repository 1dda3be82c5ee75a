import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import quantile from '@stdlib/stats-base-dists-t-quantile';
import { describe, expect, it } from 'vitest';
import { presets } from '../../../core/experiments/presets.ts';
import { lessons } from '../../../core/lessons/built-in/registry.ts';
import { textIn, type Lesson } from '../../../core/lessons/lesson.ts';
import { readLesson } from '../../../core/lessons/read-lesson.ts';
import { drawn, sketchLength, valueAt, widestGap } from '../../../core/lessons/sketch.ts';
import { outputLayer, outputLayers } from '../../../core/outputs/registry.ts';

const questionsOf = ({ pages }: Lesson) => pages.flatMap(({ question }) => question ?? []);

describe.each(lessons)('the lesson $id', (lesson) => {
  it('is what the schema of lesson files asks for', () => {
    expect(readLesson(JSON.stringify(lesson))).toEqual(lesson);
  });

  it('says everything in both languages', () => {
    const texts = [
      lesson.title,
      lesson.plan,
      ...lesson.pages.flatMap(({ title, text, question }) => [
        title,
        text,
        ...(question
          ? [question.ask, question.why, ...(question.kind === 'choose' ? question.choices : [])]
          : []),
      ]),
    ];
    for (const text of texts) {
      expect(Object.keys(text).sort()).toEqual(['en', 'zh-Hans']);
      for (const language of ['en', 'zh-Hans'] as const)
        expect(textIn(text, language).split('`').length % 2, textIn(text, language)).toBe(1);
    }
  });

  it('asks, and lets sketch', () => {
    const kinds = questionsOf(lesson).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['choose', 'number', 'sketch']));
  });

  it('names only what is there', () => {
    if (lesson.preset !== undefined) expect(presets.map(({ id }) => id)).toContain(lesson.preset);
    for (const question of questionsOf(lesson))
      if (question.kind === 'sketch' && question.curve.kind === 'delta')
        expect(outputLayers.map(({ id }) => id)).toContain(question.curve.layer);
  });
});

describe('the numbers of the lessons', () => {
  const answers = (id: string) =>
    questionsOf(lessons.find((lesson) => lesson.id === id)!).flatMap((question) =>
      question.kind === 'number' ? [question.answer] : [],
    );

  it('δ of softmax + quadratic at 64 equal outputs is that of the layer', () => {
    const [z, y, delta] = [new Float64Array(64), new Float64Array(64), new Float64Array(64)];
    outputLayer('softmax-quadratic').lossAndDelta(z, 3, y, delta);
    expect(answers('softmax-stalls')[0]).toBeCloseTo(delta[3], 5);
  });

  it('half-widths are t over the root of n', () => {
    const sketch = questionsOf(lessons.find(({ id }) => id === 'how-many-seeds')!).find(
      ({ kind }) => kind === 'sketch',
    );
    if (sketch?.kind !== 'sketch' || sketch.curve.kind !== 'points') throw new Error('no points');
    for (const [n, width] of sketch.curve.points)
      expect(width).toBeCloseTo(quantile(0.975, n - 1) / Math.sqrt(n), 2);
  });
});

describe('a lesson file', () => {
  const good = () =>
    JSON.parse(JSON.stringify(lessons[0])) as Record<string, unknown> & { pages: Record<string, unknown>[] };

  it('of the guide is one', () => {
    const guide = readFileSync(join(import.meta.dirname, '../../../docs/lessons.md'), 'utf8');
    expect(readLesson(/```json\n(.*?)```/s.exec(guide)![1]).id).toBe('half');
  });

  it.each([
    ['{', /not valid JSON/],
    ['[]', /The lesson/],
    [JSON.stringify({ ...good(), format: 'other' }), /format: must be "loss-lab-lesson"/],
    [JSON.stringify({ ...good(), id: '../x' }), /id: must be of small letters/],
    [JSON.stringify({ ...good(), script: 'x' }), /script/],
    [JSON.stringify({ ...good(), pages: [] }), /pages/],
    [JSON.stringify({ ...good(), title: {} }), /title/],
    [
      JSON.stringify({
        ...good(),
        pages: [
          {
            ...good().pages[0],
            question: { kind: 'choose', ask: 'a', why: 'b', choices: ['x', 'y'], answer: 2 },
          },
        ],
      }),
      /pages\.0\.question: must have an answer among its choices/,
    ],
    ['a'.repeat(1_000_001), /longer than/],
  ])('%.40s is refused with its field', (json, sentence) => {
    expect(() => readLesson(json)).toThrow(sentence);
  });
});

describe('a sketch', () => {
  const empty = new Float64Array(sketchLength).fill(NaN);

  it('is a line from place to place, also backwards', () => {
    const forwards = drawn(empty, [10, 0], [14, 4]);
    expect([...forwards.slice(10, 15)]).toEqual([0, 1, 2, 3, 4]);
    expect(forwards[9]).toBeNaN();
    expect(drawn(empty, [14, 4], [10, 0])).toEqual(forwards);
  });

  it('is held against the truth where they are furthest apart', () => {
    const sketch = drawn(empty, [0, 1], [80, 1]);
    const truth = Float64Array.from({ length: sketchLength }, (_, k) => (k === 20 ? -1 : 1));
    expect(widestGap(sketch, truth)).toBe(20);
    expect(widestGap(empty, truth)).toBeNull();
  });

  it('reads points by straight lines', () => {
    const points = [
      [0, 0],
      [2, 4],
    ] as const;
    expect([-1, 0, 1, 2, 3].map((x) => valueAt(points, x))).toEqual([NaN, 0, 2, 4, NaN]);
  });
});

it('a lesson that names a card by an old name leads to the card that took its place', () => {
  const [lesson] = lessons;
  const showing = (card: string) =>
    JSON.stringify({ ...lesson, pages: [{ ...lesson.pages[0], show: { tab: 'gradients', card } }] });
  const cardOf = (card: string) => readLesson(showing(card)).pages[0].show?.card;
  expect(cardOf('delta-map')).toBe('delta-maps');
  expect(cardOf('gradient-flow')).toBe('gradient-flow');
});
