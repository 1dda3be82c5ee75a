/**
 * How the loss of a layer goes with its activation. `matched`: δ = c (y − t). `slope-stays`: the slope of the activation
 * remains a factor of δ, so that an output which is saturated and wrong hardly learns; the mismatched pairs of the
 * literature. `other`: neither, as Huber, label smoothing or Poisson.
 */
export type LayerMatch = 'matched' | 'slope-stays' | 'other';

/** What each is called, and what it says of δ, in a sentence and in a table. */
export const matchWords: Readonly<
  Record<LayerMatch, { readonly label: string; readonly about: string; readonly brief: string }>
> = {
  matched: { label: 'matched', about: 'δ is y − t, or a constant times it', brief: 'the plain difference' },
  'slope-stays': {
    label: 'σ′ stays',
    about:
      'Mismatched: the slope of the activation stays in δ, so an output that is saturated and wrong hardly learns',
    brief: 'damped by the slope σ′: small where an output is saturated',
  },
  other: {
    label: 'other',
    about: 'δ is neither a multiple of y − t nor has it the slope of the activation as a factor',
    brief: 'neither the plain difference nor damped by the slope',
  },
};

export const layerMatches = Object.keys(matchWords) as readonly LayerMatch[];
