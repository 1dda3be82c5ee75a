import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sigmaCancels } from '../../core/lessons/built-in/sigma-cancels.ts';
import { lab } from './command.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loss-lab-lesson-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function check(lesson: unknown) {
  const file = join(folder, 'lesson.json');
  writeFileSync(file, JSON.stringify(lesson));
  return lab(['lesson', 'check', file]);
}

describe('lesson check', () => {
  it('says what is in a lesson', async () => {
    const { status, stdout } = await check(sigmaCancels);
    expect(status).toBe(0);
    expect(stdout).toContain(
      'a lesson of 5 pages, 12 minutes, in en and zh-Hans; questions: choose, sketch, sketch, number.',
    );
  });

  it.each([
    [{ ...sigmaCancels, version: 2 }, /version: must be 1/],
    [{ ...sigmaCancels, preset: 'none' }, /No preset 'none'/],
  ])('says what is wrong with another file', async (lesson, sentence) => {
    const { status, stdout, stderr } = await check(lesson);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(sentence);
  });
});
