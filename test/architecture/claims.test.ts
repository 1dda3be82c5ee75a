import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { builtins } from '../../core/corpora/builtin/registry.ts';
import { keptBytes, mostKept } from '../../core/experiments/memory.ts';
import { presets } from '../../core/experiments/presets.ts';
import { gradientEvery } from '../../core/experiments/run.ts';
import { fewestForSignificance } from '../../core/experiments/statistics/sign-flip.ts';
import { formulaPresets } from '../../core/formulas/presets/registry.ts';
import { warmUpCharacters } from '../../core/network/reading-start.ts';
import { optimizers } from '../../core/optimizers/registry.ts';
import { activationIds } from '../../core/outputs/activations/registry.ts';
import { outputReadings, readingIds } from '../../core/outputs/readings/registry.ts';
import { outputLayers } from '../../core/outputs/registry.ts';
import { yardsticks } from '../../core/yardsticks/registry.ts';
import { program } from '../../core/node/cli/program.ts';
import { sourceFiles } from '../source-files.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const oneLine = (text: string) => text.replace(/\s+/g, ' ');
const files = sourceFiles(root, ['core', 'electron', 'renderer']);
const having = (pattern: RegExp, among: RegExp) =>
  files.filter((path) => among.test(path) && pattern.test(read(path)));
/** Files of a folder that hold a record of a registry. */
const records = (folder: string, pattern: RegExp) =>
  readdirSync(join(root, folder)).filter(
    (name) => name.endsWith('.ts') && pattern.test(read(`${folder}/${name}`)),
  ).length;
const architecture = 'ARCHITECTURE.md';
const inside = 'docs/inside.md';

/** What the documents say of the house, word for word, and what must be so for it to be true. */
const claims: readonly (readonly [document: string, sentence: string, holds: () => void])[] = [
  [
    architecture,
    'one file per layer',
    () => expect(records('core/outputs', /satisfies OutputLayer;/)).toBe(outputLayers.length),
  ],
  [
    architecture,
    'one file per optimiser',
    () => expect(records('core/optimizers', /satisfies Optimizer;/)).toBe(optimizers.length),
  ],
  [
    architecture,
    'one file per yardstick',
    () => expect(records('core/yardsticks', /satisfies Yardstick;/)).toBe(yardsticks.length),
  ],
  [
    inside,
    'How outputs are read as probabilities is a record in `core/outputs/readings`',
    () => expect(records('core/outputs/readings', /satisfies OutputReading;/)).toBe(outputReadings.length),
  ],
  [
    architecture,
    'a file in `core/formulas/presets` and a line in its registry',
    () =>
      expect(records('core/formulas/presets', /: FormulaPreset = \{|satisfies FormulaPreset;/)).toBe(
        formulaPresets.length,
      ),
  ],
  [
    architecture,
    'Optimisers and built-in sources are added the same way in their folders',
    () =>
      expect(records('core/corpora/builtin', /: BuiltinSource = \{|satisfies BuiltinSource;/)).toBe(
        builtins.length,
      ),
  ],
  [
    architecture,
    'nothing branches on its name',
    () => {
      const ids = yardsticks.map(({ id }) => id).join('|');
      const names = [...activationIds, ...readingIds].join('|');
      expect(
        [
          new RegExp(`(activation|reading)(\\w*\\(.*\\))?(\\.id)?\\)? [!=]== '(${names})`, 'i'),
          new RegExp(`\\bid [!=]== '(${names})'`),
          new RegExp(`([!=]==|case)\\s+'(${ids})'`),
          /\bswitch \((\w+\.)*(activation|reading|yardstick)(\.id)?\)/,
        ].flatMap((pattern) => having(pattern, /./)),
      ).toEqual([]);
    },
  ],
  [
    architecture,
    "`core` outside `core/node` compiles without Node's and the browser's types (`core/tsconfig.json`)",
    () => {
      const { exclude } = JSON.parse(read('core/tsconfig.json')) as { exclude: string[] };
      const { types, lib } = (
        JSON.parse(read('tsconfig.base.json')) as { compilerOptions: { types: string[]; lib: string[] } }
      ).compilerOptions;
      expect(exclude).toEqual(['./node', './network/fast/kernels']);
      expect(types).toEqual([]);
      expect(lib.filter((name) => /dom|worker/i.test(name))).toEqual([]);
    },
  ],
  [
    architecture,
    'the only part of `core` that may use Node',
    () => {
      const parts = having(/\b(from|import\()\s*'node:/, /./).map((path) => path.match(/^\w+\/\w+/)![0]);
      expect([...new Set(parts)]).toEqual(['core/node', 'electron/main']);
    },
  ],
  [
    architecture,
    '`core/errors.ts`, `core/halving.ts` | the error that people are told',
    () => expect(having(/throw new Error\(/, /^core\/(?!node\/|experiments\/files\/)/)).toEqual([]),
  ],
  [inside, 'Of every tenth step a `Trainer` records the gradient', () => expect(gradientEvery).toBe(10)],
  [inside, 'warmed up on the 100 characters before a span', () => expect(warmUpCharacters).toBe(100)],
  [
    inside,
    'thinned to 16 moments and 64 MB for all runs',
    () => expect([mostKept, keptBytes]).toEqual([16, 64e6]),
  ],
  [
    architecture,
    'Every 100 ms a thread reports',
    () => expect(read('core/lab/training/training-thread.ts')).toContain('const reportEvery = 100;'),
  ],
  [
    architecture,
    'emits `progress` at most 10 times a second',
    () => expect(read('core/lab/training/gathered-progress.ts')).toContain('const eventEvery = 100;'),
  ],
  [
    architecture,
    'at most one per core',
    () => expect(read('core/node/node-lab.ts')).toContain('threads = options.threads ?? givenCores().count'),
  ],
  [
    architecture,
    'Pause and stop set one Int32 on shared memory',
    () =>
      expect(read('core/lab/training/flagged-thread.ts')).toContain(
        'new Int32Array(new SharedArrayBuffer(4))',
      ),
  ],
  [
    architecture,
    'It talks to an `Engine`, never to arithmetic',
    () => expect(read('core/lab/training/trainer.ts')).not.toMatch(/from '.*(fast|reference-engine|kernels)/),
  ],
  [
    architecture,
    'no clock enters a result',
    () =>
      expect(
        having(/\bMath\.random\b|\bDate\.now\b|\bnew Date\(\)|\bperformance\.now/, /^core\/(?!node\/)/),
      ).toEqual([]),
  ],
  [
    inside,
    'some of it written by its `.js` files (tiles, losses, optimisers, steps of programs)',
    () =>
      expect(
        readdirSync(join(root, 'core/network/fast/kernels')).filter((name) => name.endsWith('.js')),
      ).toEqual(expect.arrayContaining(['losses.js', 'program-steps.js', 'tiles.js', 'updates.js'])),
  ],
  [
    inside,
    'two builds, with and without fused multiply-add',
    () =>
      expect(read('scripts/kernels.js')).toContain("{ relaxed: ['--enable', 'relaxed-simd'], plain: [] }"),
  ],
  [
    inside,
    'plug-in training threads (about 16 in all',
    () => expect(read('core/lab/training/plugin-runs.ts')).toContain('const mostThreads = 16;'),
  ],
  [
    inside,
    'probe threads (one per kind of question)',
    () => {
      const kinds = read('core/lab/ports.ts')
        .split('export interface ProbePort {')[1]
        .split('\n}')[0]
        .matchAll(/^ {2}(\w+)\(/gm);
      const threads = read('core/node/probes/probe-threads.ts');
      expect(threads).toContain('const thread = probeThread(entry);');
      for (const [, kind] of kinds) expect(threads).toContain(`${kind}: asking('${kind}'),`);
    },
  ],
  [
    architecture,
    'checks the argument against a schema',
    () => expect(read('core/rpc/server.ts')).toContain('v.safeParse(labMethods[method].argument'),
  ],
  ['README.md', 'Five presets each show one thing', () => expect(presets).toHaveLength(5)],
  ['README.md', 'or that six are needed', () => expect(fewestForSignificance).toBe(6)],
  [
    'README.md',
    'Node 20.19 or newer',
    () =>
      expect((JSON.parse(read('package.json')) as { engines: { node: string } }).engines.node).toBe(
        '>=20.19',
      ),
  ],
];

describe('what the documents say of the house', () => {
  it.each(claims)('%s: %s', (document, sentence, holds) => {
    expect(oneLine(read(document))).toContain(sentence);
    holds();
  });

  it('names every folder of core, in a table of folders that are there', () => {
    const rows = [...read(architecture).matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, cell]) =>
      [...cell.matchAll(/`([\w/.]+)`/g)].map(([, path]) => path),
    );
    const there = readdirSync(join(root, 'core'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(
      rows.filter((path) => path.startsWith('core/') && statSync(join(root, path)).isDirectory()).sort(),
    ).toEqual(there.map(({ name }) => `core/${name}`).sort());
  });

  it.each([
    'ARCHITECTURE.md',
    'README.md',
    'CONTRIBUTING.md',
    'docs/inside.md',
    'docs/verification.md',
    'docs/guide.md',
    'docs/cluster.md',
  ])('names in %s only files that are there', (document) => {
    const paths = [
      ...read(document).matchAll(/`((?:core|electron|renderer|test|scripts|bin|docs)\/[\w./-]+)`/g),
    ].map(([, path]) => path);
    // A file that somebody is told to write is not there yet.
    expect(paths.filter((path) => !path.includes('/my-') && !existsSync(join(root, path)))).toEqual([]);
  });

  it('lists every command in the README, and no other', () => {
    const table = [...read('README.md').matchAll(/^\| (`.*?) \| [a-zA-Z]/gm)].flatMap(([, cell]) =>
      [...cell.matchAll(/`([a-z-]+)/g)].map(([, name]) => name),
    );
    expect(table.sort()).toEqual(
      program()
        .commands.map((command) => command.name())
        .sort(),
    );
  });

  it.each([
    ['README.md', 1300],
    [architecture, 900],
  ])('says it in a %s of at most %i words', (document, most) => {
    expect(read(document).split(/\s+/).filter(Boolean).length).toBeLessThanOrEqual(most);
  });
});
