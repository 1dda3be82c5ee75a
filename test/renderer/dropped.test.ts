import { describe, expect, it } from 'vitest';
import { filesOfFolder, mostOffered, ownExportOf } from '../../renderer/state/files/dropped.ts';

type Tree = { readonly [name: string]: string | Tree };

/** A folder as a browser hands it over: entries come in pieces, the last of which is empty. */
function entry(tree: Tree, path: string): FileSystemDirectoryEntry {
  const children = Object.entries(tree).map(([name, child]) => {
    const fullPath = `${path}/${name}`;
    return typeof child === 'string'
      ? {
          name,
          fullPath,
          isDirectory: false,
          file: (done: (file: File) => void) => done(new File([child], name)),
        }
      : entry(child, fullPath);
  });
  return {
    name: path.split('/').at(-1),
    fullPath: path,
    isDirectory: true,
    createReader: () => {
      const pieces = [children.slice(0, 2), children.slice(2), []];
      return { readEntries: (done: (some: unknown) => void) => done(pieces.shift() ?? []) };
    },
  } as unknown as FileSystemDirectoryEntry;
}

describe('a dropped folder', () => {
  it('offers the files in it and in folders in it by the order of their places', async () => {
    const folder = await filesOfFolder(
      entry(
        { '10.txt': 'j', '9.txt': 'i', more: { 'a.txt': 'a' }, empty: {}, '.hidden': 'x', nothing: '' },
        '/books',
      ),
    );
    expect(folder.name).toBe('books');
    expect(folder.files.map(({ place }) => place)).toEqual(['9.txt', '10.txt', 'more/a.txt']);
    expect(await folder.files[2].file.text()).toBe('a');
    expect(folder.more).toBe(false);
  });

  it('offers no more files than a person would look through, and says that there are more', async () => {
    const many = Object.fromEntries(Array.from({ length: mostOffered + 1 }, (_, i) => [`${i}.txt`, 'x']));
    const folder = await filesOfFolder(entry(many, '/many'));
    expect(folder.files).toHaveLength(mostOffered);
    expect(folder.more).toBe(true);
  });
});

describe('what the lab has exported', () => {
  it.each([
    ['report.html', '<!doctype html><html><head><title>Mine – Loss Lab report</title>', /as a page/],
    ['page.html', '<!doctype html><html><head><title>Another page</title>', null],
    ['curves.csv', 'arm,seed,step,characters,seconds,metric,value,rate,policy\r\na,1,0', /table of curves/],
    ['other.csv', 'name,seed,step\r\n', null],
    ['curves.txt', 'arm,seed,step,characters,seconds,metric,value\n', null],
    ['report.md', '# Mine\n\nComparison of 4 output layers on Shakespeare · 3 paired seeds', /Markdown/],
    ['of-before.md', '# Mine\n\nComparison of 4 arms on Shakespeare · 3 paired seeds', /Markdown/],
    ['book.md', '# A book\n\nIt begins.', null],
  ])('%s is told from other files by how it begins', async (name, text, what) => {
    const found = await ownExportOf(new File([text], name));
    if (what === null) expect(found).toBeNull();
    else expect(found).toMatch(what);
  });
});
