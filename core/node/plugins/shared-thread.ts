import type { ToThread } from '../../lab/training/thread-messages.ts';
import { setLoadedPlugin } from '../../outputs/known-plugins.ts';
import type { OutputLayer } from '../../outputs/output-layer.ts';
import { Pulse } from '../../plugins/pulse.ts';
import { loadPlugin } from './load-plugin.ts';

type Assign = Extract<ToThread, { kind: 'assign' }>;

/** What a training thread does for a plug-in it shares itself with: loads it, and keeps the pulse. */
export class SharedThread {
  #pulse: Pulse | null = null;

  /** Loads the plug-in of an assignment, an instance for every run: runs share no state. Rejects with LabError. */
  async load({ pulse, runs, experiment }: Assign): Promise<void> {
    if (!pulse) return;
    this.#pulse = new Pulse(pulse);
    const arm = experiment.arms.find(({ id }) => id === runs[0]?.armId);
    const plugin = experiment.layers.find(({ id }) => id === arm?.layer);
    if (plugin?.kind !== 'plugin') return;
    const instances: OutputLayer[] = [];
    while (instances.length < runs.length) instances.push((await loadPlugin(plugin, this.#pulse)).layer);
    let given = 0;
    setLoadedPlugin(plugin.sha256, () => instances[Math.min(given++, instances.length - 1)]);
  }

  /** Does what came from the event loop, which is in the hands of the plug-in before and after. */
  inLab(work: () => void): void {
    this.#pulse?.toLab();
    work();
    this.#pulse?.toPlugin('a timer or promise of its own');
  }
}
