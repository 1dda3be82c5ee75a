import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { largestCall } from '../../../core/contract/arguments.ts';
import { labMethods, type LabApi } from '../../../core/contract/lab-api.ts';
import { defaultCorpusOptions } from '../../../core/corpora/corpus.ts';

type Name = keyof LabApi;
type Fields = Record<string, unknown>;

/** An argument that is taken, and by field what is refused in its place. */
interface Case {
  readonly taken: Fields;
  readonly refused: Readonly<Record<string, readonly unknown[]>>;
}

const nothing: Case = { taken: {}, refused: {} };
const id = ['', 'a'.repeat(200)];
const noId = [1, null, 'a'.repeat(201)];
const kept = '2026-01-01-reber-0123abcd';
const noKept = [
  1,
  null,
  '',
  '.',
  '..',
  '../a',
  'a/b',
  'a\\b',
  'C:',
  'a\0',
  'a\n',
  '.hidden',
  'a'.repeat(256),
];
const keptId: Case = { taken: { id: kept }, refused: { id: noKept } };
const noSeed = [-1, 1.5, 2 ** 32, NaN, '1'];
const noWhole = [0, -1, 1.5, Infinity, NaN, '5', null];
const badOptions = [
  null,
  {},
  { ...defaultCorpusOptions, more: 1 },
  { ...defaultCorpusOptions, heldOutShare: 1 },
  { ...defaultCorpusOptions, heldOutShare: 0.9, tuningShare: 0.1 },
];
const options = { taken: { options: defaultCorpusOptions }, refused: { options: badOptions } };
const moment = { kind: 'run', armId: 'a', seed: 1, step: null };
const badMoments = [null, { ...moment, kind: 'other' }, { ...moment, step: -1 }, { ...moment, armId: 1 }];
const stretch = { part: 'held-out', start: 0, length: 25, context: 100 };
const place = { t: 1, output: null, unit: 0, from: null };
const badPlaces = [{ ...place, t: 0 }, { ...place, t: 401 }, { ...place, output: -1 }, { t: 1 }, null];
const change = { kind: 'weight', parameter: 'Whh', row: 0, column: 0, value: 1 };
const badChanges = [
  [{ ...change, value: NaN }],
  [{ ...change, parameter: 'by' }],
  [{ kind: 'logit', t: 0, output: 0, value: 0 }],
  [{ kind: 'other' }],
  Array(21).fill(change),
  null,
];
const badStretches = [
  { ...stretch, part: 'tuning' },
  { ...stretch, start: -1 },
  { ...stretch, length: 401 },
  { ...stretch, context: 1001 },
];
const layer = { layer: 'softmax-quadratic', clamp: null, rate: 0.1 };
const badLayers = [
  { ...layer, clamp: 0.5 },
  { ...layer, rate: 0 },
  { ...layer, layer: null },
];
const grid = { low: 0.01, high: 1, count: 3 };
const bytes = new Uint8Array(3);
const file = { name: 'curves.csv', mediaType: 'text/csv', bytes };

const cases: Readonly<Record<Name, Case>> = {
  capabilities: nothing,
  catalogue: nothing,
  snapshot: nothing,
  beginText: {
    taken: { name: '文.txt', bytes: 0, source: 'upload' },
    refused: { name: [1, 'a'.repeat(1001)], bytes: [-1, 0.5, Infinity], source: ['file', null] },
  },
  appendText: {
    taken: { uploadId: 'u', bytes: new Uint8Array(2 ** 20) },
    refused: { uploadId: noId, bytes: [new Uint8Array(2 ** 20 + 1), [1, 2], 'abc', new Float64Array(1)] },
  },
  finishText: {
    taken: { uploadId: 'u', options: defaultCorpusOptions, more: id, heldOut: true },
    refused: {
      uploadId: noId,
      options: badOptions,
      more: [['a', 1], Array(101).fill('a')],
      heldOut: [1, null],
    },
  },
  cancelText: { taken: { uploadId: 'u' }, refused: { uploadId: noId } },
  openTextDialog: options,
  cancelReading: nothing,
  useBuiltin: {
    taken: {
      id: 'reber',
      seed: 2 ** 32 - 1,
      characters: 1e9,
      split: { split: 'blocks', heldOutShare: 0.1, tuningShare: 0 },
    },
    refused: {
      id: noId,
      seed: noSeed,
      characters: [...noWhole, 1e9 + 1],
      split: [null, { split: 'file', heldOutShare: 0.1, tuningShare: 0 }],
    },
  },
  rereadText: options,
  lookAtText: nothing,
  measureSplits: {
    taken: { heldOutShare: 0.1, tuningShare: 0 },
    refused: { heldOutShare: [0, 1.5, '0.1'], tuningShare: [-0.1, null] },
  },
  setExperiment: { taken: { experiment: {} }, refused: { experiment: [null, [], 'text', 5] } },
  openExperiment: { taken: { json: '{' }, refused: { json: [null, {}, 5] } },
  openExperimentDialog: nothing,
  run: nothing,
  pause: nothing,
  step: nothing,
  stop: nothing,
  reset: nothing,
  addSeeds: { taken: { count: 1000 }, refused: { count: [...noWhole, 1001] } },
  startRobustness: nothing,
  cancelRobustness: nothing,
  library: nothing,
  openKept: keptId,
  duplicateKept: keptId,
  trainFurther: { taken: { steps: 1 }, refused: { steps: [...noWhole, 100_000_001] } },
  describeKept: {
    taken: { id: kept, name: '一', tags: ['lecture 7'], notes: '' },
    refused: {
      id: noKept,
      name: ['', 'a'.repeat(501), null],
      tags: [[''], ['a'.repeat(61)], Array(51).fill('a'), 'a'],
      notes: [null, 'a'.repeat(100_001)],
    },
  },
  describeReport: {
    taken: { heading: { title: 'A', authors: ['Ada'], address: '', notes: '', leftOut: ['appendix'] } },
    refused: {
      heading: [
        'text',
        { title: 'A' },
        { title: 'a'.repeat(1001), authors: [], address: '', notes: '', leftOut: [] },
      ],
    },
  },
  trashKept: keptId,
  restoreKept: keptId,
  emptyTrash: nothing,
  compareKept: {
    taken: { ids: [kept, 'other'] },
    refused: { ids: [[], [kept], Array(7).fill(kept), [kept, '../a'], kept] },
  },
  showKeptFolder: { taken: { id: null }, refused: { id: [1, '', '..'] } },
  chooseLibrary: nothing,
  sample: {
    taken: { armId: 'a', seed: 0, characters: 1, temperature: 0, prompt: '', sampleSeed: 0 },
    refused: {
      armId: noId,
      seed: noSeed,
      characters: [...noWhole, 1_000_001],
      temperature: [-0.1, NaN, Infinity],
      prompt: [null, 'a'.repeat(100_001)],
      sampleSeed: noSeed,
    },
  },
  duel: {
    taken: { arms: [moment], text: { kind: 'given', text: 'ab' }, temperature: 1, top: 1 },
    refused: { arms: [[], badMoments], text: [null, { kind: 'other' }], temperature: [-1], top: [0, 21] },
  },
  keptSteps: { taken: { armId: 'a', seed: 1 }, refused: { armId: noId, seed: noSeed } },
  probe: {
    taken: { moment: { kind: 'fresh', armId: 'a', seed: 1 }, stretch, layers: [layer], rows: 1 },
    refused: {
      moment: badMoments,
      stretch: badStretches,
      layers: [[], badLayers, Array(65).fill(layer)],
      rows: [...noWhole, 100_001],
    },
  },
  unitResponses: {
    taken: { layers: [layer], t: 0, others: new Float64Array(2), z: Float64Array.of(-1, 1) },
    refused: {
      layers: [[], badLayers],
      t: [2, '0', null],
      others: [[0], Float64Array.of(NaN), new Float32Array(1)],
      z: [new Float64Array(4097), Float64Array.of(Infinity)],
    },
  },
  derive: {
    taken: { moment, stretch, layers: [layer], rows: 1, place, changes: [change] },
    refused: {
      moment: badMoments,
      stretch: badStretches,
      layers: [[], badLayers],
      rows: [...noWhole, 100_001],
      place: badPlaces,
      changes: badChanges,
    },
  },
  checkDerivation: {
    taken: { moment, stretch, layers: [layer], place, changes: [] },
    refused: {
      moment: badMoments,
      stretch: badStretches,
      layers: [[], badLayers],
      place: badPlaces,
      changes: badChanges,
    },
  },
  checkGradient: {
    taken: { moment, stretch, layer, fault: 'drop-slope' },
    refused: { moment: badMoments, stretch: badStretches, layer: badLayers, fault: ['other', 1, undefined] },
  },
  readLesson: { taken: { json: '{}' }, refused: { json: [null, 1, 'a'.repeat(1_000_001)] } },
  lookAtFormula: {
    taken: {
      definition: {
        kind: 'formula',
        id: 'mine',
        label: 'mine',
        activation: 'sigmoid',
        loss: '(y-t)^4',
        parameters: {},
        reference: '',
        reading: 'sigmoid',
      },
    },
    refused: { definition: [null, {}, { kind: 'plugin' }] },
  },
  formulaGuide: nothing,
  memoryNeeded: { taken: { distinct: 300 }, refused: { distinct: [0, 1.5, 2 ** 22, '300'] } },
  sweepState: nothing,
  startSweep: {
    taken: { grid, seeds: 2, steps: 100, yardstick: 'brier', extension: 0 },
    refused: {
      grid: [
        null,
        { ...grid, low: 1 },
        { ...grid, count: 1 },
        { ...grid, low: 0 },
        { ...grid, high: Infinity },
      ],
      seeds: [...noWhole, 101],
      steps: [...noWhole, 100_000_001],
      yardstick: ['loss', null, 'toString'],
      extension: [-1, 51, 0.5],
    },
  },
  cancelSweep: nothing,
  cancelExports: nothing,
  matchNorms: { taken: { reference: 'a' }, refused: { reference: noId } },
  proposePlugin: {
    taken: { file: 'mine.mjs', source: '' },
    refused: { file: ['', '../mine.mjs', 'a\\b', 'a'.repeat(256)], source: [null, 'a'.repeat(2 ** 18 + 1)] },
  },
  trustPlugin: {
    taken: { sha256: 'a0'.repeat(32) },
    refused: { sha256: ['A0'.repeat(32), 'a0'.repeat(31), `${'a0'.repeat(32)}\n`, null] },
  },
  inspectPlugin: { taken: { sha256: '0f'.repeat(32) }, refused: { sha256: ['', 'g'.repeat(64)] } },
  pluginGuide: nothing,
  shareExperiment: nothing,
  exportExperiment: nothing,
  saveExperiment: nothing,
  exportReport: {
    taken: { formats: ['html', 'markdown', 'csv', 'json', 'archive'] },
    refused: { formats: [[], ['pdf'], 'html', Array(6).fill('csv')] },
  },
  reportPage: {
    taken: { heading: { title: 'A', authors: ['B, C'], address: '', notes: '', leftOut: ['methods'] } },
    refused: { heading: [{}, 'A', { title: 1, authors: [], address: '', notes: '', leftOut: [] }] },
  },
  saveReport: { taken: { formats: ['json'] }, refused: { formats: [[], ['pdf'], 'html'] } },
  saveFiles: {
    taken: { files: [file, { ...file, name: '学 (2).svg' }] },
    refused: {
      files: [
        [],
        Array(101).fill(file),
        ...['../a', 'a/b', 'a\\b', '.hidden', '', 'a'.repeat(121)].map((name) => [{ ...file, name }]),
        [{ ...file, bytes: [1, 2] }],
        [{ ...file, mediaType: 1 }],
      ],
    },
  },
};

const takes = (name: Name, argument: unknown) => v.is(labMethods[name].argument, argument);

describe.each(Object.keys(labMethods) as Name[])('the argument of %s', (name) => {
  const { taken, refused } = cases[name];

  it('is taken as a screen sends it', () => expect(takes(name, taken)).toBe(true));

  it('is a plain object with nothing else in it', () => {
    for (const other of [null, undefined, 5, 'text', [taken], { ...taken, more: 1 }])
      expect(takes(name, other)).toBe(false);
  });

  it('has each field checked', () => {
    expect(Object.keys(refused).sort()).toEqual(Object.keys(taken).sort());
    for (const [field, values] of Object.entries(refused))
      for (const value of values) {
        expect(takes(name, { ...taken, [field]: value }), `${field}: ${JSON.stringify(value)}`).toBe(false);
      }
  });
});

describe('arguments', () => {
  it('take either a number of seeds or an aim', () => {
    expect(takes('addSeeds', { untilDecided: 2 })).toBe(true);
    expect(takes('addSeeds', { untilDecided: 1 })).toBe(false);
    expect(takes('addSeeds', { count: 2, untilDecided: 2 })).toBe(false);
  });

  it('name what was uploaded, where a file is too large to come with the call', () => {
    expect(takes('openExperiment', { json: ' '.repeat(largestCall) })).toBe(true);
    expect(takes('openExperiment', { json: ' '.repeat(largestCall + 1) })).toBe(false);
    expect(takes('openExperiment', { uploadId: 'a' })).toBe(true);
    expect(takes('openExperiment', { uploadId: 5 })).toBe(false);
    expect(takes('openExperiment', { uploadId: 'a', json: '{}' })).toBe(false);
  });
});
