import { newArm } from '../../../core/experiments/new-arm.ts';
import type { LayerDefinition, PluginDefinition } from '../../../core/outputs/layer-definition.ts';
import type { PluginProposal } from '../../../core/contract/plugin-data.ts';
import { LabError } from '../../../core/errors.ts';
import type { LabState } from '../lab/lab-state.svelte.ts';
import { chooseFile, textOf } from './open-files.ts';

/** The largest plug-in file, in bytes. */
const largestPlugin = 256 * 1024;

/** A plug-in that the user is asked about. */
export interface AskedPlugin {
  readonly proposal: PluginProposal;
  readonly source: string;
  /** Whether it was looked for among the trusted once more, and not found. */
  readonly stillUntrusted?: boolean;
}

/**
 * Plug-in files on their way into the experiment: one that this user has not trusted yet is shown and asked about, and
 * nothing of it runs before.
 */
export class PluginIntake {
  /** The plug-in that the user is asked about; null while nothing is asked. */
  asked = $state.raw<AskedPlugin | null>(null);
  /** Plug-ins of the experiment that this user has not trusted. */
  untrusted = $state.raw<readonly PluginDefinition[]>([]);
  /** Whether what plug-ins are and how they are written is shown. */
  guide = $state(false);
  readonly #state: LabState;

  constructor(state: LabState) {
    this.#state = state;
  }

  /** Whether a drop is a plug-in file, which is then asked about. */
  drop(transfer: DataTransfer): boolean {
    const [file, ...others] = transfer.files;
    if (!file || others.length > 0 || !/\.mjs$/i.test(file.name)) return false;
    void this.take(file);
    return true;
  }

  /** Has the user choose a file. */
  async choose(): Promise<void> {
    const file = await chooseFile('.mjs,.js,text/javascript');
    if (file) await this.take(file);
  }

  /** Adds a plug-in to the experiment, or asks about it first. */
  async take(file: File): Promise<void> {
    await this.#state.act('setting', async () => {
      if (this.#state.training)
        throw new LabError(
          'wrong-state',
          'No plug-in can be added while runs are in training.',
          'Stop or reset the experiment first.',
        );
      if (file.size > largestPlugin)
        throw new LabError(
          'bad-plugin',
          `'${file.name}' has ${file.size} bytes; a plug-in has at most ${largestPlugin}.`,
          'Choose the plug-in file.',
        );
      await this.#propose(file.name, await textOf(file));
    });
  }

  /** Asks about a plug-in that the experiment has brought along. */
  async look({ file, source }: PluginDefinition): Promise<void> {
    await this.#state.act('setting', () => this.#propose(file, source));
  }

  /** The user trusts what is asked about. */
  async trust(): Promise<void> {
    const { asked } = this;
    if (!asked) return;
    await this.#state.act('setting', async (lab) => {
      await lab.trustPlugin({ sha256: asked.proposal.sha256 });
      this.asked = null;
      await this.#add(asked.proposal.sha256);
    });
  }

  /** Looks whether it was trusted elsewhere since. */
  async checkAgain(): Promise<void> {
    const { asked } = this;
    if (asked) await this.#state.act('setting', () => this.#propose(asked.proposal.file, asked.source, true));
  }

  /** Nothing is loaded, nothing is remembered. */
  refuse(): void {
    this.asked = null;
  }

  /** Finds the plug-ins of the present experiment that wait for the user's word. */
  async findUntrusted(layers: readonly LayerDefinition[]): Promise<void> {
    const waiting: PluginDefinition[] = [];
    for (const layer of layers)
      if (layer.kind === 'plugin') {
        const proposal = await this.#state.lab.proposePlugin({ file: layer.file, source: layer.source });
        if (!proposal.trusted) waiting.push(layer);
      }
    if (this.#state.experiment.layers === layers) this.untrusted = waiting;
  }

  async #propose(file: string, source: string, stillUntrusted = false): Promise<void> {
    const proposal = await this.#state.lab.proposePlugin({ file, source });
    if (!proposal.trusted) {
      this.asked = { proposal, source, stillUntrusted };
      return;
    }
    this.asked = null;
    await this.#add(proposal.sha256);
  }

  /** Loads it, and gives it an arm; a plug-in of the same id is replaced, with its arms. */
  async #add(sha256: string): Promise<void> {
    const { definition } = await this.#state.lab.inspectPlugin({ sha256 });
    const { layers, arms } = this.#state.experiment;
    await this.findUntrusted(layers);
    const here = layers.some((layer) => layer.kind === 'plugin' && layer.sha256 === sha256);
    const known = arms.some(({ layer }) => layer === definition.id);
    if (here && known) return;
    const others = layers.filter(({ id }) => id !== definition.id);
    const arm = newArm({ id: definition.id, defaultClamp: null }, arms.at(-1)?.rate ?? 0.1, arms);
    await this.#state.change({ layers: [...others, definition], arms: known ? arms : [...arms, arm] });
  }
}
