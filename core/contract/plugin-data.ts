import type { DeltaCheck } from '../formulas/checks/check-delta.ts';
import type { LayerMatch } from '../outputs/match.ts';
import type { LayerReading } from '../outputs/readings/registry.ts';

/** Whether this user has trusted a plug-in. */
export interface PluginTrust {
  readonly trusted: boolean;
  /** A sentence where the list of trusted plug-ins cannot be read; nothing is trusted then. */
  readonly problem: string | null;
}

/** What a plug-in file is, before anything of it is run. */
export interface PluginProposal extends PluginTrust {
  /** File name without folders. */
  readonly file: string;
  /** SHA-256 of the source in UTF-8, hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

/** What a plug-in says of itself, as text that is safe to show, and what the lab found. Only a trusted one is asked. */
export interface PluginInspection {
  readonly id: string;
  readonly label: string;
  readonly activation: string;
  readonly formula: string;
  readonly delta: string;
  readonly reference: string;
  /** As its numbers tell, whatever it says of itself. */
  readonly match: LayerMatch;
  /** Whether it says of itself that it is matched. */
  readonly matched: boolean;
  /** How its outputs are read as probabilities; `own`: by a method of its own. */
  readonly reading: LayerReading;
  /** δ held against differences of E. */
  readonly check: DeltaCheck;
  /** V of the text at which it was checked; null where there was none. */
  readonly outputs: number | null;
}

/** All it takes to load a plug-in. */
export interface PluginSource {
  readonly file: string;
  readonly sha256: string;
  readonly source: string;
  /** The id an experiment knows it by; null for one that is loaded for the first time. */
  readonly id: string | null;
}

/** A file for those who write plug-ins. */
export interface AuthorFile {
  /** File name, e.g. `my-loss.mjs`. */
  readonly name: string;
  /** What it shows, in a few words. */
  readonly title: string;
  readonly text: string;
}

/** What those who write plug-ins need. */
export interface PluginGuide {
  /** The start of a plug-in; it works as it is. */
  readonly template: AuthorFile;
  /** The contract as a declaration file. */
  readonly declarations: AuthorFile;
  /** Plug-ins that work. */
  readonly examples: readonly AuthorFile[];
}
