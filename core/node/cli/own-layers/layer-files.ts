import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { PluginProposal } from '../../../contract/plugin-data.ts';
import { layerLimits } from '../../../outputs/layer-limits.ts';
import { parseExperiment } from '../../../experiments/files/parse-experiment.ts';
import type { PluginDefinition } from '../../../outputs/layer-definition.ts';
import { pluginTrust } from '../../plugins/plugin-trust.ts';
import { readSmallFile } from '../../disk/small-file.ts';
import { commandPlugins } from '../command-plugins.ts';
import { line } from '../printed/terminal.ts';
import { createInterface } from 'node:readline/promises';
import { visibleBlock } from '../../../words/visible-text.ts';
import { LabError } from '../../../errors.ts';

/** Whether a layer file is a plug-in, by its name. */
export const isPluginFile = (path: string): boolean => /\.m?js$/i.test(path);

/**
 * Makes sure that the user trusts a plug-in, asking on the terminal where that is not known.
 * @param path as the user named it
 * @param trustOnce SHA-256 of plug-ins that `--trust-plugin` names
 * @returns its SHA-256
 */
async function trusted(path: string, source: string, trustOnce: readonly string[] = []): Promise<string> {
  const file = basename(path);
  const bytes = Buffer.from(source, 'utf8');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const trust = pluginTrust({ trustBy: 'command', trustOnce });
  const proposal: PluginProposal = { file, sha256, bytes: bytes.length, ...(await trust.trusted(sha256)) };
  if (proposal.trusted) return sha256;
  await askToTrust(path, proposal, source);
  await trust.trust(sha256, file);
  return sha256;
}

/**
 * A plug-in file as a layer of an experiment; it is loaded once, for its id and label.
 * @throws LabError `file-not-read`, `untrusted-plugin`, `bad-plugin`
 */
export async function pluginOfFile(path: string, trustOnce: readonly string[]): Promise<PluginDefinition> {
  const source = await readSmallFile(path, layerLimits.source);
  const sha256 = await trusted(path, source, trustOnce);
  const file = basename(path);
  const plugins = commandPlugins({ trustOnce });
  try {
    const { id, label } = await plugins.ask('inspect', { outputs: null }, [
      { file, sha256, source, id: null },
    ]);
    return { kind: 'plugin', id, label, file, sha256, source };
  } finally {
    await plugins.close();
  }
}

/** Bytes of a saved experiment with the most plug-ins it may bring along. */
const largestExperiment = 16 * 1024 * 1024;

/** Asks about a plug-in file, or about the plug-ins of a saved experiment, so that screens in a browser may run them. */
export async function trustPlugin(path: string): Promise<void> {
  if (!path.endsWith('.json')) {
    const sha256 = await trusted(path, await readSmallFile(path, layerLimits.source));
    process.stdout.write(`${line(path)} is trusted (SHA-256 ${sha256}).\n`);
    return;
  }
  const { layers } = parseExperiment(JSON.parse(await readSmallFile(path, largestExperiment)));
  const plugins = layers.flatMap((layer) => (layer.kind === 'plugin' ? [layer] : []));
  for (const { file, source } of plugins) {
    const sha256 = await trusted(file, source);
    process.stdout.write(`${line(file)} is trusted (SHA-256 ${sha256}).\n`);
  }
  if (plugins.length === 0) process.stdout.write('This experiment brings no plug-in along.\n');
}

/** What a terminal says before it asks. */
const warning = (file: string, { bytes, sha256 }: PluginProposal) => `
'${line(file)}' is a plug-in: code that runs on this machine with all the rights of this program.
It can read, change and send whatever you can. Trust it only if you know what it does.

  file     ${line(file)} (${bytes} bytes)
  SHA-256  ${sha256}

`;

/**
 * Asks on the terminal whether a plug-in is to be trusted; only a written yes is one.
 * @param file as the user named it
 * @throws LabError `untrusted-plugin` where there is no terminal to ask on, or the answer is another
 */
async function askToTrust(file: string, proposal: PluginProposal, source: string): Promise<void> {
  const refuse = (why: string) =>
    new LabError(
      'untrusted-plugin',
      `The plug-in '${file}' was not run: ${why}.`,
      `Look at its source; then --trust-plugin ${proposal.sha256} runs it in this command.`,
    );
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw refuse('it is not trusted, and there is no terminal to ask on');
  process.stderr.write(warning(file, proposal));
  if (proposal.problem !== null) process.stderr.write(`${line(proposal.problem)}\n\n`);
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    for (;;) {
      const answer = await asking.question(
        "Trust it from now on? 'yes' trusts it, 'show' shows its source: ",
      );
      if (answer.trim() === 'yes') return;
      if (answer.trim() !== 'show') throw refuse('you did not trust it');
      process.stderr.write(`\n${visibleBlock(source)}\n\n`);
    }
  } finally {
    asking.close();
  }
}
