/** Decodes bytes piece by piece, like the platform's TextDecoder. */
interface StreamDecoder {
  /** The name of the encoding, of which a label may be another name. */
  readonly encoding: string;
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string;
}

/** What reading a text needs of its host. */
export interface TextTools {
  /** A decoder for a WHATWG label; a fatal one throws at the first byte that does not belong. @throws for an unknown label */
  decoder(label: string, fatal: boolean): StreamDecoder;
  /** Encodings a statistical detector finds likely, as WHATWG labels, best first. */
  detect(sample: Uint8Array): readonly string[];
  /** A SHA-256 in progress. */
  sha256(): { update(bytes: Uint8Array): void; hex(): string };
}
