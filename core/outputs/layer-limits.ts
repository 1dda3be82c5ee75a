/** The most that an experiment may bring along; beyond it a mistake is likelier than a wish. */
export const layerLimits = {
  layers: 32,
  id: 60,
  label: 80,
  reference: 500,
  parameters: 16,
  parameterName: 32,
  /** UTF-16 units of a formula. */
  loss: 2000,
  file: 255,
  /** Bytes of a plug-in. */
  source: 256 * 1024,
} as const;
