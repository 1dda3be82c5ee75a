import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lab } from './command.ts';
import { worked, type Golden } from './golden-numbers.ts';

const { made } = JSON.parse(
  readFileSync(new URL('../fixtures/golden-numbers.json', import.meta.url), 'utf8'),
) as { made: readonly Golden[] };

/**
 * How far rounding may lead, as a share: other versions of Node differ in the last bits of exp, and in float32 (Node 24 from
 * Node 20 by 5·10⁻⁸) other processors fuse multiplications with additions or do not; there one prediction of 300 may flip.
 */
const slack = (precision: Golden['precision'], what: string): number =>
  precision === 'float64' ? 1e-9 : /accuracy/i.test(what) ? 1e-2 : 1e-4;

describe('the same experiment gives the numbers it gave before', () => {
  it.each(made)(
    '$name',
    async ({ plan, numbers, precision }) => {
      const now = await worked(plan, async (args) => {
        const { status, stdout, stderr } = await lab(args, { limit: 100_000 });
        expect(stderr).not.toContain('loss-lab:');
        expect(status).toBe(0);
        return stdout;
      });
      expect(Object.keys(now)).toEqual(Object.keys(numbers));
      for (const [what, value] of Object.entries(numbers))
        expect(Math.abs(now[what] - value), `${what}: ${value} before, ${now[what]} now`).toBeLessThanOrEqual(
          slack(precision, what) * Math.abs(value),
        );
    },
    120_000,
  );
});
