import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt } from '../../scripts/build.js';
import { lab } from './command.ts';
import { temporaryFolder } from './temporary.ts';

const scripts = fileURLToPath(new URL('../readers/', import.meta.url));
const folder = temporaryFolder();
/** The archive of three arms with one seed, in float64. */
const archive = join(folder, 'adagrad');

/** A Python that has a module: the one that LAB_PYTHON names, that of the path, that of the system. */
function pythonWith(module: string): string | null {
  const found = [process.env['LAB_PYTHON'], 'python3', '/usr/bin/python3', 'python'].filter((name) => name);
  return found.find((name) => spawnSync(name!, ['-c', `import ${module}`]).status === 0) ?? null;
}

const none = (what: string) => `no ${what} here: LAB_PYTHON may name a Python that has it`;
const has = (program: string) => spawnSync(program, ['--version']).status === 0;

function unpack(zip: string, to: string): void {
  for (const [path, bytes] of Object.entries(unzipSync(readFileSync(zip)))) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    writeFileSync(join(to, path), bytes);
  }
}

const rates = { sgd: 0.02, momentum: 0.002, adagrad: 0.01, rmsprop: 0.001, adam: 0.002 };

// Printing takes its time, and has a test of its own below.
process.env['LAB_CHROMIUM'] = 'none';

/** Trains three arms for 100 steps and unpacks what is exported of them. */
async function exported(optimizer: keyof typeof rates, seeds = 1): Promise<void> {
  const kept = join(folder, `${optimizer}-kept`);
  const trained = await lab([
    ...['compare', '--builtin', 'reber', '--characters', '20000', '--seeds', `${seeds}`, '--steps', '100'],
    ...[
      '--layers',
      'softmax-cross-entropy,sigmoid-quadratic,linear-quadratic',
      '--rate',
      String(rates[optimizer]),
    ],
    ...[
      '--optimizer',
      optimizer,
      '--hidden',
      '16',
      '--length',
      '10',
      '--batch',
      '4',
      '--precision',
      'float64',
    ],
    ...['--evaluate-every', '50', '--evaluate-characters', '500', '--out', kept],
  ]);
  expect(trained.status, trained.stderr).toBe(0);
  const out = join(folder, `${optimizer}.zip`);
  const made = await lab(['export', kept, '--out', out, '--author', 'Ada Lovelace, Analytical Society']);
  expect(made.status, made.stderr).toBe(0);
  unpack(out, join(folder, optimizer));
}

describe('an archive, by the programs that it is for', () => {
  beforeAll(async () => {
    await ensureBuilt();
    await exported('adagrad', 2);
  });

  it('lists every file in README.md and in the RO-Crate', () => {
    const readme = readFileSync(join(archive, 'README.md'), 'utf8');
    const crate = JSON.parse(readFileSync(join(archive, 'ro-crate-metadata.json'), 'utf8')) as {
      '@graph': { '@id': string; '@type': string | string[]; hasPart?: { '@id': string }[] }[];
    };
    const root = crate['@graph'].find((each) => each['@id'] === './')!;
    const files = readdirSync(archive, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(archive.length + 1)
          .replaceAll('\\', '/'),
      );
    const named = new Set(root.hasPart!.map((part) => part['@id']));
    for (const file of files) if (file !== 'ro-crate-metadata.json') expect(named, file).toContain(file);
    for (const part of named) expect(crate['@graph'].some((each) => each['@id'] === part)).toBe(true);
    for (const file of ['report.html', 'citation.bib', 'reproduce/reproduce.py'])
      expect(readme).toContain(file);
    expect(readFileSync(join(archive, 'CITATION.cff'), 'utf8')).toMatch(
      /family-names: "Lovelace"\n {4}given-names: "Ada"\n {4}affiliation: "Analytical Society"/,
    );
  });

  it('event files: TensorBoard’s loader, or protobuf with their checksums', ({ skip }) => {
    const python = pythonWith('tensorboard') ?? pythonWith('google.protobuf');
    if (!python) skip(none('TensorBoard or protobuf'));
    const run = join(archive, 'tensorboard/softmax-cross-entropy/seed1');
    const read = JSON.parse(
      execFileSync(python!, [join(scripts, 'event-files.py'), run, join(archive, 'tensorboard')], {
        encoding: 'utf8',
      }),
    ) as { scalars: Record<string, [number, number | null][]>; table?: Record<string, string | number>[] };
    const report = JSON.parse(readFileSync(join(archive, 'report.json'), 'utf8')) as {
      content: {
        runs: {
          armId: string;
          seed: number;
          evaluations: { step: number; bitsPerCharacter: number }[];
        }[];
      };
    };
    const bits = read.scalars['held-out/bitsPerCharacter'];
    const { evaluations } = report.content.runs[0];
    expect(bits.map(([step]) => step)).toEqual(evaluations.map(({ step }) => step));
    bits.forEach(([, value], i) => expect(value!).toBeCloseTo(evaluations[i].bitsPerCharacter, 5));
    expect(read.scalars['train/own loss per character']).toHaveLength(100);
    // Each run is a row: those of one output layer are not taken together under the seed of the first.
    const rows = read.table?.map(({ layer, seed }) => `${layer} ${seed}`).sort();
    expect(rows ?? report.content.runs.map(({ armId, seed }) => `${armId} ${seed}`).sort()).toEqual(
      report.content.runs.map(({ armId, seed }) => `${armId} ${seed}`).sort(),
    );
  });

  it('ONNX: the checker, and ONNX Runtime where it is', ({ skip }) => {
    const python = pythonWith('onnxruntime, onnx') ?? pythonWith('onnx');
    if (!python) skip(none('onnx'));
    for (const arm of ['softmax-cross-entropy', 'sigmoid-quadratic', 'linear-quadratic']) {
      const name = join(archive, 'networks', `${arm}-seed1`);
      const read = JSON.parse(
        execFileSync(
          python!,
          [join(scripts, 'onnx-model.py'), `${name}.onnx`, `${name}.pytorch.safetensors`],
          {
            encoding: 'utf8',
          },
        ),
      ) as { worst: number; outputs: string[] };
      expect(read.worst).toBeLessThan(1e-6);
      expect(read.outputs).toEqual(['z', 'y', 'p', 'h', 'hEnd']);
    }
  });

  it(
    'PyTorch: load_state_dict, and reproduce.py to 1e-9 over 100 steps with five optimisers',
    { timeout: 400_000 },
    async ({ skip }) => {
      const python = pythonWith('torch, numpy');
      if (!python) skip(none('PyTorch'));
      const weights = join(archive, 'networks/softmax-cross-entropy-seed1.pytorch.safetensors');
      expect(
        execFileSync(python!, [join(scripts, 'load-state-dict.py'), join(archive, 'reproduce'), weights], {
          encoding: 'utf8',
        }),
      ).toContain('All keys matched');
      const optimizers = Object.keys(rates) as (keyof typeof rates)[];
      await Promise.all(optimizers.filter((each) => each !== 'adagrad').map((id) => exported(id)));
      // One process for all: PyTorch takes longer to load than to train.
      const said = execFileSync(
        python!,
        [
          join(scripts, 'each-script.py'),
          ...optimizers.map((each) => join(folder, each, 'reproduce/reproduce.py')),
        ],
        { encoding: 'utf8' },
      );
      const parts = said.split(/^=== .*$/m).slice(1);
      expect(parts).toHaveLength(optimizers.length);
      for (const part of parts) {
        expect(part.match(/below 1e-09 in every step/g), part).toHaveLength(3);
        expect(part).toMatch(/^ {3}100 /m);
      }
    },
  );

  it('the notebook: nbconvert, which runs its cells', ({ skip }) => {
    const python = pythonWith('nbconvert, ipykernel, pandas, matplotlib');
    if (!python) skip(none('nbconvert with pandas and matplotlib'));
    execFileSync(
      python!,
      [
        '-m',
        'nbconvert',
        '--to',
        'notebook',
        '--execute',
        '--output',
        'run.ipynb',
        join(archive, 'report.ipynb'),
      ],
      { stdio: 'pipe' },
    );
    const run = readFileSync(join(archive, 'run.ipynb'), 'utf8');
    expect(run).toContain('image/png');
    expect(run).not.toContain('"output_type": "error"');
  });

  it('the tables: pdflatex', ({ skip }) => {
    if (!has('pdflatex')) skip('no pdflatex here');
    const { status, stdout } = spawnSync(
      'pdflatex',
      ['-interaction=nonstopmode', '-halt-on-error', 'tables.tex'],
      {
        cwd: join(archive, 'latex'),
        encoding: 'utf8',
      },
    );
    expect(status, stdout).toBe(0);
    expect(existsSync(join(archive, 'latex/tables.pdf'))).toBe(true);
  });

  /** Packages of npm, which are no part of the project: their folder is named, and has the schema of CITATION.cff. */
  const packages = process.env['LAB_READERS'];
  type Read = Partial<{
    'onnxruntime-web': { models: number; worst: number };
    'vega-lite': { figures: number; marks: number; warnings: string[] };
    ajv: { errors: string[] };
    'ro-crate': { lacking: string[]; gone: string[]; conforms: string; parts: number };
  }>;

  it('ONNX Runtime, Vega-Lite, the schema of CITATION.cff and RO-Crate, by packages of npm', ({ skip }) => {
    if (!packages) skip('LAB_READERS names no folder with onnxruntime-web, vega-lite, ajv, ro-crate in it');
    const read = JSON.parse(
      execFileSync(process.execPath, [join(scripts, 'npm-readers.js'), archive, packages!], {
        encoding: 'utf8',
      }),
    ) as Read;
    const { 'onnxruntime-web': onnx, 'vega-lite': vega, ajv, 'ro-crate': crate } = read;
    expect(Object.keys(read).length).toBeGreaterThan(0);
    if (onnx) expect(onnx.worst).toBeLessThan(5e-6);
    if (onnx) expect(onnx.models).toBe(3);
    if (vega) expect(vega.warnings).toEqual([]);
    if (vega) expect(vega.marks).toBeGreaterThan(20 * vega.figures);
    if (ajv) expect(ajv.errors).toEqual([]);
    if (crate)
      expect(crate).toMatchObject({ lacking: [], gone: [], conforms: 'https://w3id.org/ro/crate/1.1' });
  });

  it('the page on paper, by a browser of this machine', async ({ skip }) => {
    process.env['LAB_CHROMIUM'] = '';
    const kept = join(folder, 'adagrad-kept');
    const printed = await lab(['report', kept, '--format', 'pdf', '--out', join(folder, 'page.pdf')]);
    process.env['LAB_CHROMIUM'] = 'none';
    if (/none was found/.test(printed.stderr)) skip('no browser that prints here');
    expect(printed.status, printed.stderr).toBe(0);
    expect(readFileSync(join(folder, 'page.pdf'), 'latin1')).toMatch(/^%PDF-1\.[\s\S]*\/Type\s*\/Pages/);
  });

  it('CITATION.cff: cffconvert', ({ skip }) => {
    const python = pythonWith('cffconvert');
    if (!python) skip(none('cffconvert'));
    execFileSync(python!, ['-m', 'cffconvert', '--validate', '-i', join(archive, 'CITATION.cff')], {
      stdio: 'pipe',
    });
  });
});
