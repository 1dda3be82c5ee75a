import { CommanderError } from 'commander';
import { toErrorData, type LabErrorCode } from '../../errors.ts';
import { MarkedError } from './printed/marked-error.ts';
import { program } from './program.ts';
import { line } from './printed/terminal.ts';

/** Codes that mean the question was wrong, not the world: exit status 2. */
const usageErrors: readonly LabErrorCode[] = [
  'bad-argument',
  'bad-case',
  'bad-experiment',
  'bad-formula',
  'unknown-name',
  'untrusted-plugin',
  'outside-domain',
];

/** Runs one command and answers with the exit status. Whatever goes wrong is one sentence, never a stack. */
async function main(): Promise<number> {
  try {
    await program().parseAsync();
    return typeof process.exitCode === 'number' ? process.exitCode : 0;
  } catch (error) {
    if (error instanceof CommanderError)
      return error.code === 'commander.helpDisplayed' || error.code === 'commander.version' ? 0 : 2;
    const { code, message, next } = toErrorData(error);
    const picture = error instanceof MarkedError ? `\n${error.picture}` : '';
    process.stderr.write(`loss-lab: ${line(message)}${picture}${next ? `\n  ${line(next)}` : ''}\n`);
    // Broken off by a signal: the status says by which.
    if (code === 'cancelled' && process.exitCode) return Number(process.exitCode);
    return usageErrors.includes(code) ? 2 : 1;
  }
}

// A reader that closes early (`| head`) is no failure of ours, nor is a terminal that is gone: files are still written.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

process.exitCode = await main();
