import type { PluginPort } from '../../lab/ports.ts';
import { configFolder } from './config-folder.ts';
import { TrustedPlugins } from './trusted-plugins.ts';

/**
 * Who trusts plug-ins: the window of the desktop program, the terminal of a command, or, for screens in a browser, only a
 * terminal beside them. Whoever knows their address can use the lab; they are not to run code on its machine.
 */
type PluginTrustBy = 'window' | 'command' | 'terminal';

export interface PluginTrustOptions {
  /** A terminal only, unless said. */
  readonly trustBy?: PluginTrustBy;
  /** SHA-256 of plug-ins that are trusted while the program runs, and not remembered. */
  readonly trustOnce?: readonly string[];
}

const howToTrust: Readonly<Record<PluginTrustBy, string>> = {
  window: 'Look at its source in the panel of output layers and trust it there, or remove its arms.',
  command:
    "Look at its source and run 'loss-lab trust-plugin FILE' with its file or the experiment that brings it along.",
  terminal:
    "Look at its source, run 'loss-lab trust-plugin FILE' in a terminal of this machine, and check again; or remove its arms.",
};

/** Trust in plug-ins as this user has given it, in the config folder. */
export function pluginTrust({
  trustBy = 'terminal',
  trustOnce = [],
}: PluginTrustOptions): Pick<PluginPort, 'mayTrust' | 'howToTrust' | 'trusted' | 'trust'> {
  const list = new TrustedPlugins(configFolder());
  return {
    mayTrust: trustBy !== 'terminal',
    howToTrust: howToTrust[trustBy],
    trusted: async (sha256) =>
      trustOnce.includes(sha256) ? { trusted: true, problem: null } : list.trust(sha256),
    trust: (sha256, file) => list.add(sha256, file),
  };
}
