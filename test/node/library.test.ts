import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { libraryFolder } from '../../core/node/store/library-folder.ts';
import { lab } from './command.ts';
import { temporaryFolder } from './temporary.ts';

const folder = temporaryFolder();
const library = join(folder, 'library');
const text = join(folder, 'numbers.txt');
const small = ['--hidden', '8', '--steps', '20', '--seeds', '1', '--layers', 'softmax-cross-entropy'];

beforeAll(() => {
  process.env.LOSS_LAB_LIBRARY = library;
  writeFileSync(text, 'one two three four five six seven.\n'.repeat(200));
});

const listed = async (): Promise<{ id: string; state: string; text: string; headline: string }[]> =>
  JSON.parse((await lab(['library', '--json'])).stdout);

describe('the library', () => {
  it('lies where the environment says, else in the data of the user', () => {
    expect(libraryFolder({ LOSS_LAB_LIBRARY: '/somewhere' })).toBe('/somewhere');
    expect(libraryFolder({})).toMatch(/loss-lab.*library$/);
  });

  it('is empty at first, and says how something comes in', async () => {
    const { status, stdout } = await lab(['library']);
    expect(status).toBe(0);
    expect(stdout).toContain('compare --keep');
  });

  it('keeps an experiment with its text, lists it and shows it', async () => {
    const kept = await lab(['compare', text, ...small, '--keep', '--json']);
    expect(kept.status).toBe(0);
    expect(kept.stderr).toContain(`Kept in '${library}`);
    const [entry] = await listed();
    expect(entry).toMatchObject({ state: 'finished', text: 'numbers.txt' });
    expect(entry.id).toMatch(/^\d{4}-\d\d-\d\d-numbers-[0-9a-f]{8}$/);
    expect(entry.headline).toMatch(/^softmax \+ cross-entropy \(\d\.\d{3}\)\. There is one output layer\.$/);
    const shown = JSON.parse((await lab(['show', entry.id.slice(0, 20), '--json'])).stdout);
    expect(shown).toMatchObject({ id: entry.id, arms: JSON.parse(kept.stdout).arms });
    // The text is kept as well: it may be gone where it was.
    const { sha256 } = shown.corpus;
    expect(readFileSync(join(library, 'texts', sha256, 'numbers.txt'))).toEqual(readFileSync(text));
    const longer = await lab(['resume', join(library, entry.id), '--steps', '40', '--json']);
    expect(JSON.parse(longer.stdout).corpus.name).toBe('numbers.txt');
  });

  it('gives the same experiment another folder once the first has come to its end, and goes on with it before', async () => {
    await lab(['compare', text, ...small, '--keep']);
    const two = await listed();
    expect(new Set(two.map(({ id }) => id)).size).toBe(2);
    rmSync(join(library, two[0].id, 'complete'));
    await lab(['compare', text, ...small, '--keep', '--steps', '40']);
    expect(await listed()).toHaveLength(2);
  });

  it('passes over a folder that cannot be read, and names it', async () => {
    const broken = join(library, 'broken');
    mkdirSync(broken);
    for (const name of ['experiment.json', 'about.json']) writeFileSync(join(broken, name), '{"half');
    const half = join(broken, '..', 'half');
    mkdirSync(half);
    writeFileSync(join(half, 'experiment.json'), '{"half');
    const { status, stdout, stderr } = await lab(['library']);
    expect(status).toBe(0);
    expect(stdout).toContain('2 experiments');
    expect(stderr).toContain(`Passed over: '${broken}'`);
    expect(stderr).toContain(
      `Passed over: '${half}': '${half}' has an 'experiment.json' that cannot be used`,
    );
    for (const each of [broken, half]) rmSync(each, { recursive: true });
  });

  it('needs no index: a folder that was copied in is there, and one is told from another by its id', async () => {
    const [first] = await listed();
    cpSync(join(library, first.id), join(library, 'copied'), { recursive: true });
    expect((await listed()).map(({ id }) => id)).toContain('copied');
    expect((await lab(['show', 'copied'])).status).toBe(0);
    const unknown = await lab(['show', 'nothing']);
    expect(unknown.status).toBe(2);
    for (const id of readdirSync(library).filter((name) => name !== 'texts' && !name.startsWith('.')))
      expect(unknown.stderr).toContain(id);
  });
});
