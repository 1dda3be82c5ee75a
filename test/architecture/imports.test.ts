import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sourceFiles } from '../source-files.ts';
import { circles, importsOf, reached, wayTo, type Graph } from './import-graph.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The folders in the order of dependence, with what each may import, beside itself: only what stands before it. The last
 * entry that a file lies under counts.
 */
const layers: readonly (readonly [folder: string, allowed: readonly string[]])[] = [
  ['core/errors.ts', []],
  ['core/halving.ts', []],
  // How a number is written: everybody who says one asks it.
  ['core/words/number-format.ts', []],
  ['core/corpora', ['core/errors.ts', 'core/halving.ts', 'core/words/number-format.ts']],
  ['core/yardsticks', ['core/corpora']],
  ['core/words', ['core/corpora']],
  ['core/outputs', ['core/errors.ts', 'core/words/number-format.ts']],
  ['core/formulas', ['core/errors.ts', 'core/words/number-format.ts', 'core/outputs']],
  ['core/layers', ['core/errors.ts', 'core/outputs', 'core/formulas']],
  ['core/optimizers', ['core/errors.ts', 'core/outputs']],
  [
    'core/network',
    [
      'core/errors.ts',
      'core/words/number-format.ts',
      'core/outputs',
      'core/optimizers',
      'core/corpora',
      'core/yardsticks',
    ],
  ],
  [
    'core/experiments',
    [
      'core/errors.ts',
      'core/halving.ts',
      'core/words',
      'core/yardsticks',
      'core/outputs',
      'core/formulas',
      'core/layers',
      'core/optimizers',
      'core/network',
      'core/corpora',
    ],
  ],
  ['core/experiments/statistics', ['core/errors.ts', 'core/halving.ts', 'core/network/random.ts']],
  [
    'core/probes',
    [
      'core/errors.ts',
      'core/words',
      'core/outputs',
      'core/formulas',
      'core/layers',
      'core/optimizers',
      'core/network',
      'core/corpora',
    ],
  ],
  [
    'core/derivation',
    [
      'core/errors.ts',
      'core/words',
      'core/outputs',
      'core/formulas',
      'core/network',
      'core/optimizers',
      'core/corpora',
      'core/probes',
    ],
  ],
  ['core/lessons', ['core/errors.ts', 'core/words']],
  [
    'core/duels',
    ['core/errors.ts', 'core/outputs', 'core/layers', 'core/network', 'core/corpora', 'core/probes'],
  ],
  [
    'core/figures',
    [
      'core/halving.ts',
      'core/words',
      'core/yardsticks',
      'core/network',
      'core/corpora',
      'core/experiments',
      'core/probes',
      'core/duels',
    ],
  ],
  [
    'core/contract',
    [
      'core/lessons',
      'core/derivation',
      'core/errors.ts',
      'core/words',
      'core/yardsticks',
      'core/outputs',
      'core/duels',
      'core/experiments',
      'core/formulas',
      'core/layers',
      'core/probes',
      'core/corpora',
      'core/network',
    ],
  ],
  ['core/plugins', ['core/errors.ts', 'core/words', 'core/outputs', 'core/formulas', 'core/contract']],
  [
    'core/reports',
    [
      'core/derivation',
      'core/words',
      'core/figures',
      'core/errors.ts',
      'core/yardsticks',
      'core/outputs',
      'core/formulas',
      'core/layers',
      'core/optimizers',
      'core/network',
      'core/corpora',
      'core/experiments',
      'core/probes',
      'core/contract',
    ],
  ],
  [
    'core/exports',
    [
      'core/words',
      'core/figures',
      'core/errors.ts',
      'core/yardsticks',
      'core/outputs',
      'core/optimizers',
      'core/network',
      'core/corpora',
      'core/experiments',
      'core/reports',
    ],
  ],
  [
    'core/store',
    [
      'core/errors.ts',
      'core/words',
      'core/yardsticks',
      'core/layers',
      'core/network',
      'core/optimizers',
      'core/corpora',
      'core/experiments',
      'core/reports',
      'core/contract',
    ],
  ],
  ['core/rpc', ['core/errors.ts', 'core/contract']],
  [
    'core/lab',
    [
      'core/lessons',
      'core/derivation',
      'core/errors.ts',
      'core/words',
      'core/yardsticks',
      'core/outputs',
      'core/formulas',
      'core/layers',
      'core/optimizers',
      'core/network',
      'core/corpora',
      'core/experiments',
      'core/probes',
      'core/duels',
      'core/plugins',
      'core/reports',
      'core/contract',
      'core/store',
    ],
  ],
  ['core/node', ['core']],
  ['electron/main', ['core/contract', 'core/rpc', 'core/node', 'core/errors.ts', 'core/lab', 'core/words']],
  ['electron/preload', []],
  ['renderer', ['core']],
];

/**
 * All of the lab that a screen reaches by value, however many files lie between: figures, words, statistics of what was
 * measured, limits and defaults; no engine, no formula, no optimiser, no schema. Types are free: nothing is left of them.
 */
const onScreen: readonly string[] = [
  'renderer',
  'core/contract',
  'core/corpora/character-names.ts',
  'core/corpora/corpus.ts',
  'core/corpora/parts.ts',
  'core/corpora/text-needed.ts',
  'core/derivation/derivation-words.ts',
  'core/derivation/derivation.ts',
  'core/derivation/shown-number.ts',
  'core/derivation/step-formulas.ts',
  'core/derivation/step-lines.ts',
  'core/derivation/step-terms.ts',
  'core/derivation/steps.ts',
  'core/duels/duel-differences.ts',
  'core/duels/duel.ts',
  'core/duels/next-characters.ts',
  'core/errors.ts',
  'core/experiments/comparison',
  'core/experiments/growing-curves.ts',
  'core/experiments/limits.ts',
  'core/experiments/link-form.ts',
  'core/experiments/new-arm.ts',
  'core/experiments/plan',
  'core/experiments/rates/budget-words.ts',
  'core/experiments/rates/quick-rounds.ts',
  'core/experiments/rates/rate-grid.ts',
  'core/experiments/rates/rate-policy.ts',
  'core/experiments/rates/rates-found.ts',
  'core/experiments/rates/rounds.ts',
  'core/experiments/rates/sweep.ts',
  'core/experiments/run.ts',
  'core/experiments/statistics',
  'core/experiments/still-preset.ts',
  'core/experiments/text-split.ts',
  'core/experiments/thinning.ts',
  'core/figures',
  'core/halving.ts',
  'core/lessons/built-in',
  'core/lessons/lesson.ts',
  'core/lessons/sketch.ts',
  'core/network/precision.ts',
  'core/network/random.ts',
  'core/network/weights.ts',
  'core/outputs/activations',
  'core/outputs/layer-limits.ts',
  'core/outputs/logistic.ts',
  'core/outputs/match.ts',
  'core/outputs/name-clash.ts',
  'core/outputs/readings',
  'core/probes/check-thresholds.ts',
  'core/probes/probe.ts',
  'core/probes/unit-words.ts',
  'core/rpc',
  'core/words',
  'core/yardsticks',
];

const packagesOnScreen =
  /^(svelte|chart\.js|chartjs-plugin-annotation|katex|birpc|@msgpack\/msgpack|@fontsource-variable\/|@stdlib\/|pure-rand|d3-(color|scale|shape)|get-east-asian-width)/;

/** Files that call each other by their nature; each says so. */
const mutual: readonly (readonly string[])[] = [
  // A node is simplified as it is made, and the rules make nodes.
  [
    'core/formulas/graph/graph.ts',
    'core/formulas/graph/simplify-product.ts',
    'core/formulas/graph/simplify-sum.ts',
  ],
];

const under = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

const files = sourceFiles(root, ['core', 'electron', 'renderer']);
const graph: Graph = new Map(files.map((path) => [path, importsOf(root, path)]));
const pathsOf = (path: string) => graph.get(path)!.filter(({ isPackage }) => !isPackage);

describe('dependencies point one way', () => {
  it('finds the sources and what they import', () => {
    expect(files.length).toBeGreaterThan(500);
    expect(pathsOf('core/outputs/registry.ts').map(({ to }) => to)).toContain(
      'core/outputs/linear-quadratic.ts',
    );
  });

  it('allows nothing that is not there', () => {
    const named = [...layers.flat(2), ...onScreen, ...mutual.flat()];
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it.each(files)('%s', (path) => {
    const own = layers.filter(([folder]) => under(path, folder)).at(-1);
    expect(own, `${path} lies in no layer of the table`).toBeDefined();
    const [folder, allowed] = own;
    for (const { to } of pathsOf(path))
      expect(
        [folder, ...allowed].some((other) => under(to, other)),
        `${path} imports ${to}`,
      ).toBe(true);
  });

  it('leaves no two files that need each other', () => {
    const found = circles(graph, () => true).filter(
      (circle) => !mutual.some((known) => circle.every((path) => known.includes(path))),
    );
    expect(found).toEqual([]);
  });

  it('would see a circle, also one of types alone', () => {
    const edge = (to: string, typeOnly: boolean) => [{ to, isPackage: false, typeOnly, late: false }];
    const made: Graph = new Map([
      ['a', edge('b', false)],
      ['b', edge('c', true)],
      ['c', edge('a', false)],
      ['d', edge('a', false)],
    ]);
    expect(circles(made, () => true)).toEqual([['a', 'b', 'c']]);
    expect(circles(made, ({ typeOnly }) => !typeOnly)).toEqual([]);
  });
});

describe('a screen', () => {
  const found = reached(
    graph,
    files.filter((path) => under(path, 'renderer')),
  );

  it('reaches only figures, words, statistics, limits and defaults of the lab', () => {
    const strangers = [...found.keys()].filter(
      (path) => graph.has(path) && !onScreen.some((folder) => under(path, folder)),
    );
    expect(strangers.map((path) => wayTo(found, path))).toEqual([]);
  });

  it('reaches no package that only the lab needs', () => {
    const packages = [...found.keys()].filter((to) => !graph.has(to) && !/^(core|renderer)\//.test(to));
    expect(packages.length).toBeGreaterThan(5);
    expect(packages.filter((to) => !packagesOnScreen.test(to)).map((to) => wayTo(found, to))).toEqual([]);
  });
});

describe('the command line', () => {
  it('knows all its options before it loads lab, engine, formulas or schemas: a command loads what it needs', () => {
    const found = reached(graph, ['core/node/cli/entry.ts'], false);
    const notYet =
      /^(core\/(lab|network\/fast|formulas|reports|store|experiments\/(files|comparison))\/|valibot$|@stdlib\/)/;
    expect(found.size).toBeGreaterThan(20);
    expect([...found.keys()].filter((to) => notYet.test(to)).map((to) => wayTo(found, to))).toEqual([]);
  });

  it.each(['compare', 'sweep', 'corpus', 'gradients'])(
    'loads nothing that only pages need: %s',
    (command) => {
      const found = reached(graph, [`core/node/cli/commands/${command}.ts`], false);
      const ofPages =
        /^(core\/(reports\/html|exports|figures\/drawing|words\/(said\/zh|zh-hans))\b|katex$|d3-|yazl$)/;
      expect(found.size).toBeGreaterThan(50);
      expect([...found.keys()].filter((to) => ofPages.test(to)).map((to) => wayTo(found, to))).toEqual([]);
    },
  );
});

describe('core has no host', () => {
  const hostless = files.filter((path) => path.startsWith('core/') && !path.startsWith('core/node/'));

  it.each(hostless)('%s', (path) => {
    const text = readFileSync(join(root, path), 'utf8');
    expect(text).not.toMatch(/from 'node:|from 'electron'|\bprocess\.(env|argv|pid|exit|std)/);
    expect(text).not.toMatch(/\bdocument\.(get|query|create)|\bwindow\.(add|location|document)/);
    expect(text).not.toMatch(/\bMath\.random\b|\bDate\.now\b|\bnew Date\(\)/);
  });
});

describe('a known mistake in a gradient', () => {
  it('can be made by the gradient check alone, so that none can reach a run', () => {
    const importers = files.filter((path) =>
      pathsOf(path).some(({ to }) => to === 'core/probes/faulty-gradient.ts'),
    );
    expect(importers).toEqual(['core/probes/gradient-check.ts']);
  });
});
