/** What a word means, and the term of the field where it is another. */
type Meaning = readonly [sentence: string, field?: string];

/** The words that the screens use, in the order in which one meets them. */
const meanings: Readonly<Record<string, Meaning>> = {
  'output layer': [
    'The last layer of the network: how it turns its numbers into a guess at the next character, and how a wrong guess is charged.',
    'activation with its loss',
  ],
  compared: [
    'The output layers that learn side by side, each with its learning rate; all else about them is equal.',
    'arms',
  ],
  seed: [
    'The number that chance is drawn from. All output layers start from the same weights and read in the same order under one seed, so a difference between them is due to the layer.',
    'paired seeds',
  ],
  run: ['One output layer trained from one seed.'],
  step: [
    'The network reads a batch of short pieces of the text and moves its weights once.',
    'parameter update',
  ],
  optimiser: [
    'The rule by which a gradient moves the weights: plainly, with a memory, or each weight at a pace of its own.',
    'SGD, momentum, Adagrad, RMSprop, Adam',
  ],
  'learning rate η': [
    'How far the weights move in a step. Too small learns slowly, too large breaks off.',
    'step size',
  ],
  'best for each': [
    'Each output layer learns at the rate that did best in short trials on the tuning part of the text. Rates between those tried may be better, and a longer run may want another one.',
    'tuned learning rate per arm',
  ],
  'own loss': [
    'What an output layer makes small while it learns. Layers count it in units of their own, so it compares nothing between them.',
    'E, the objective',
  ],
  score: [
    'A measure that means the same for every output layer: bits a character, accuracy, top-5 accuracy, Brier score.',
    'yardstick',
  ],
  'bits a character': [
    'How many yes-or-no questions the next character still leaves open on average. 0 is certainty, log₂ V is pure guessing among V characters; lower is better.',
    'bits per character, cross-entropy in base 2',
  ],
  accuracy: ['The share of characters that were the first guess; higher is better.', 'top-1 accuracy'],
  'Brier score': [
    'The squared distance between the guessed probabilities and what came, from 0 to 2; lower is better.',
  ],
  'held-out text': [
    'The part of the text that nobody learns from. Every reported score is taken on it.',
    'test set',
  ],
  'tuning part': [
    'The part of the text on which learning rates are chosen, so that nothing is chosen on what is reported.',
    'validation set',
  ],
  target: ['A score of your choice: how many steps each output layer takes to come to it.', 'time to target'],
  verdict: [
    'Whether a difference is more than chance. It takes six seeds at least; before that the lab says who is ahead so far.',
    'paired test with correction for all pairs',
  ],
  't test, sign-flip test': [
    'How often chance alone would give a difference like this one: by the spread over seeds (t), or by turning signs of the differences of seeds (sign-flip).',
    'paired tests',
  ],
  'Holm’s correction': [
    'Among many pairs one differs by chance; so each has to differ more clearly the more of them are tested.',
    'Holm, family-wise error',
  ],
  'last common step': ['The last step at which all compared runs were scored: only there are they compared.'],
  'practically equal': [
    'The difference is surely smaller than the smallest one that matters.',
    'equivalence',
  ],
  'error signal δ': [
    'What the output layer sends back into the network: in which direction, and how strongly, its inputs z should move.',
    '∂E/∂z',
  ],
  matched: [
    'Loss and activation fit each other: the slope of the activation cancels, and δ is the plain difference y − t.',
    'canonical link',
  ],
  'σ′ stays': [
    'Loss and activation do not fit: the slope of the activation stays a factor of δ, and where it is small the network hardly learns.',
    'mismatched',
  ],
  'y and t': [
    'The guess of the network for each character, and what it should have been: 1 for the one that came, 0 for all others.',
    'output and target',
  ],
  saturated: [
    'An output so near its end that its slope is almost 0: it can hardly learn from its mistakes.',
    'vanishing slope',
  ],
  clipped: [
    'A step whose gradient was too long and was shortened before the weights moved.',
    'gradient clipping',
  ],
  'read as sigmoid, softmax, cut off at 0': [
    'How outputs become the probabilities that are scored: as they are (softmax), divided by their sum (sigmoid), or with what is below 0 set to 0 first (cut off at 0; “clipped” on the command line).',
    'reading of the output as probabilities',
  ],
  'simple models': [
    'What pure guessing, counting letters and counting pairs of letters reach: the dotted lines that a network should beat.',
    'uniform, unigram, bigram baselines',
  ],
  'entropy rate': ['What the best possible model of a made text would reach; known for built-in texts only.'],
  band: [
    'Where the mean over all possible seeds probably lies. Wide bands mean: more seeds are needed.',
    '95 % t interval of the mean',
  ],
};

/** Words of the lab as the screens say them, what they mean, and the term of the field where it is another. */
export const glossary: readonly (readonly [plain: string, ...Meaning])[] = Object.entries(meanings).map(
  ([plain, meaning]) => [plain, ...meaning],
);
