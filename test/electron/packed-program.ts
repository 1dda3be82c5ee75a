import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packAroundStandIn } from '../../scripts/package.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A packed program in a folder of its own. */
export interface PackedProgram {
  /** `app.asar` and what lies beside it. */
  readonly resources: string;
  readonly executable: string;
  /** Starts it where the checkout cannot be seen, as far as it can be hidden here. */
  readonly secluded: string;
  readonly hidden: boolean;
  remove(): void;
}

/** Options of `unshare` by which a process can be given a view of the disk of its own here; null where it cannot. */
function ownView(): string[] | null {
  for (const options of [['--mount'], ['--mount', '--map-root-user']]) {
    const { status } = spawnSync('unshare', [...options, 'mount', '-t', 'tmpfs', 'none', root]);
    if (status === 0) return options;
  }
  return null;
}

/** The program that `LAB_PACKED` names, packed around Electron by another command; it stays where it is. */
function named(executable: string): PackedProgram {
  const folder = dirname(executable);
  const resources = join(folder, process.platform === 'darwin' ? '../Resources' : 'resources');
  return { resources, executable, secluded: executable, hidden: false, remove: () => undefined };
}

/** Packs the program around the stand-in and takes it away from the checkout. */
export async function packedProgram(): Promise<PackedProgram> {
  if (process.env['LAB_PACKED']) return named(process.env['LAB_PACKED']);
  const folder = mkdtempSync(join(tmpdir(), 'loss-lab-packed-'));
  const inCheckout = join(root, 'dist/test');
  await packAroundStandIn(inCheckout);
  cpSync(inCheckout, folder, { recursive: true });
  rmSync(inCheckout, { recursive: true });

  const executable = join(folder, 'loss-lab');
  const secluded = join(folder, 'secluded');
  const view = ownView();
  if (view)
    writeFileSync(
      secluded,
      `#!/bin/sh
exec unshare ${view.join(' ')} sh -c 'mount -t tmpfs none "${root}" && exec "${executable}" "$@"' sh "$@"\n`,
      { mode: 0o755 },
    );
  return {
    resources: join(folder, 'resources'),
    executable,
    secluded: view ? secluded : executable,
    hidden: view !== null,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
