import { fileURLToPath } from 'node:url';
import { serve } from '../../serve/served-lab.ts';
import { commandLab, libraryHere } from '../command-lab.ts';
import { say, tellProblem } from '../printed/terminal.ts';

/** Serves the lab's screens on this machine until the program is ended. */
export async function serveLab({ port, open }: { port: number; open?: boolean }): Promise<void> {
  const lab = commandLab({ trustBy: 'terminal' }, libraryHere());
  const rendererFolder = fileURLToPath(new URL('../renderer/', import.meta.url));
  const host = await serve(lab, { port, rendererFolder, files: lab }).catch(async (error: unknown) => {
    await lab.close();
    throw error;
  });
  process.stdout.write(`Loss Lab is at ${host.url}\n`);
  say('Only this machine can reach it, and only with this whole address. Ctrl-C ends it.');
  const ended = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  if (open) await openBrowser(host.addressToOpen());
  await ended;
  await host.close();
  // No page is there to be told what could not be written.
  lab.on('problem', tellProblem);
  await lab.close();
}

/** Opens the default browser; the address above stands there for the case that there is none. */
async function openBrowser(address: string): Promise<void> {
  const failed = () => say('No browser could be opened from here: open the address yourself.');
  try {
    const { default: openDefault } = await import('open');
    const opener = await openDefault(address);
    opener.on('exit', (status) => status !== 0 && failed());
  } catch {
    failed();
  }
}
