/**
 * Known mistakes of hand-written back-propagation, for teaching what a gradient check catches. They exist in the
 * analytic gradient of a check alone: no engine and no experiment can name one, so none can reach a saved run.
 */
export const faults = [
  {
    id: 'drop-slope',
    label: 'drop σ′',
    description:
      'δ is taken as ∂E/∂y: the slope of the activation is left out. A linear output has the slope 1 and loses nothing.',
  },
  {
    id: 'forget-tanh',
    label: 'forget tanh′',
    description: '∂E/∂u is taken as ∂E/∂h: the factor 1 − h² of tanh is left out.',
  },
  {
    id: 'wrong-transpose',
    label: 'wrong transpose',
    description: 'The gradient goes back through Whh instead of Whhᵀ.',
  },
  {
    id: 'target-off-by-one',
    label: 'off-by-one target',
    description: 'δ compares with the present character instead of the next one.',
  },
] as const satisfies readonly { id: string; label: string; description: string }[];

export type FaultId = (typeof faults)[number]['id'];
