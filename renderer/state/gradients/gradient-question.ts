/** What the Gradients tab can be asked, one at a time, with the cards that answer it. */
export const gradientQuestions = [
  { id: 'pull', label: 'Pull at one output', cards: ['card-delta-against-z', 'card-delta-at-z'] },
  { id: 'sequence', label: 'Over a sequence', cards: ['card-delta-map'] },
  { id: 'time', label: 'Back through time', cards: ['card-gradient-flow', 'card-gradient-flow-triangle'] },
  { id: 'direction', label: 'Direction', cards: ['card-cosines'] },
  { id: 'sizes', label: 'Sizes and saturation', cards: ['card-gradient-norms', 'card-gradient-histograms'] },
  { id: 'training', label: 'Over training', cards: ['card-over-training'] },
  { id: 'check', label: 'Check', cards: ['card-gradient-check'] },
] as const;

export type GradientQuestion = (typeof gradientQuestions)[number]['id'];

/** The question that a card answers; undefined for a card of another tab. */
export const questionOfCard = (card: string): GradientQuestion | undefined =>
  gradientQuestions.find(({ cards }) => cards.some((each) => each === card))?.id;
