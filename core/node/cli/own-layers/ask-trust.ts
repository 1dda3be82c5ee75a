import { createInterface } from 'node:readline/promises';
import type { PluginProposal } from '../../../contract/plugin-data.ts';
import { visibleBlock } from '../../../words/visible-text.ts';
import { LabError } from '../../../errors.ts';
import { line } from '../printed/terminal.ts';

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
export async function askToTrust(file: string, proposal: PluginProposal, source: string): Promise<void> {
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
