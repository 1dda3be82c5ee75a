import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../../../core/errors.ts';
import { noGradients, noTraining } from '../../../../core/experiments/run.ts';
import { canonicalJson } from '../../../../core/reports/data/canonical-json.ts';
import { parseReport } from '../../../../core/reports/data/json.ts';
import { reportFiles } from '../whole-files.ts';
import { buildReport } from '../../../../core/reports/report.ts';
import { type ReportInput } from '../../../../core/reports/report-data.ts';
import { evaluation, experiment, input, run } from '../report-fixtures.ts';

/** Runs as they stand in a file. */
type Gradients = { gradients: { step: unknown[]; cosine: unknown[]; norms: Record<string, unknown[]> } }[];

const textOf = (given: ReportInput) =>
  new TextDecoder().decode(reportFiles(buildReport(given), ['json'])[0].bytes);

/** A small report, so that every test reads it in no time. */
const small = (change: Partial<ReportInput> = {}): ReportInput => {
  const spec = experiment({ arms: experiment().arms.slice(2, 3), seeds: [1, 2], steps: 40 });
  const runs = [
    run('softmax-cross-entropy', 1, [evaluation(0, 6), evaluation(40, 5.5, { ownLoss: NaN })]),
    run('softmax-cross-entropy', 2, [evaluation(0, 6), evaluation(20, 7)], {
      status: 'diverged',
      divergence: { step: 21, where: 'loss', rate: 0.1 },
    }),
  ];
  return input({ experiment: spec, runs, ...change });
};

/** The file with something in it changed and the hash made right again: only the schema can notice. */
function forged(change: (file: Record<string, never>) => void): string {
  const file = JSON.parse(textOf(small())) as Record<string, never>;
  change(file);
  const content = [...canonicalJson(file.content)].join('');
  return JSON.stringify({ ...(file as object), sha256: bytesToHex(sha256(utf8ToBytes(content))) });
}

function errorOf(json: string): LabError {
  try {
    parseReport(json);
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('report.json', () => {
  it('comes back bit by bit', () => {
    const given = input();
    const runs = given.runs;
    // Doubles that a careless writer loses.
    runs[0].series.loss.set([-0, 5e-324, 1.7976931348623157e308, NaN, Infinity, -Infinity, 0.1 + 0.2, 1e21]);
    const back = parseReport(textOf(given));
    const { sha256: hash, ...rest } = back;
    expect(rest).toStrictEqual(given);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(Object.is(back.runs[0].series.loss[0], -0)).toBe(true);
    expect(back.runs[0].series.loss).toBeInstanceOf(Float64Array);
    expect(back.runs[0].series.clipped).toBeInstanceOf(Uint8Array);
    expect(back.runs.map(({ series }) => series)).toStrictEqual(runs.map(({ series }) => series));
    expect(back.runs[0].gradients.norms.Whh).toBeInstanceOf(Float64Array);
    expect(back.runs[0].gradients.cosine[0]).toBeNaN();
    expect(back.runs[0].gradients.step.length).toBeGreaterThan(20);
  });

  it('opens a report of a version that did not keep gradients', () => {
    const old = forged((file) => {
      for (const each of (file.content as { runs: { gradients?: unknown }[] }).runs) delete each.gradients;
    });
    const back = parseReport(old);
    expect(back.runs.map(({ gradients }) => gradients)).toStrictEqual([noGradients(), noGradients()]);
    expect(() => textOf(back)).not.toThrow();
  });

  it('opens a report of a version that read from h = 0 and took no yardsticks of training batches', () => {
    const old = forged((file) => {
      const { runs, experiment: spec } = file.content as unknown as {
        runs: { training?: unknown; evaluations: { zeroState?: unknown }[] }[];
        experiment: { evaluation: { start?: unknown } };
      };
      for (const each of runs) delete each.training;
      for (const each of runs.flatMap(({ evaluations }) => evaluations)) delete each.zeroState;
      delete spec.evaluation.start;
    });
    const back = parseReport(old);
    expect(back.runs.map(({ training }) => training)).toStrictEqual([noTraining(), noTraining()]);
    expect(back.runs[0].evaluations.map(({ zeroState }) => zeroState)).toEqual([null, null]);
    expect(back.experiment.evaluation.start).toBe('zero');
    const { method, notSupported } = buildReport(back);
    const evaluated = (rows: typeof method) => rows.find(({ label }) => label === 'Evaluation')!.text;
    expect(evaluated(method)).toContain('read from h = 0, as experiments were made before');
    expect(notSupported.join(' ')).toContain('a trained network may never have been there');
    const now = buildReport(small());
    expect(evaluated(now.method)).toContain('warmed up on the 100 characters before');
    expect(now.notSupported.join(' ')).not.toContain('h = 0');
    expect(() => textOf(back)).not.toThrow();
  });

  it('makes the same report and the same file again', () => {
    const first = textOf(small());
    expect(textOf(parseReport(first))).toBe(first);
  });

  it('opens a report of a version that did not keep what did the arithmetic', () => {
    const old = forged((file) => {
      const { runs, results } = file.content as {
        runs: { engine?: unknown }[];
        results: { rates?: unknown };
      };
      for (const each of runs) delete each.engine;
      delete results.rates;
    });
    const back = parseReport(old);
    expect(back.runs.map(({ engine }) => engine)).toEqual([null, null]);
    expect(buildReport(back).arithmetic).toBe('float64');
  });

  it('holds the rate of each arm for other programs', () => {
    const { content } = JSON.parse(textOf(small())) as {
      content: { results: { rates: unknown }; runs: { engine: unknown }[] };
    };
    expect(content.runs[0].engine).toBe('float64, reference engine');
    expect(content.results.rates).toEqual([
      {
        armId: 'softmax-cross-entropy',
        rate: {
          charactersPerSecond: 32_000,
          slowest: 32_000,
          fastest: 32_000,
          gigaflops: expect.closeTo(4.743168, 9) as number,
        },
      },
    ]);
  });

  it('carries any doubles', () => {
    fc.assert(
      fc.property(fc.array(fc.double(), { minLength: 40, maxLength: 40 }), (values) => {
        const given = small();
        given.runs[0].series.gradientNorm.set(values);
        const back = parseReport(textOf(given)).runs[0].series.gradientNorm;
        expect(values.every((value, i) => Object.is(value, back[i]))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('carries outside text of any kind', () => {
    const name = '<img onerror=1> ]]> =cmd() \u202e \0 \ud800 "\\ 语料';
    const given = small();
    const back = parseReport(textOf({ ...given, corpus: { ...given.corpus, name } }));
    expect(back.corpus.name).toBe(name);
  });

  it('keeps a report without any run', () => {
    const back = parseReport(textOf(small({ runs: [], partial: true })));
    expect(back.runs.map(({ status, steps }) => [status, steps])).toEqual([
      ['waiting', 0],
      ['waiting', 0],
    ]);
  });

  it('writes NaN as a string: the file is JSON for everyone', () => {
    const text = textOf(small());
    expect(text).toContain('"ownLoss":"NaN"');
    expect(() => JSON.parse(text) as unknown).not.toThrow();
  });
});

describe('a file that is no report of ours is refused with the field', () => {
  const anything = (file: unknown) => file as { content: Record<string, never>; [key: string]: unknown };

  it.each<[string, (file: never) => void, string]>([
    ['a wrong format', (file) => (anything(file).format = 'x'), "must be 'loss-lab-report'"],
    ['a later version', (file) => (anything(file).version = 2), 'reads no other version'],
    ['an unknown field', (file) => (anything(file).extra = 1), 'extra in this report: is not a field'],
    [
      'no content',
      (file) => delete (anything(file) as { content?: unknown }).content,
      'content in this report',
    ],
    ['a list as content', (file) => (anything(file).content = [] as never), 'content'],
    [
      'a wrong type in the corpus',
      (file) => ((anything(file).content.corpus as { bytes: unknown }).bytes = 'many'),
      'content.corpus.bytes',
    ],
    [
      'a long text',
      (file) => ((anything(file).content.corpus as { encoding: unknown }).encoding = 'x'.repeat(41)),
      'content.corpus.encoding',
    ],
    [
      'a number for what did the arithmetic',
      (file) => ((anything(file).content.runs as { engine: unknown }[])[0].engine = 32),
      'content.runs[0].engine',
    ],
    [
      'text in a series',
      (file) =>
        ((anything(file).content.runs as { series: { loss: unknown[] } }[])[1].series.loss[3] = 'one'),
      'content.runs[1].series.loss',
    ],
    [
      'a flag that is none',
      (file) =>
        ((anything(file).content.runs as { series: { clipped: unknown[] } }[])[0].series.clipped[3] = 2),
      'content.runs[0].series.clipped',
    ],
    [
      'a series that is too short',
      (file) => (anything(file).content.runs as { series: { loss: unknown[] } }[])[0].series.loss.pop(),
      'content.runs[0].series.loss in this report: must list 40 numbers',
    ],
    [
      'an object with a length in place of a series',
      (file) =>
        ((anything(file).content.runs as { series: { loss: unknown } }[])[0].series.loss = { length: 1e9 }),
      'must be a list of numbers',
    ],
    [
      'recorded gradients out of order',
      (file) => (anything(file).content.runs as Gradients)[0].gradients.step.reverse(),
      'content.runs[0].gradients.step in this report: must list steps in order',
    ],
    [
      'recorded gradients of steps that were not done',
      (file) => (anything(file).content.runs as Gradients)[0].gradients.step.splice(-1, 1, 41),
      'content.runs[0].gradients.step in this report: must list steps in order, up to 40',
    ],
    [
      'a recorded gradient of half a step',
      (file) => (anything(file).content.runs as Gradients)[0].gradients.step.splice(0, 1, 0.5),
      'content.runs[0].gradients.step',
    ],
    [
      'a norm that is missing',
      (file) => (anything(file).content.runs as Gradients)[0].gradients.norms['Whh'].pop(),
      'content.runs[0].gradients.Whh in this report: must list 5 numbers',
    ],
    [
      'a training yardstick that is missing',
      (file) => (anything(file).content.runs as { training: { brier: number[] } }[])[0].training.brier.pop(),
      'content.runs[0].training.brier in this report: must list 5 numbers',
    ],
    [
      'training yardsticks of steps that were not done',
      (file) =>
        (anything(file).content.runs as { training: { step: number[] } }[])[0].training.step.splice(
          -1,
          1,
          41,
        ),
      'content.runs[0].training.step in this report: must list steps in order, up to 40',
    ],
    [
      'a cosine that is missing',
      (file) => (anything(file).content.runs as Gradients)[1].gradients.cosine.pop(),
      'content.runs[1].gradients.cosine in this report: must list 3 numbers',
    ],
    [
      'the norm of a matrix there is none of',
      (file) => ((anything(file).content.runs as Gradients)[0].gradients.norms['Wzz'] = []),
      'content.runs[0].gradients.norms.Wzz',
    ],
    [
      'a run of another seed',
      (file) => ((anything(file).content.runs as { seed: number }[])[1].seed = 9),
      "content.runs[1] in this report: must be of arm 'softmax-cross-entropy' and seed 2",
    ],
    [
      'a run twice',
      (file) =>
        (anything(file).content.runs as unknown[]).push((anything(file).content.runs as unknown[])[0]),
      'must list 2 runs',
    ],
    [
      'evaluations out of order',
      (file) => (anything(file).content.runs as { evaluations: unknown[] }[])[0].evaluations.reverse(),
      'content.runs[0].evaluations[1].step',
    ],
    [
      'a divergence of a run that finished',
      (file) =>
        ((anything(file).content.runs as { divergence: unknown }[])[0].divergence = {
          step: 1,
          where: 'loss',
          rate: 1,
        }),
      'content.runs[0].divergence',
    ],
    [
      'a bad experiment',
      (file) => ((anything(file).content.experiment as { model: { hidden: unknown } }).model.hidden = -1),
      'model.hidden: must be a whole number',
    ],
    [
      'an output layer there is none of',
      (file) => ((anything(file).content.experiment as { arms: { layer: unknown }[] }).arms[0].layer = 'x'),
      "'x'",
    ],
    [
      'a time that is none',
      (file) => (anything(file).content.generatedAt = 'yesterday' as never),
      'content.generatedAt',
    ],
  ])('%s', (_, change, sentence) => {
    const error = errorOf(forged(change as (file: Record<string, never>) => void));
    expect(error.code).toBe('file-not-read');
    expect(error.message).toContain(sentence);
    expect(error.next).not.toBe('');
  });

  it('one changed digit', () => {
    const text = textOf(small());
    const changed = text.replace('"rate":0.1', '"rate":0.2');
    expect(changed).not.toBe(text);
    expect(errorOf(changed).message).toContain('SHA-256');
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{"format": "loss-lab-report"'],
    ['a number', '1'],
    ['null', 'null'],
    ['a list', '[]'],
    ['100 000 levels', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['100 000 objects in each other', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)],
    ['a prototype', '{"format":"loss-lab-report","__proto__":{"x":1}}'],
    ['constructors', '{"format":"loss-lab-report","constructor":{"prototype":{}}}'],
  ])('%s', (_, json) => {
    expect(errorOf(json).code).toBe('file-not-read');
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });
});
