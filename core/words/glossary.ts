/** A word of the lab: as the screens say it, as the field does, and what it means. */
export interface Term {
  /** As the screens say it. */
  readonly plain: string;
  /** The term of the field, where it is another. */
  readonly field: string | null;
  readonly sentence: string;
}

/** The words that the screens use, in the order in which one meets them. */
export const glossary: readonly Term[] = [
  {
    plain: 'output layer',
    field: 'activation with its loss',
    sentence:
      'The last layer of the network: how it turns its numbers into a guess at the next character, and how a wrong guess is charged.',
  },
  {
    plain: 'compared',
    field: 'arms',
    sentence:
      'The output layers that learn side by side, each with its learning rate; all else about them is equal.',
  },
  {
    plain: 'seed',
    field: 'paired seeds',
    sentence:
      'The number that chance is drawn from. All output layers start from the same weights and read in the same order under one seed, so a difference between them is due to the layer.',
  },
  {
    plain: 'run',
    field: null,
    sentence: 'One output layer trained from one seed.',
  },
  {
    plain: 'step',
    field: 'parameter update',
    sentence: 'The network reads a batch of short pieces of the text and moves its weights once.',
  },
  {
    plain: 'optimiser',
    field: 'SGD, momentum, Adagrad, RMSprop, Adam',
    sentence:
      'The rule by which a gradient moves the weights: plainly, with a memory, or each weight at a pace of its own.',
  },
  {
    plain: 'learning rate η',
    field: 'step size',
    sentence: 'How far the weights move in a step. Too small learns slowly, too large breaks off.',
  },
  {
    plain: 'best for each',
    field: 'tuned learning rate per arm',
    sentence:
      'Each output layer learns at the rate that did best in short trials on the tuning part of the text. Rates between those tried may be better, and a longer run may want another one.',
  },
  {
    plain: 'own loss',
    field: 'E, the objective',
    sentence:
      'What an output layer makes small while it learns. Layers count it in units of their own, so it compares nothing between them.',
  },
  {
    plain: 'score',
    field: 'yardstick',
    sentence:
      'A measure that means the same for every output layer: bits a character, accuracy, top-5 accuracy, Brier score.',
  },
  {
    plain: 'bits a character',
    field: 'bits per character, cross-entropy in base 2',
    sentence:
      'How many yes-or-no questions the next character still leaves open on average. 0 is certainty, log₂ V is pure guessing among V characters; lower is better.',
  },
  {
    plain: 'accuracy',
    field: 'top-1 accuracy',
    sentence: 'The share of characters that were the first guess; higher is better.',
  },
  {
    plain: 'Brier score',
    field: null,
    sentence:
      'The squared distance between the guessed probabilities and what came, from 0 to 2; lower is better.',
  },
  {
    plain: 'held-out text',
    field: 'test set',
    sentence: 'The part of the text that nobody learns from. Every reported score is taken on it.',
  },
  {
    plain: 'tuning part',
    field: 'validation set',
    sentence:
      'The part of the text on which learning rates are chosen, so that nothing is chosen on what is reported.',
  },
  {
    plain: 'target',
    field: 'time to target',
    sentence: 'A score of your choice: how many steps each output layer takes to come to it.',
  },
  {
    plain: 'verdict',
    field: 'paired test with correction for all pairs',
    sentence:
      'Whether a difference is more than chance. It takes six seeds at least; before that the lab says who is ahead so far.',
  },
  {
    plain: 't test, sign-flip test',
    field: 'paired tests',
    sentence:
      'How often chance alone would give a difference like this one: by the spread over seeds (t), or by turning signs of the differences of seeds (sign-flip).',
  },
  {
    plain: 'Holm’s correction',
    field: 'Holm, family-wise error',
    sentence:
      'Among many pairs one differs by chance; so each has to differ more clearly the more of them are tested.',
  },
  {
    plain: 'last common step',
    field: null,
    sentence: 'The last step at which all compared runs were scored: only there are they compared.',
  },
  {
    plain: 'practically equal',
    field: 'equivalence',
    sentence: 'The difference is surely smaller than the smallest one that matters.',
  },
  {
    plain: 'error signal δ',
    field: '∂E/∂z',
    sentence:
      'What the output layer sends back into the network: in which direction, and how strongly, its inputs z should move.',
  },
  {
    plain: 'matched',
    field: 'canonical link',
    sentence:
      'Loss and activation fit each other: the slope of the activation cancels, and δ is the plain difference y − t.',
  },
  {
    plain: 'σ′ stays',
    field: 'mismatched',
    sentence:
      'Loss and activation do not fit: the slope of the activation stays a factor of δ, and where it is small the network hardly learns.',
  },
  {
    plain: 'y and t',
    field: 'output and target',
    sentence:
      'The guess of the network for each character, and what it should have been: 1 for the one that came, 0 for all others.',
  },
  {
    plain: 'saturated',
    field: 'vanishing slope',
    sentence: 'An output so near its end that its slope is almost 0: it can hardly learn from its mistakes.',
  },
  {
    plain: 'clipped',
    field: 'gradient clipping',
    sentence: 'A step whose gradient was too long and was shortened before the weights moved.',
  },
  {
    plain: 'read as sigmoid, softmax, clipped',
    field: 'reading of the output as probabilities',
    sentence:
      'How outputs become the probabilities that are scored: as they are (softmax), divided by their sum (sigmoid), or with what is below 0 set to 0 first (clipped).',
  },
  {
    plain: 'simple models',
    field: 'uniform, unigram, bigram baselines',
    sentence:
      'What pure guessing, counting letters and counting pairs of letters reach: the dotted lines that a network should beat.',
  },
  {
    plain: 'entropy rate',
    field: null,
    sentence: 'What the best possible model of a made text would reach; known for built-in texts only.',
  },
  {
    plain: 'band',
    field: '95 % t interval of the mean',
    sentence: 'Where the mean over all possible seeds probably lies. Wide bands mean: more seeds are needed.',
  },
];
