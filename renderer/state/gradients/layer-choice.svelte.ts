import type { FormulaGuide } from '../../../core/layers/formula-guide.ts';
import type { FormulaDefinition } from '../../../core/outputs/layer-definition.ts';
import type { LabState } from '../lab/lab-state.svelte.ts';

/** The screen on which an output layer is chosen, typed or changed: whether it is open, and for what. */
export class LayerChoice {
  /** `edited`: a loss of the experiment's own; null where one is to be added. */
  opened = $state.raw<{ readonly guide: FormulaGuide; readonly edited: FormulaDefinition | null } | null>(
    null,
  );
  #guide: FormulaGuide | null = null;
  readonly #lab: LabState;

  constructor(lab: LabState) {
    this.#lab = lab;
  }

  async open(edited: FormulaDefinition | null): Promise<void> {
    this.#guide ??= (await this.#lab.act('setting', (api) => api.formulaGuide({}))) ?? null;
    if (this.#guide) this.opened = { guide: this.#guide, edited };
  }

  close(): void {
    this.opened = null;
  }
}
