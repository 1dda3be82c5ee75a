import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { pluginExamples, pluginTemplate } from '../../core/plugins/author-files.ts';
import { lab, outcomeOf, startLab } from './command.ts';
import { temporaryFolder } from './temporary.ts';

const folder = temporaryFolder();
process.env['LOSS_LAB_CONFIG'] = join(folder, 'config');

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const template = file('my-loss.mjs', pluginTemplate.text);
const trained = [
  ...['compare', '--builtin', 'reber', '--characters', '2000', '--hidden', '6', '--length', '5'],
  ...['--batch', '3', '--steps', '10', '--seeds', '1', '--json'],
];
const withPlugin = [...trained, '--layers', 'sigmoid-quadratic,my-loss', '--layer-file', template];

describe('a plug-in on the command line', () => {
  it('begins with a template and examples that the program prints', async () => {
    expect((await lab(['plugin-template'])).stdout).toBe(pluginTemplate.text);
    expect((await lab(['plugin-template', '--types'])).stdout).toContain('export interface LossPlugin');
    const huber = pluginExamples.find(({ name }) => name === 'linear-huber.mjs')!;
    expect((await lab(['plugin-template', '--example', 'linear-huber'])).stdout).toBe(huber.text);
    const unknown = await lab(['plugin-template', '--example', 'hinge']);
    expect(unknown.status).toBe(2);
    expect(unknown.stderr).toContain('There are: softmax-cross-entropy, linear-huber, arctangent-quadratic.');
  });

  it('is refused where nobody can be asked, with its SHA-256 and the way to run it', async () => {
    const { status, stdout, stderr } = await lab(withPlugin);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('was not run: it is not trusted, and there is no terminal to ask on.');
    expect(stderr).toContain(`--trust-plugin ${sha256(pluginTemplate.text)}`);
    expect((await lab(['trust-plugin', template])).status).toBe(2);
  });

  it('runs in one command by its SHA-256 and is not remembered; another SHA-256 does not do', async () => {
    const { status, stdout } = await lab([...withPlugin, '--trust-plugin', sha256(pluginTemplate.text)]);
    expect(status).toBe(0);
    const [builtin, own] = JSON.parse(stdout).arms as { layer: string; bitsPerCharacter: unknown }[];
    expect([builtin.layer, own.layer]).toEqual(['sigmoid-quadratic', 'my-loss']);
    expect(existsSync(join(process.env['LOSS_LAB_CONFIG']!, 'trusted-plugins.json'))).toBe(false);
    expect((await lab([...withPlugin, '--trust-plugin', 'f'.repeat(64)])).status).toBe(2);
  });

  it('fails with file and line when it is wrong, before anything is trained', async () => {
    const text = `${pluginTemplate.text}\nthrow new Error('broken');\n`;
    const path = file('broken.mjs', text);
    const line = text.split('\n').length - 1;
    const { status, stderr } = await lab([...trained, '--layer-file', path, '--trust-plugin', sha256(text)]);
    expect(status).toBe(1);
    expect(stderr).toContain(`broken.mjs, line ${line}: it threw Error: broken while it was loaded.`);
  });

  it('goes with its experiment and report, but its trust does not', async () => {
    const out = join(folder, 'report');
    const hash = sha256(pluginTemplate.text);
    expect((await lab([...withPlugin, '--out', out, '--trust-plugin', hash])).status).toBe(0);
    const report = readFileSync(join(out, 'report', 'report.html'), 'utf8');
    expect(report).toContain(hash);
    expect(report).toContain('lossAndDelta(z, target, y, delta)');
    const experiment = JSON.parse(readFileSync(join(out, 'experiment.json'), 'utf8'));
    expect(experiment.layers).toEqual([
      {
        kind: 'plugin',
        id: 'my-loss',
        label: 'sigmoid + my loss',
        file: 'my-loss.mjs',
        sha256: hash,
        source: pluginTemplate.text,
      },
    ]);
    const saved = file('experiment.json', JSON.stringify(experiment));
    const again = ['compare', '--experiment', saved, '--json'];
    const refused = await lab(again);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain(
      "The plug-in 'my-loss.mjs' is not trusted on this machine, so it is not run",
    );
    expect((await lab([...again, '--trust-plugin', hash])).status).toBe(0);
  });

  it('that was killed goes on from its checkpoint, and ends as one that never broke off', async () => {
    const out = join(folder, 'killed');
    const hash = sha256(pluginTemplate.text);
    const long = withPlugin.with(withPlugin.indexOf('--steps') + 1, '20000');
    const args = [...long, '--evaluate-every', '500', '--trust-plugin', hash];
    const child = startLab([...args, '--out', out]);
    const outcome = outcomeOf(child, 100_000);
    const checkpoint = join(out, 'runs', 'my-loss-1', 'checkpoint');
    for (const limit = Date.now() + 60_000; !existsSync(checkpoint) && Date.now() < limit;) await wait(20);
    child.kill('SIGKILL');
    await outcome;
    expect(existsSync(checkpoint)).toBe(true);
    expect(existsSync(join(out, 'complete'))).toBe(false);
    const refused = await lab(['resume', out]);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain('is not trusted on this machine');
    const again = await lab(['resume', out, '--json', '--trust-plugin', hash], { limit: 100_000 });
    expect(again.stderr).not.toContain('It was not used');
    expect(again.status).toBe(0);
    const whole = await lab([...args, '--out', `${out}-not`], { limit: 100_000 });
    const timeless = (text: string): unknown =>
      JSON.parse(text, (key, value) => (key === 'seconds' || key === 'charactersPerSecond' ? 0 : value));
    expect(timeless(again.stdout)).toEqual(timeless(whole.stdout));
    const weights = (folder: string) =>
      readFileSync(join(folder, 'runs', 'my-loss-1', 'weights.safetensors'));
    expect(weights(out)).toEqual(weights(`${out}-not`));
  }, 200_000);
});
