import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { placeOf } from '../../../electron/main/place.ts';
import { factsOf, Remembered } from '../../../electron/main/remembered.ts';
import type { LabErrorData } from '../../../core/errors.ts';

const first = factsOf(null);
const screen = { x: 0, y: 0, width: 1920, height: 1040 };
const second = { x: 1920, y: -200, width: 1280, height: 1000 };

describe('where a window opens', () => {
  const left = { x: 100, y: 50, width: 1000, height: 700 };
  it('is where it was left, also on a second screen, or partly outside', () => {
    expect(placeOf(left, [screen])).toEqual(left);
    for (const x of [1800, 1921, 2500])
      expect(placeOf({ ...left, x }, [screen, second])).toEqual({ ...left, x });
    expect(placeOf({ ...left, x: -800 }, [screen])).toEqual({ ...left, x: -800 });
  });

  it('is the middle of the first screen where one could not take hold of it', () => {
    const { width, height } = left;
    for (const moved of [{ x: 2500 }, { x: -950 }, { y: -40 }, { y: 1030 }, { x: -5000, y: 9000 }])
      expect(placeOf({ ...left, ...moved }, [screen])).toEqual({ width, height });
    expect(placeOf(null, [screen])).toEqual({ width: 1440, height: 900 });
  });

  it('is no larger than its screen, and never smaller than the lab can be used', () => {
    expect(placeOf({ ...left, width: 3000, height: 2000 }, [screen])).toMatchObject({
      width: 1920,
      height: 1040,
    });
    expect(placeOf(null, [{ x: 0, y: 0, width: 640, height: 480 }])).toEqual({ width: 800, height: 560 });
    expect(placeOf(left, [])).toEqual({ width: 1000, height: 700 });
  });
});

describe('what is remembered', () => {
  const folders: string[] = [];
  const folder = () => folders[folders.push(mkdtempSync(join(tmpdir(), 'loss-lab-remembered-'))) - 1];
  afterEach(() => folders.splice(0).forEach((each) => rmSync(each, { recursive: true, force: true })));

  it('is written whole, and read again', async () => {
    const path = join(folder(), 'window.json');
    const trouble: LabErrorData[] = [];
    const one = await Remembered.read(path, (error) => trouble.push(error));
    expect(one.facts).toEqual(first);
    const bounds = { x: -10, y: 5, width: 900, height: 600 };
    one.change({ zoom: 1.5, theme: 'light' });
    one.change({ bounds, maximised: true });
    await one.written();
    expect(readdirSync(join(path, '..'))).toEqual(['window.json']);
    const again = await Remembered.read(path, () => undefined);
    expect(again.facts).toEqual({ ...first, zoom: 1.5, theme: 'light', bounds, maximised: true });
    expect(trouble).toEqual([]);
  });

  it('is what makes sense of a file that was damaged, changed by hand or is of another version', () => {
    for (const text of ['', '{"zoom"', '[]', 'null', '7', '"x"', '{"__proto__":{"zoom":2}}'])
      expect(factsOf(text)).toEqual(first);
    const odd = {
      zoom: 99,
      theme: 'pink',
      fullScreen: 'yes',
      bounds: { x: 0.5, y: 0, width: 1, height: 1 },
      later: 1,
    };
    expect(factsOf(JSON.stringify({ ...odd, maximised: true }))).toEqual({ ...first, maximised: true });
    expect(factsOf('{"zoom":null,"bounds":{"x":1e9,"y":0,"width":-1,"height":0}}')).toEqual(first);
  });

  it('may not be written, which is told and stops nothing', async () => {
    const path = join(folder(), 'gone', 'window.json');
    const trouble: LabErrorData[] = [];
    const one = await Remembered.read(path, (error) => trouble.push(error));
    one.change({ zoom: 1 });
    await one.written();
    expect(trouble.map(({ code }) => code)).toEqual(['file-not-written']);
    mkdirSync(join(path, '..'));
    one.change({ zoom: 2 });
    await one.written();
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ zoom: 2 });
    // A folder of that name, or a file without end, is none.
    writeFileSync(join(path, '..', 'large.json'), ' '.repeat(20_000));
    for (const name of ['.', 'large.json'])
      expect((await Remembered.read(join(path, '..', name), () => undefined)).facts).toEqual(first);
  });
});
