import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Made } from './fuzz.ts';
import type { Start } from './kills.ts';
import { runProgram } from './program.ts';

/** A comparison, a sweep and a case, made by the program. @param root folder of the project */
export async function make(start: Start, root: string, scratch: string): Promise<Made> {
  const [comparison, sweep] = [join(scratch, 'comparison'), join(scratch, 'sweep')];
  const small = ['--builtin', 'reber', '--characters', '5000', '--hidden', '4', '--length', '5'];
  const layers = ['--steps', '40', '--layers', 'softmax-cross-entropy', '--seeds', '1'];
  for (const args of [
    ['compare', ...small, ...layers, '--evaluate-every', '10', '--out', comparison],
    ['sweep', ...small, ...layers, '--rates', '1e-2..1/3', '--out', sweep],
  ]) {
    const { status, stderr } = await runProgram(start, args);
    if (status !== 0) throw new Error(`loss-lab ${args.join(' ')} failed: ${stderr}`);
  }
  const fixtures = readFileSync(join(root, 'test', 'fixtures', 'gradient-cases.json'), 'utf8');
  const { cases } = JSON.parse(fixtures) as { cases: { case: unknown }[] };
  writeFileSync(join(scratch, 'case.json'), JSON.stringify(cases[0].case));
  return { comparison, sweep, case: join(scratch, 'case.json') };
}
