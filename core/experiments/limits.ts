/** The largest values an experiment may ask for; beyond them a mistake is likelier than a wish. */
export const limits = {
  hidden: 8192,
  length: 10000,
  batch: 4096,
  steps: 100000000,
  seed: 2 ** 32 - 1,
  arms: 64,
  seeds: 1000,
  builtinCharacters: 50000000,
  initialScale: 1000,
  text: 500,
} as const;
