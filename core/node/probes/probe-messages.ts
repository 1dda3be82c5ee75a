import type { PluginInspection, PluginSource } from '../../contract/plugin-data.ts';
import type { Derivation, DerivationChecks } from '../../derivation/derivation.ts';
import type { DerivationInput } from '../../derivation/derive.ts';
import type { LabErrorData } from '../../errors.ts';
import type { Duel } from '../../duels/duel.ts';
import type { DuelInput } from '../../duels/run-duel.ts';
import type { FirstGradient, FirstGradientQuestion } from '../../experiments/rates/first-gradients.ts';
import type { CheckInput, LayerCheck } from '../../probes/check-layer.ts';
import type { FormulaDefinition } from '../../outputs/layer-definition.ts';
import type { FormulaLook } from '../../probes/formula-look.ts';
import type { Probe, UnitInput, UnitResponse } from '../../probes/probe.ts';
import type { ProbeInput } from '../../probes/run-probe.ts';

/** What a probe thread may be asked, with what it answers. */
export interface ProbeWork {
  readonly probe: { readonly question: ProbeInput; readonly answer: Probe };
  readonly unitResponses: { readonly question: UnitInput; readonly answer: readonly UnitResponse[] };
  readonly firstGradients: {
    readonly question: FirstGradientQuestion;
    readonly answer: readonly FirstGradient[];
  };
  readonly duel: { readonly question: DuelInput; readonly answer: Duel };
  readonly lookAtFormula: { readonly question: FormulaDefinition; readonly answer: FormulaLook };
  readonly check: { readonly question: CheckInput; readonly answer: LayerCheck };
  readonly derive: { readonly question: DerivationInput; readonly answer: Derivation };
  readonly checkDerivation: { readonly question: DerivationInput; readonly answer: DerivationChecks };
}

export type ProbeKind = keyof ProbeWork;

/** The probe thread answers by the name of the question; arrays are handed over, not copied. */
export type ProbeAnswers = {
  readonly [Kind in ProbeKind]: (question: ProbeWork[Kind]['question']) => ProbeWork[Kind]['answer'];
};

/** What an inspection needs to know of the text: its number of outputs, null where there is none. */
export interface InspectedText {
  readonly outputs: number | null;
}

/** What a thread may be asked that plug-ins have to themselves. */
export interface PluginWork extends ProbeWork {
  /** What the only plug-in says of itself. */
  readonly inspect: { readonly question: InspectedText; readonly answer: PluginInspection };
}

export type PluginKind = keyof PluginWork;

/** Host to a thread with plug-ins: they are loaded before the question is answered. */
export interface ToPluginThread {
  /** One that cannot be guessed: a plug-in must not answer in the place of the lab. */
  readonly id: string;
  readonly kind: PluginKind;
  readonly question: PluginWork[PluginKind]['question'];
  readonly plugins: readonly PluginSource[];
  /** The pulse of each plug-in, one after the other (`Pulse`). */
  readonly pulses: Int32Array;
}

/** Answer of a thread with plug-ins, one for its question. */
export type FromPluginThread =
  | { readonly id: string; readonly answer: PluginWork[PluginKind]['answer'] }
  | { readonly id: string; readonly error: LabErrorData };
