import type { TranslatedExplanation } from './explanations-comparison-zh-hans.ts';
import { guideWords, type PresetGuide } from './preset-guides.ts';

/** Name, question and lines of a ready experiment, by its id. */
export type PresetWords = Readonly<
  Record<string, { readonly label: string; readonly question: string; readonly lines: PresetGuide['lines'] }>
>;

/** What is said to people, in English: strings and functions. Between backticks stands mathematics. */
export const en = {
  languageName: 'English',
  languageHint: 'every word of the lab',
  guide: guideWords,
  /** Ready experiments that are told in this language; others, and lines that are not, as they are defined. */
  presets: {} as PresetWords,
  /** Explanations in this language, where it is not that of their definition. */
  explanations: {} as Readonly<Record<string, TranslatedExplanation>>,
  /** On a lesson’s page for teachers: what is also said of an experiment is another word in Chinese. */
  lessonPlan: 'Plan',
  derivation: {
    name: 'Derivation',
    stepOf: (step: number, of: number) => `Step ${step} of ${of}`,
    atPlace: (t: number, T: number, reads: string, target: string) =>
      `t = ${t} of ${T}: reads ${reads}, target ${target}`,
    output: (name: string) => `output i = ${name}`,
    units: (unit: number, from: number) => `unit ${unit}; unit ${from} one step before`,
    steps: {
      network: {
        name: 'The network',
        title: 'One hidden layer that hears its own last state',
        text: 'At every step the network reads one character and says what it expects next. The hidden state `h_t` is made of the character and of the state one step before: that is all its memory.',
        spoken: [
          'u at t is W x h times x at t, plus W h h times h at t minus 1, plus b h.',
          'h at t is the hyperbolic tangent of u at t.',
          'z at t is W h y times h at t, plus b y.',
          'y at t is the activation of z at t.',
        ],
      },
      oneHot: {
        name: 'One-hot, V and H',
        title: 'A character is a vector with a single 1',
        text: 'With `V` distinct characters, input and target are vectors of `V` entries, all 0 but one. With `H` hidden units the three matrices have the sizes below. `Wxh x_t` is therefore nothing but one column of `Wxh`.',
        spoken: [
          'x at t is a vector of V entries, all 0, with a 1 at the character that is read.',
          'W x h has H rows and V columns, W h h H rows and H columns, W h y V rows and H columns.',
        ],
      },
      forward: {
        name: 'Forward, one t',
        title: 'Forward: one unit and one output at one step',
        text: 'A unit adds up the column of the character, its row of `Whh` with the state before, and its bias; `tanh` brings the sum between −1 and 1. An output adds up all units by its row of `Why`. The activation makes `y` of it.',
        spoken: [
          'u of a unit is the entry of W x h for the character, plus the sum over j of W h h times h at t minus 1, plus the bias.',
          'z of output i is the sum over j of W h y times h, plus the bias.',
          'y is the activation of z.',
        ],
      },
      losses: {
        name: 'The two losses',
        title: 'The loss: how wrong one output is',
        text: 'Quadratic error counts half the squared distance of `y` from `t`. Cross-entropy counts the negative logarithm of what was said of the truth. Both are 0 where `y = t`; far from it they differ much.',
        spoken: [
          'Quadratic error: E is one half of the square of t minus y.',
          'Cross-entropy: E is minus t times the logarithm of y, minus 1 minus t times the logarithm of 1 minus y.',
        ],
      },
      dEdy: {
        name: '`∂E/∂y`',
        title: '`∂E/∂y`: the loss by its output',
        text: 'How fast does the loss change with the output alone? Quadratic error answers with the error itself. Cross-entropy answers with the error divided by `y (1 − y)`: the surer a wrong output is, the larger.',
        spoken: [
          'The derivative of quadratic error by y is y minus t.',
          'The derivative of cross-entropy by y is y minus t, divided by y times 1 minus y.',
        ],
      },
      dEdz: {
        name: '`∂E/∂z` σ′ cancels',
        title: '`∂E/∂z`: where `σ′` cancels',
        text: 'The loss sees only the output `y`. On its way back to `z` the error is multiplied by the slope `∂y/∂z`, which is almost 0 when an output is sure and wrong. Quadratic error keeps that factor. Cross-entropy divides by the same factor, so it cancels.',
        spoken: [
          'The derivative of E by z is the derivative of E by y times the derivative of y by z.',
          'The derivative of the sigmoid is y times 1 minus y.',
          'Of a softmax, the derivative of y j by z i is y j times: 1 if i is j, else 0, minus y i.',
        ],
      },
      dEdWhy: {
        name: '`∂E/∂Why`',
        title: '`∂E/∂Why`: error times what the unit said',
        text: 'The weight from a unit to output `i` is used once at every step. Each use adds the error `δ_i` of the output, times the output of the unit. Summed over time, that is one row times one column.',
        spoken: ['The derivative of E by W h y is the sum over t of delta at t times h at t transposed.'],
      },
      dEdh: {
        name: '`∂E/∂h` and dhnext',
        title: '`∂E/∂h`: blame from above and from the next step',
        text: 'A unit is heard twice: by the outputs of its own step, and by the hidden layer one step later. So two errors come back to it: `Whyᵀ δ_t`, and `dhnext` from `t + 1`.',
        spoken: [
          'The derivative of E by h at t is W h y transposed times delta at t, plus d h next.',
          'd h next is W h h transposed times the derivative of E by u at t plus 1.',
        ],
      },
      dEdu: {
        name: '`∂E/∂u`',
        title: '`∂E/∂u`: through the tanh',
        text: 'The slope of `tanh` is `1 − h²`. A unit near ±1 is saturated: next to nothing gets through it, whatever the loss. This factor no choice of loss cancels.',
        spoken: [
          'The derivative of E by u is 1 minus h squared, entry by entry times the derivative of E by h.',
        ],
      },
      dEdWxh: {
        name: '`∂E/∂Wxh`',
        title: '`∂E/∂Wxh`: one column a step',
        text: 'The input is one-hot, so at each step only the column of the character that was read gets anything: `∂E/∂u_t`. A character that occurs twice adds up both; one that does not occur gets 0.',
        spoken: [
          'The derivative of E by W x h is the sum over t of the derivative of E by u at t, times x at t transposed.',
        ],
      },
      dEdWhh: {
        name: '`∂E/∂Whh`',
        title: '`∂E/∂Whh`: a row times a column, summed over time',
        text: 'The weight from unit `j` to unit `i` is used once at every step. Each use adds the blame of unit `i` now, times the output of unit `j` one step before. Summed over time, that is one row times one column.',
        spoken: [
          'The derivative of E by W h h is the sum over t of the derivative of E by u at t, times h at t minus 1 transposed.',
        ],
      },
      update: {
        name: 'Matrix program, update',
        title: 'The whole as a program, and the update',
        text: 'After the last step nothing comes back: `dhnext = 0`. From there the lines above run backwards in time. Then every weight takes a step against its gradient.',
        spoken: [
          'For t from T down to 1, the derivatives by h, u and the three matrices follow from each other.',
          'Every weight becomes the weight minus eta times the derivative of E by it.',
        ],
      },
    },
    cancels: (what: string) => `${what} cancels`,
    partlyCancels: (what: string) => `${what} cancels in part`,
    stays: (what: string) => `${what} stays`,
    noSlope: 'y = z: the slope is 1',
    /** Badges. */
    slopeCancels: 'σ′ cancels',
    slopeStays: 'σ′ stays',
    slopeOne: 'slope 1',
    ownTerm: 'the term j = i',
    otherTerms: 'all other j',
    atStep: (t: number) => `at t = ${t}`,
    allSteps: (T: number) => `all ${T} steps`,
    checked: (numeric: string, error: string) =>
      `checked by differences: ${numeric}, relative difference ${error}`,
    checkedNearZero: 'checked by differences: both are 0 as far as rounding of E can tell',
    notChecked: 'not checked: a difference would leave where the loss is defined',
    wrong: (numeric: string, error: string) => `differences say ${numeric}: relative difference ${error}`,
    refused: (why: string) => `not defined here: ${why}`,
    pluginOnly: 'a plug-in: its derivative is a program, so only δ is known',
    clamped: (epsilon: string) =>
      `y is read inside [${epsilon}, 1 − ${epsilon}], where the clamp keeps the loss`,
    gradientNorm: 'norm of the gradient',
    /** The part of a report. */
    report: {
      title: 'Derivation with the numbers of one place',
      part: 'Derivation',
      hint: 'Back-propagation through time in twelve steps, at the step, output and weights that the Derivation tab looks at; two pages',
      notInData: 'These numbers are not in report.json: they follow from the weights and the text.',
    },
    /** What a term of a formula is. */
    terms: {
      gradient: 'derivative of the loss by the output',
      slope: 'slope of the activation',
      cancel: 'what cancels',
      delta: 'error at the logit',
      loss: 'loss of this output',
      direct: 'part that comes from z itself',
      own: 'term of this output',
      others: 'terms of all other outputs',
      y: 'output',
      t: 'target',
      z: 'logit',
      x: 'input',
      h: 'output of the unit',
      hprev: 'output of the unit one step before',
      u: 'inner sum of the unit',
      Wxh: 'weight from the input',
      Whh: 'weight from unit to unit',
      Why: 'weight to the output',
      gWhy: 'gradient of the weight to the output',
      gWxh: 'gradient of the weight from the input',
      gWhh: 'gradient of the weight from unit to unit',
      above: 'what comes from the outputs',
      dhnext: 'what comes from the next step',
      dh: 'error at the unit’s output',
      du: 'error at the unit’s sum',
      tanh: 'slope of tanh',
      product: 'this step’s part',
      updated: 'weight after the update',
    },
  },
};

/** All that is said, in whichever language. */
export type Words = typeof en;
