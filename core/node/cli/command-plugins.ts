import { PluginQuestions } from '../plugins/plugin-question.ts';
import { pluginTrust, type PluginTrustOptions } from '../plugins/plugin-trust.ts';
import { probeThreads, type ProbeThreads } from '../probes/probe-threads.ts';

/** The built probe-thread, which stands beside the command line's own entry. */
const probeThread = new URL('./probe-thread.js', import.meta.url);

/** Looks at weights that are no run of a lab's experiment, with the threads that look for a lab. */
export const commandProbes = (trust: PluginTrustOptions = {}): ProbeThreads =>
  probeThreads(probeThread, commandPlugins(trust));

/** The plug-ins that a command trusts by `--trust-plugin`. */
export const trustOf = ({
  trustPlugin = [],
}: {
  readonly trustPlugin?: readonly string[];
}): PluginTrustOptions => ({
  trustOnce: trustPlugin,
});

/** Asks plug-ins that are no layers of a lab's experiment, in threads of their own. */
export const commandPlugins = (trust: PluginTrustOptions = {}): PluginQuestions =>
  new PluginQuestions(probeThread, pluginTrust({ trustBy: 'command', ...trust }));
