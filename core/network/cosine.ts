/** The cosine between two vectors from their product and norms; rounding does not carry it past ±1, and 0/0 is NaN. */
export function cosine(product: number, normA: number, normB: number): number {
  return Math.max(-1, Math.min(1, product / normA / normB));
}
