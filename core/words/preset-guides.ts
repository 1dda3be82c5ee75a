/** Where a guide leads: a card of a tab, a step of the Derivation, or a control of the window or of a part of its panel. */
export type GuidePlace =
  | { readonly kind: 'card'; readonly tab: 'convergence' | 'gradients'; readonly card: string }
  | { readonly kind: 'derivation'; readonly step: 'dEdz' | 'dEdh' }
  | { readonly kind: 'control'; readonly part: 'model' | null; readonly control: string };

/** A piece of a line: words, or words that lead to what they speak of. */
type GuidePiece = string | { readonly words: string; readonly to: GuidePlace };

/** How a ready experiment is gone through: what to see first, what to press, and what to see then. */
export interface PresetGuide {
  /** What is shown as soon as it is chosen. */
  readonly shows: GuidePlace & { readonly kind: 'card' };
  /** Before the first step, at the control to press, and after the last one. Claims are held by `presets.test.ts`. */
  readonly lines: readonly [
    look: readonly GuidePiece[],
    press: readonly GuidePiece[],
    then: readonly GuidePiece[],
  ];
}

const card = (tab: 'convergence' | 'gradients', name: string) =>
  ({ kind: 'card', tab, card: `card-${name}` }) as const;
export const curve = card('convergence', 'convergence');
export const maps = card('gradients', 'delta-maps');
export const flow = card('gradients', 'gradient-flow');
export const signal = card('gradients', 'delta-against-z');
export const training = card('gradients', 'over-training');
export const derivation = (step: 'dEdz' | 'dEdh'): GuidePlace => ({ kind: 'derivation', step });
export const control = (name: string, part: 'model' | null = null): GuidePlace => ({
  kind: 'control',
  part,
  control: name,
});

/** Words that lead to what they speak of. */
export const to = (words: string, place: GuidePlace): GuidePiece => ({ words, to: place });
export const run = to('Run', control('run-button'));

/** A line as it is written: its words, with what leads somewhere between them. */
export const line = (words: TemplateStringsArray, ...links: readonly GuidePiece[]): readonly GuidePiece[] =>
  words.flatMap((text, i) => [text, links[i] ?? '']).filter((piece) => piece !== '');

/** The guide of every ready experiment, by its id. */
export const presetGuides: Readonly<Record<string, PresetGuide>> = {
  'sigma-cancels': {
    shows: maps,
    lines: [
      line`Most outputs start saturated: ${to('δ', maps)} of sigmoid + quadratic is some 20 times the smaller.`,
      line`Press ${run}: both learn from the same weights.`,
      line`The quadratic one ${to('stays where it is', curve)}, its gradient dies out: ${to('why σ′ cancels in the other', derivation('dEdz'))}.`,
    ],
  },
  'stuck-at-uniform': {
    shows: maps,
    lines: [
      line`All V = 64 outputs start about equal: ${to('δ', maps)} of softmax + quadratic is 1/V of the other’s.`,
      line`Press ${run}: both learn at one rate of plain SGD.`,
      line`The quadratic one has ${to('hardly left log₂ V = 6 bits', curve)}. Try Adagrad as ${to('optimiser', control('optimizer', 'model'))}, which divides by past gradients: it sets it free.`,
    ],
  },
  'bad-linear-cross-entropy': {
    shows: signal,
    lines: [
      line`A linear output leaves (0, 1), where cross-entropy is not defined: with a clamp, ${to('|δ|', signal)} reaches 1 000.`,
      line`Press ${run}: the same rate for all three.`,
      line`It ${to('ends behind both', curve)}: ${to('every step of it was clipped', training)}.`,
    ],
  },
  'vanishing-gradient': {
    shows: flow,
    lines: [
      line`Whh starts small: ${to('the gradient', flow)} falls to about a seventh with every step back in time.`,
      line`Press ${run}: both losses, the same network.`,
      line`Whh has grown, and ${to('the gradient reaches much further back', flow)}, with both losses: ${to('after δ the chain is the same', derivation('dEdh'))}.`,
    ],
  },
  'exploding-gradient': {
    shows: flow,
    lines: [
      line`Whh starts large: ${to('the gradient', flow)} grows hundreds or thousands of times over 20 steps back in time.`,
      line`Press ${run}: every gradient longer than 5 is clipped to 5.`,
      line`With most seeds softmax + cross-entropy ${to('still learns', curve)}. Switch ${to('clipping', control('clipping', 'model'))} off and run again: it learns far less.`,
    ],
  },
};

/** What is said of a guide whose experiment was changed. */
export const guideWords = {
  changed: 'You have changed text, model or rates: what was said of this experiment need not hold any more.',
  again: 'Set it up again',
  againHint: 'The ready experiment as it was, with its text, model and rates',
  back: 'Back to my experiment',
  backHint: 'What was set up before, with its results where they are kept',
  whole: 'All lines',
  wholeHint: 'What to see first, what to press, and what to see then',
  less: 'Less',
  close: 'Close the guide; Presets shows it again',
  backChange: 'back to my experiment',
};
