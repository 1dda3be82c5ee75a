export interface DuelOptions {
  readonly temperature: number;
  readonly length: number;
  readonly seed: number;
  readonly prompt: string;
  /** A text to read instead of drawing. */
  readonly given?: string;
  readonly top: number;
  readonly json?: boolean;
}
