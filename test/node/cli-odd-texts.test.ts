import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRefused, oddPaths, oddTexts } from '../odd-texts.ts';
import { lab } from './command.ts';
import { temporaryFolder } from './temporary.ts';

const folder = temporaryFolder();

/** What could move somebody's cursor or turn the direction of writing. */
const control = /[\p{Cc}\p{Bidi_Control}]/u;

describe('every odd text, through the command line', () => {
  it.concurrent.each([...oddTexts, ...oddPaths])('$name', async ({ name, bytes, make, outcome }) => {
    const path = join(folder, name);
    let undo: void | (() => void) = undefined;
    try {
      if (bytes) writeFileSync(path, bytes);
      else undo = await make!(path);
    } catch (error) {
      process.stdout.write(`  not tried here: ${name}: ${(error as Error).message}\n`);
      return;
    }
    const { status, stdout, stderr } = await lab(['corpus', path, '--json'], { limit: 20_000 });
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(stderr.replaceAll('\n', ' ')).not.toMatch(control);
    if (isRefused(outcome)) {
      expect(status).toBe(1);
      expect(stdout).toBe('');
      expect(stderr).toMatch(outcome.message);
    } else {
      expect(status).toBe(0);
      const { encoding, characters, distinct, warnings } = JSON.parse(stdout) as Record<string, unknown>;
      expect({ encoding, characters, distinct }).toEqual({
        encoding: outcome.encoding,
        characters: outcome.characters,
        distinct: outcome.distinct,
      });
      for (const warning of outcome.warnings ?? [])
        expect(warnings).toContainEqual(expect.stringMatching(warning));
    }
    undo?.();
    if (make && name !== 'vanished.txt' && name.length < 255) rmSync(path, { recursive: true, force: true });
  });
});
