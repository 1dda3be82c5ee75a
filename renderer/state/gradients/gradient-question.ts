import { probeFigures } from '../../../core/figures/gradients/probe-registry.ts';

/** What the Gradients tab can be asked, one at a time, with the cards of their own that answer it; others are in the registry. */
export const gradientQuestions = [
  { id: 'pull', label: 'Pull at one output', cards: ['delta-against-z', 'delta-at-z'] },
  { id: 'sequence', label: 'Over a sequence', cards: [] },
  { id: 'time', label: 'Back through time', cards: [] },
  { id: 'direction', label: 'Direction', cards: [] },
  { id: 'sizes', label: 'Sizes and saturation', cards: ['gradient-norms'] },
  { id: 'training', label: 'Over training', cards: ['over-training'] },
  { id: 'check', label: 'Check', cards: ['gradient-check'] },
] as const;

export type GradientQuestion = (typeof gradientQuestions)[number]['id'];

/** The question that a card answers, by the id of its element; undefined for a card of another tab. */
export function questionOfCard(element: string): GradientQuestion | undefined {
  const card = element.replace(/^card-/, '');
  const registered = probeFigures[card]?.card;
  return gradientQuestions.find(({ id, cards }) => id === registered || cards.some((each) => each === card))
    ?.id;
}
