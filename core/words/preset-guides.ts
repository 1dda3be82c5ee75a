/** Where a guide leads: a card of a tab, a step of the Derivation, or a control of the window or of a part of its panel. */
export type GuidePlace =
  | { readonly kind: 'card'; readonly tab: 'convergence' | 'gradients'; readonly card: string }
  | { readonly kind: 'derivation'; readonly step: 'dEdz' | 'dEdh' }
  | { readonly kind: 'control'; readonly part: 'model' | null; readonly control: string };

/** A piece of a line: words, or words that lead to what they speak of. */
export type GuidePiece = string | { readonly words: string; readonly to: GuidePlace };

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

export const card = (tab: 'convergence' | 'gradients', name: string) =>
  ({ kind: 'card', tab, card: `card-${name}` }) as const;
export const to = (words: string, place: GuidePlace): GuidePiece => ({ words, to: place });
const run = to('Run', { kind: 'control', part: null, control: 'run-button' });
export const curve = card('convergence', 'convergence');
export const maps = card('gradients', 'delta-map');
export const flow = card('gradients', 'gradient-flow');
export const training = card('gradients', 'over-training');

/** The guide of every ready experiment, by its id. */
export const presetGuides: Readonly<Record<string, PresetGuide>> = {
  'sigma-cancels': {
    shows: maps,
    lines: [
      [
        'Most outputs start saturated: ',
        to('δ', maps),
        ' of sigmoid + quadratic is some 20 times the smaller.',
      ],
      ['Press ', run, ': both learn from the same weights.'],
      [
        'The quadratic one ',
        to('stays where it is', curve),
        ', its gradient dies out: ',
        to('why σ′ cancels in the other', { kind: 'derivation', step: 'dEdz' }),
        '.',
      ],
    ],
  },
  'stuck-at-uniform': {
    shows: maps,
    lines: [
      [
        'All V = 64 outputs start about equal: ',
        to('δ', maps),
        ' of softmax + quadratic is 1/V of the other’s.',
      ],
      ['Press ', run, ': both learn at one rate of plain SGD.'],
      [
        'The quadratic one has ',
        to('hardly left log₂ V = 6 bits', curve),
        '. Try Adagrad as ',
        to('optimiser', { kind: 'control', part: 'model', control: 'optimizer' }),
        ', which divides by past gradients: it sets it free.',
      ],
    ],
  },
  'bad-linear-cross-entropy': {
    shows: card('gradients', 'delta-against-z'),
    lines: [
      [
        'A linear output leaves (0, 1), where cross-entropy is not defined: with a clamp, ',
        to('|δ|', card('gradients', 'delta-against-z')),
        ' reaches 1 000.',
      ],
      ['Press ', run, ': the same rate for all three.'],
      ['It ', to('ends behind both', curve), ': ', to('every step of it was clipped', training), '.'],
    ],
  },
  'vanishing-gradient': {
    shows: flow,
    lines: [
      [
        'Whh starts small: ',
        to('the gradient', flow),
        ' falls to about a seventh with every step back in time.',
      ],
      ['Press ', run, ': both losses, the same network.'],
      [
        'Whh has grown, and ',
        to('the gradient reaches much further back', flow),
        ', with both losses: ',
        to('after δ the chain is the same', { kind: 'derivation', step: 'dEdh' }),
        '.',
      ],
    ],
  },
  'exploding-gradient': {
    shows: flow,
    lines: [
      [
        'Whh starts large: ',
        to('the gradient', flow),
        ' grows hundreds or thousands of times over 20 steps back in time.',
      ],
      ['Press ', run, ': every gradient longer than 5 is clipped to 5.'],
      [
        'With most seeds softmax + cross-entropy ',
        to('still learns', curve),
        '. Switch ',
        to('clipping', { kind: 'control', part: 'model', control: 'clipping' }),
        ' off and run again: it learns far less.',
      ],
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
