import type { HostedLab } from '../../lab/create-lab.ts';
import { createNodeLab, type NodeLibraryOptions, type StreamedFiles } from '../node-lab.ts';
import type { PluginTrustOptions } from '../plugins/plugin-trust.ts';
import { libraryFolder } from '../store/library-folder.ts';
import { version } from '../version.ts';
import { trustOf } from './command-plugins.ts';

/** What the lab of a command that trains is told. */
export const labOptions = (options: {
  readonly trustPlugin?: readonly string[];
  readonly threads?: number;
  readonly threadsPerRun?: number;
  readonly inTurn?: boolean;
}): CommandLabOptions => ({
  ...trustOf(options),
  ...(options.threads !== undefined && { threads: options.threads }),
  ...(options.threadsPerRun !== undefined && { threadsPerRun: options.threadsPerRun }),
  ...(options.inTurn && { inTurn: true }),
});

interface CommandLabOptions extends PluginTrustOptions {
  /** Most training threads. */
  readonly threads?: number;
  /** Threads that share a run, where a plan fixes that. */
  readonly threadsPerRun?: number;
  /** Each thread has one run in memory at a time. */
  readonly inTurn?: boolean;
}

/**
 * The lab of one command. The entries of its threads stand beside the command line's own.
 * @param options who trusts plug-ins, which are trusted in this command without being remembered, and how many threads train
 * @param library where every experiment is kept; a command that ends with its comparison keeps its own
 */
export function commandLab(
  options: CommandLabOptions = {},
  library?: NodeLibraryOptions,
): HostedLab & StreamedFiles {
  return createNodeLab({
    built: import.meta.url,
    version,
    trustBy: 'command',
    ...options,
    // What is kept without being asked is trained on a screen.
    ...(library && { library, screen: true }),
    runtime: `Node ${process.versions.node}`,
  });
}

/** The library of this user, for screens in a browser, which learn no paths. */
export const libraryHere = (): NodeLibraryOptions => ({
  folder: libraryFolder(),
  shown: false,
});
