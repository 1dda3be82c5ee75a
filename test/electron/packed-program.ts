import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
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
}

/** Options of `unshare` by which a process can be given a view of the disk of its own here; null where it cannot. */
function ownView(): string[] | null {
  for (const options of [['--mount'], ['--mount', '--map-root-user']]) {
    const { status } = spawnSync('unshare', [...options, 'mount', '-t', 'tmpfs', 'none', root]);
    if (status === 0) return options;
  }
  return null;
}

/** The program that `LAB_PACKED` names from the root of the checkout, packed around Electron by another command; it stays where it is. */
function named(executable: string): PackedProgram {
  const folder = dirname(executable);
  const resources = join(folder, process.platform === 'darwin' ? '../Resources' : 'resources');
  return { resources, executable, secluded: executable, hidden: false };
}

/** Packs the program around the stand-in, away from the checkout. */
async function packedHere(): Promise<PackedProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'loss-lab-packed-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const executable = await packAroundStandIn(join(folder, 'program'));
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
    resources: join(folder, 'program/resources'),
    executable,
    secluded: view ? secluded : executable,
    hidden: view !== null,
  };
}

let made: Promise<PackedProgram> | undefined;

/** The packed program, made once. */
export function packedProgram(): Promise<PackedProgram> {
  const other = process.env['LAB_PACKED'];
  return (made ??= other ? Promise.resolve(named(resolve(root, other))) : packedHere());
}
