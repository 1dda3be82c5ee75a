import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { lab } from './command.ts';
import { temporaryFolder } from './temporary.ts';

const folder = temporaryFolder();
const model = [
  '--builtin',
  'reber',
  '--characters',
  '5000',
  '--hidden',
  '8',
  '--length',
  '6',
  '--batch',
  '4',
];

interface Written {
  readonly probe: {
    readonly steps: number;
    readonly characters: number[];
    readonly inputs: number[];
    readonly layers: {
      readonly probed: { readonly layer: string };
      readonly refusal: { readonly message: string } | null;
      readonly deltaNorm: number;
      readonly delta: number[];
      readonly gradientNorm: number;
      readonly norms: Record<string, number>;
      readonly flow: { readonly byLag: number[]; readonly triangle: (number | string)[] };
    }[];
    readonly cosines: { readonly all: (number | string)[] };
  };
  readonly units: { readonly z: number[]; readonly isTarget: { readonly norm: number[] }[] };
  readonly checks: { readonly verdict?: string; readonly fault?: string | null }[];
}
const written = (out: string): Written =>
  JSON.parse(readFileSync(join(out, 'probe.json'), 'utf8')) as Written;

describe('loss-lab probe', () => {
  const first = join(folder, 'first');

  it('writes JSON, CSV and SVG of every layer at the same weights', async () => {
    const { status, stdout } = await lab(['probe', ...model, '--out', first]);
    expect(status).toBe(0);
    expect(stdout).toContain('softmax + quadratic');
    expect(readdirSync(first).sort()).toEqual([
      'cosines.csv',
      'cosines.svg',
      'delta-against-z.csv',
      'delta-against-z.svg',
      'delta-map.csv',
      'delta-maps.svg',
      'gradient-check.csv',
      'gradient-flow-triangle.csv',
      'gradient-flow.csv',
      'gradient-flow.svg',
      'gradient-histograms.csv',
      'gradient-norms.csv',
      'probe.json',
    ]);
    const { probe, units, checks } = written(first);
    expect(probe.steps).toBe(0);
    expect(probe.layers).toHaveLength(6);
    // As it is defined, without a clamp, linear + cross-entropy has no value at outputs around 0.
    const refused = probe.layers.filter(({ refusal }) => refusal);
    expect(refused.map(({ probed }) => probed.layer)).toEqual(['linear-cross-entropy']);
    expect(refused[0]!.refusal!.message).toContain('At step 0');
    expect(checks.map(({ verdict }) => verdict)).toEqual(['good', 'good', 'good', 'good', 'good', undefined]);
    expect(units.z).toHaveLength(201);
  });

  it('writes tables that say the same as the JSON', () => {
    const table = (name: string) => {
      const { data, errors } = Papa.parse<Record<string, string>>(readFileSync(join(first, name), 'utf8'), {
        header: true,
        skipEmptyLines: true,
      });
      expect(errors).toEqual([]);
      return data;
    };
    const { probe } = written(first);
    const [layer] = probe.layers;
    const norms = table('gradient-norms.csv').filter((row) => row['layer'] === layer!.probed.layer);
    expect(Number(norms.find(({ matrix }) => matrix === 'all')!['value'])).toBe(layer!.gradientNorm);
    for (const [name, norm] of Object.entries(layer!.norms))
      expect(
        Number(
          norms.find(({ quantity, matrix }) => quantity === 'gradientNorm' && matrix === name)!['value'],
        ),
      ).toBe(norm);
    const flow = table('gradient-flow.csv').filter((row) => row['layer'] === layer!.probed.layer);
    expect(flow.map((row) => Number(row['norm']))).toEqual(layer!.flow.byLag);
    const map = table('delta-map.csv').filter((row) => row['layer'] === layer!.probed.layer);
    expect(map.map((row) => Number(row['delta']))).toEqual(layer!.delta);
    expect(map.filter((row) => row['isTarget'] === '1')).toHaveLength(probe.inputs.length);
    expect(table('delta-against-z.csv')).toHaveLength(6 * 2 * 201);
  });

  it('draws pictures that are well-formed and hold no markup of the text', () => {
    for (const name of readdirSync(first).filter((each) => each.endsWith('.svg'))) {
      const svg = readFileSync(join(first, name), 'utf8');
      expect(svg).toMatch(/^<\?xml [^>]*>\s*<svg\s/);
      expect(svg.match(/<svg/g)!.length).toBe(svg.match(/<\/svg>/g)!.length);
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    }
  });

  it('looks after some steps of training, and of a trained run at the same weights', async () => {
    const trained = join(folder, 'trained');
    const layers = ['--layers', 'softmax-cross-entropy,sigmoid-quadratic'];
    const { status } = await lab([
      'probe',
      ...model,
      ...layers,
      '--step',
      '20',
      '--seed',
      '1',
      '--out',
      trained,
    ]);
    expect(status).toBe(0);
    expect(written(trained).probe.steps).toBe(20);
    const compared = join(folder, 'compared');
    await lab(['compare', ...model, ...layers, '--steps', '20', '--seeds', '1', '--out', compared]);
    const again = join(folder, 'again');
    const run = join(compared, 'runs', 'softmax-cross-entropy-seed1.safetensors');
    const text = ['--builtin', 'reber', '--characters', '5000', '--length', '6'];
    const second = await lab(['probe', run, ...text, ...layers, '--out', again]);
    expect(second.status).toBe(0);
    const figures = (out: string) =>
      written(out).probe.layers.map(({ delta, norms, gradientNorm }) => ({ delta, norms, gradientNorm }));
    expect(figures(again)).toEqual(figures(trained));
  });

  it('shows a known mistake caught, and touches nothing else with it', async () => {
    const out = join(folder, 'fault');
    const { stdout } = await lab(['probe', ...model, '--fault', 'wrong-transpose', '--out', out]);
    expect(stdout).toContain('A KNOWN FAULT');
    const { checks, probe } = written(out);
    for (const { verdict } of checks.slice(0, 5)) expect(verdict).toBe('wrong');
    expect(probe).toEqual(written(first).probe);
  });

  it('keeps an earlier probe unless told otherwise', async () => {
    const before = readFileSync(join(first, 'probe.json'));
    const refused = await lab(['probe', ...model, '--seed', '2', '--out', first]);
    expect(refused.status).toBe(2);
    expect(readFileSync(join(first, 'probe.json'))).toEqual(before);
    expect((await lab(['probe', ...model, '--seed', '2', '--force', '--out', first])).status).toBe(0);
    expect(readFileSync(join(first, 'probe.json'))).not.toEqual(before);
  });

  it.each([
    [['--fault', 'nope'], 'No fault'],
    [['--layers', 'nope'], 'No output layer'],
    [['--start', '4999'], 'training part has'],
    [['--part', 'middle'], 'Allowed choices'],
    [['--context', '5000'], 'whole number'],
  ])('refuses %s', async (wrong, words) => {
    const { status, stderr } = await lab(['probe', ...model, '--out', join(folder, 'none'), ...wrong]);
    expect(status).toBe(2);
    expect(stderr).toContain(words);
    expect(existsSync(join(folder, 'none', 'probe.json'))).toBe(false);
  });

  it('refuses a text whose characters a run has not learned, and one that is missing', async () => {
    const text = join(folder, 'strange.txt');
    writeFileSync(text, 'élan vital\n'.repeat(40));
    const run = join(folder, 'compared', 'runs', 'softmax-cross-entropy-seed1.safetensors');
    const strange = await lab(['probe', run, '--text', text, '--out', join(folder, 'x')]);
    expect(strange.status).toBe(2);
    expect(strange.stderr).toContain('did not learn');
    const missing = await lab(['probe', run, '--out', join(folder, 'x')]);
    expect(missing.stderr).toContain('holds no text');
  });
});
