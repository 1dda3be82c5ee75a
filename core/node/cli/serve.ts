import { fileURLToPath } from 'node:url';
import { serve } from '../serve/serve.ts';
import { commandLab } from './host.ts';

/** Serves the lab's screens on this machine until the program is ended. */
export async function serveLab({ port, open }: { port: number; open?: boolean }): Promise<void> {
  const lab = commandLab({ trustBy: 'terminal' });
  const rendererFolder = fileURLToPath(new URL('../renderer/', import.meta.url));
  const host = await serve(lab, { port, rendererFolder }).catch(async (error: unknown) => {
    await lab.close();
    throw error;
  });
  process.stdout.write(`Loss Lab is at ${host.url}\n`);
  process.stderr.write('Only this machine can reach it, and only with this whole address. Ctrl-C ends it.\n');
  if (open) await (await import('open')).default(host.url).catch(() => undefined);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await host.close();
  await lab.close();
}
