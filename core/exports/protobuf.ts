import type { PbfWriter } from 'pbf';

/** Writes fields of a protocol buffer. */
export type Write = (pbf: PbfWriter) => void;

/** A field that is a message, by its number and what writes the fields in it. */
export const message =
  (field: number, write: Write): Write =>
  (pbf) =>
    pbf.writeMessage(field, (_: null, inner) => write(inner), null);
