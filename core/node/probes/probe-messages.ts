import type { PluginInspection, PluginSource } from '../../contract/plugin-data.ts';
import type { LabErrorData } from '../../errors.ts';
import type { ProbePort } from '../../lab/ports.ts';

export type ProbeKind = keyof ProbePort;

/** The probe thread answers by the name of the question; arrays are handed over, not copied. */
export type ProbeAnswers = {
  readonly [Kind in ProbeKind]: (
    question: Parameters<ProbePort[Kind]>[0],
  ) => Awaited<ReturnType<ProbePort[Kind]>>;
};

/** What a thread may be asked that plug-ins have to themselves. */
export type PluginAnswers = ProbeAnswers & {
  /** What the only plug-in says of itself, at the number of outputs of the text; null where there is none. */
  readonly inspect: (text: { readonly outputs: number | null }) => PluginInspection;
};

export type PluginKind = keyof PluginAnswers;
export type Question<Kind extends PluginKind> = Parameters<PluginAnswers[Kind]>[0];
export type Answer<Kind extends PluginKind> = Awaited<ReturnType<PluginAnswers[Kind]>>;

/** Host to a thread with plug-ins: they are loaded before the question is answered. */
export interface ToPluginThread {
  /** One that cannot be guessed: a plug-in must not answer in the place of the lab. */
  readonly id: string;
  readonly kind: PluginKind;
  readonly question: Question<PluginKind>;
  readonly plugins: readonly PluginSource[];
  /** The pulse of each plug-in, one after the other (`Pulse`). */
  readonly pulses: Int32Array;
}

/** Answer of a thread with plug-ins, one for its question. */
export type FromPluginThread =
  | { readonly id: string; readonly answer: Answer<PluginKind> }
  | { readonly id: string; readonly error: LabErrorData };
