import * as v from 'valibot';
import type { FormulaGuide } from '../../layers/formula-guide.ts';
import { formulaSchema, type PluginDefinition } from '../../outputs/layer-definition.ts';
import { layerLimits } from '../../outputs/layer-limits.ts';
import type { FormulaLook } from '../../probes/formula-look.ts';
import { sha256, text } from '../arguments.ts';
import type { PluginGuide, PluginInspection, PluginProposal } from '../plugin-data.ts';
import { asks, takes } from './lab-method.ts';

/** Losses of one's own. */
export const layerMethods = {
  /** What there is to know about a typed loss, or what is wrong with its text. Changes nothing. */
  lookAtFormula: takes({ definition: formulaSchema }).answers<FormulaLook>(),
  /** What a formula may say, with examples. */
  formulaGuide: asks.answers<FormulaGuide>(),
  /** What a plug-in file is; nothing of it is run. Remembered for the calls below. */
  proposePlugin: takes({
    file: v.pipe(text(255), v.regex(/^[^/\\]+$/, 'must be a file name without folders')),
    source: text(layerLimits.source),
  }).answers<PluginProposal>(),
  /** Trusts a proposed plug-in, on the user's word (capability `trustsPlugins`), now and in later sessions. */
  trustPlugin: takes({ sha256 }).answers<void>(),
  /**
   * Loads a proposed plug-in and says what it is; `untrusted-plugin` before it was trusted. The definition is for the
   * experiment's `layers`.
   */
  inspectPlugin: takes({ sha256 }).answers<{
    readonly definition: PluginDefinition;
    readonly inspection: PluginInspection;
  }>(),
  /** What those who write plug-ins need. */
  pluginGuide: asks.answers<PluginGuide>(),
};
