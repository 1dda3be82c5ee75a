import {
  fewestForBca,
  fewestForImprovement,
  leastCoverage,
  simulatedCoverage,
} from '../../core/experiments/statistics/interval-coverage.ts';
import type { Words } from '../../core/words/en.ts';
import { listed } from '../../core/words/number-format.ts';
import { simulatedVerdicts } from '../../core/experiments/statistics/simulated-verdicts.ts';
import { whySix } from '../../core/words/why-seeds.ts';
import type { Explanation } from './explanation.ts';

/** Seeds of which the coverage is told. */
const toldSizes = [6, 10, 20, 60];

/** `95, 95, 95 and 95 % (82, 84, 87 and 89 %) at n = 6, 10, 20 and 60`: the second law in brackets. */
function coverageWords(interval: 't' | 'bca' | 'improvement'): string {
  const rows = simulatedCoverage.filter(({ n }) => toldSizes.includes(n));
  const shares = (law: 0 | 1) => `${listed(rows.map((row) => Math.round(100 * row[interval][law])))} %`;
  return `${shares(0)} (${shares(1)}) at n = ${listed(rows.map(({ n }) => n))}`;
}

/** How often the verdict rule errs and finds, as simulated. */
function ruleWords(): string {
  const { experiments, sizes, falseBetter, power } = simulatedVerdicts;
  const list = (shares: readonly number[]) =>
    `${listed(shares.map((share) => Math.round(1000 * share) / 10))} %`;
  return `In ${experiments} simulated experiments each the rule names a better one among four equal output layers in ${list(falseBetter.normal)} at n = ${listed(sizes)} with normal values, and in ${list(falseBetter.logNormal)} with log-normal ones; of four output layers it finds one that is ahead of the others by one standard deviation of the differences in ${list(power[1])}, by two in ${list(power[2])}.`;
}

/** One explanation for each quantity of the gradient cards. */
export const explanations = {
  'delta-against-z': {
    title: 'δ against z',
    formulas: [
      String.raw`\delta_i = \frac{\partial E}{\partial z_i}`,
      String.raw`\text{linear + quadratic, sigmoid or softmax + cross-entropy:}\quad \delta_i = y_i - t_i`,
      String.raw`\text{sigmoid + quadratic:}\quad \delta_i = (y_i - t_i)\, y_i (1 - y_i), \qquad |\delta_i| \le \tfrac{4}{27}`,
      String.raw`\text{softmax + quadratic:}\quad \delta_i = y_i \Big[ (y_i - t_i) - \sum_j y_j (y_j - t_j) \Big]`,
      String.raw`\text{linear + cross-entropy:}\quad \delta_i = \frac{y_i - t_i}{y_i (1 - y_i)}, \qquad 0 < y_i < 1`,
    ],
    sentences: [
      'The logit z of one output is varied while all others stay; δ is how hard the loss pulls at it.',
      'A layer is matched when the derivative of its activation cancels against its loss and δ = y − t is left: the more wrong y is, the larger δ. Drawn solid. In a mismatched layer the slope of the activation stays a factor of δ: drawn dashed, called “σ′ stays”. With sigmoid + quadratic an output that is wrong and sure of it (z = −8 where t = 1) has a δ near 0 and hardly learns.',
      'All others are drawn dotted, called “other”: their δ is no multiple of y − t, and has no slope in it either. Huber and log-cosh bound it, label smoothing moves its zero, Poisson lets it grow as e^y, and linear + cross-entropy as 1/(y(1 − y)).',
      'In the table, y, E and δ are those of this one output; softmax outputs share one sum, so there E is the whole loss. ‖δ‖ is over all V outputs and depends on the other logits.',
      'The bars are the logits that the chosen weights give over the stretch of text: where they lie is the part of the curve that counts. Their heights are on a log scale, and what lies outside the axis is piled up at its ends.',
    ],
  },
  'more-seeds': {
    title: 'More seeds, and repeats',
    formulas: [
      String.raw`M_n = \tfrac12 \sum_{s = \pm 1} \prod_{i \le n} \frac{e^{s \lambda_i d_i}}{\cosh(\lambda_i d_i)}, \qquad P(\text{ever } M_n \ge 20\,m) \le \frac{0.05}{m}`,
      String.raw`n_{\min} = 1 + \lceil \log_2 20\,m \rceil`,
    ],
    sentences: [
      `A verdict takes 6 paired seeds. ${whySix()} Who looks at the results and adds seeds until the usual test pleases is wrong in more than 5 % of comparisons of equal output layers: the number of seeds was chosen by the data.`,
      'Until decided: seeds are added one after the other, or as many at once as there are cores to fill, and judged in their order by the e-process. dᵢ is the difference of two output layers with seed i; λᵢ rests on earlier seeds only. If the differences are as likely to be positive as negative, Mₙ ever reaches the bound in at most 5 % of experiments, whenever one stops. m is the number of pairs, which all have to be decided; a factor is at most 2, so that it takes 6 seeds for one pair and 8 for six.',
      'New seeds join the standing when all their runs have ended, so that every output layer always has the same seeds. What is given up is given up for all output layers.',
      'Robustness repeat: the first seeds (3 at most) again without clipping, in the other precision, and on the other split of the text. The order holds when no pair that is apart by what matters changes places and no output layer loses a run; where such a pair comes nearer than what matters, that is told. It is a warning light, not a test.',
    ],
  },
  'delta-maps': {
    title: 'δ over a sequence',
    formulas: [
      String.raw`z_t = W_{hy} h_t + b_y, \qquad y_t = \mathrm{activation}(z_t)`,
      String.raw`E = \sum_t E_t(y_t, \text{target}_t), \qquad \delta_t = \frac{\partial E_t}{\partial z_t}`,
      String.raw`\lVert \delta \rVert = \sqrt{\textstyle\sum_t \lVert \delta_t \rVert^2}`,
    ],
    sentences: [
      'Each column is a step in time, each row a character of the vocabulary. All maps are made with the same weights over the same text, so z is the same in all of them; only the output layer differs.',
      'A negative δ pulls a logit up, a positive one pushes it down. With sigmoid + quadratic and with sigmoid or softmax + cross-entropy δ is negative at the target character and positive everywhere else. With other layers it need not be: a fresh linear output lies below 0 about as often as above, and softmax + quadratic can pull a wrong character up.',
      'The most frequent characters have rows of their own; where there are more than fit, the others are summed in one more row.',
    ],
  },
  'gradient-flow': {
    title: 'Gradient flow through time',
    formulas: [
      String.raw`\frac{\partial E_\tau}{\partial h_t} = \Big( \prod_{s=t+1}^{\tau} W_{hh}^{\top}\, \mathrm{diag}(1 - h_s^2) \Big)\, W_{hy}^{\top}\, \delta_\tau, \qquad t \le \tau`,
      String.raw`\frac{\partial E}{\partial u_t} = (1 - h_t \odot h_t) \odot \frac{\partial E}{\partial h_t}, \qquad dh_{\text{next}} = W_{hh}^{\top} \frac{\partial E}{\partial u_t}`,
    ],
    sentences: [
      'How much the error at step τ still says about the hidden state k = τ − t steps earlier: the mean norm over all τ, against the lag k, on a log scale.',
      'A line that falls by a constant factor per step is a gradient that vanishes; one that rises explodes. Truncation after T steps cuts off what lies further right.',
      'After δ the chain is the same for every loss. Divided by the norm of that δ, the lines differ only by its direction: a large gap between the undivided lines is a matter of the size of δ, not of time.',
    ],
  },
  'gradient-flow-triangle': {
    title: 'Every error, every step',
    formulas: [
      String.raw`\Big\lVert \frac{\partial E_\tau}{\partial h_t} \Big\rVert, \qquad t \le \tau; \qquad k = \tau - t`,
    ],
    sentences: [
      'A row is the error of one step τ, a column the hidden state of one step t: the cell is the norm of the gradient that has come back from τ to t. Above the diagonal there is none, for an error says nothing about later states.',
      'On the diagonal stands what enters the network at τ; to its left, each cell is one step further back. The curves over the lag k are means along the lines that run beside the diagonal.',
      'A row whose colour stays strong far to the left is an error that is felt many steps earlier; one that is faint throughout has a small δ at its own step already.',
    ],
  },
  direction: {
    title: 'Direction: cosine between gradients',
    formulas: [
      String.raw`\cos(g_a, g_b) = \frac{g_a \cdot g_b}{\lVert g_a \rVert\, \lVert g_b \rVert}, \qquad g = \frac{\partial E}{\partial W}`,
    ],
    sentences: [
      'Gradients of two losses at the same weights over the same text. 1: both pull in the same direction, whatever their lengths; 0: a small step along the one leaves the other loss as it is; below 0: a small step that lowers the one raises the other.',
      'Under plain SGD a difference in length alone can be made up for by the learning rate, one in direction cannot. Optimisers that scale every parameter by itself (Adagrad, RMSprop, Adam) change the direction of the step as well: they can take a part of the difference away, or add to it.',
      'There is no cosine where a gradient is 0 or its loss is not defined.',
    ],
  },
  'duel-totals': {
    title: 'Over all positions',
    formulas: [
      String.raw`\frac{1}{N} \sum_{n=1}^{N} -\log_2 p_n(c_n), \qquad \frac{1}{N} \sum_{n=1}^{N} H_n, \qquad H_n = -\sum_j p_n(j) \log_2 p_n(j)`,
    ],
    sentences: [
      'Bits per character: how surprised a network was on average by the characters of the text, p being what it gave the next one. Where every layer draws a text of its own, it is that text: few bits then say that the network was sure, not that it writes well.',
      'Mean entropy: how unsure it was before each character, whichever came. It is 0 where one character has all probability, and log₂ V where all are equal.',
      'The last plot is the share of positions with the same character, drawn or expected, as at the first output layer, which therefore has 1. With the same random numbers two layers differ only where their probabilities do; once texts of their own have parted, they also read different characters.',
    ],
  },
  'gradient-norms': {
    title: 'Gradient norms',
    formulas: [
      String.raw`\frac{\partial E}{\partial W_{hy}} = \sum_t \delta_t h_t^{\top}, \qquad \frac{\partial E}{\partial b_y} = \sum_t \delta_t`,
      String.raw`\frac{\partial E}{\partial W_{xh}} = \sum_t \frac{\partial E}{\partial u_t} x_t^{\top}, \qquad \frac{\partial E}{\partial W_{hh}} = \sum_t \frac{\partial E}{\partial u_t} h_{t-1}^{\top}, \qquad \frac{\partial E}{\partial b_h} = \sum_t \frac{\partial E}{\partial u_t}`,
      String.raw`\lVert G \rVert = \sqrt{\textstyle\sum_{ij} G_{ij}^2}`,
    ],
    sentences: [
      'The length of the gradient of each matrix, and of all parameters together, summed over the stretch and before clipping.',
      'The norm over all parameters is what clipping by norm compares with its threshold.',
      'Losses are on different scales, so a longer gradient is not a better one. Under plain SGD and one shared learning rate it is a larger step; clipping and optimisers that divide by past gradients take most of that away.',
    ],
  },
  'gradient-histograms': {
    title: 'Histograms of ∂E/∂W',
    formulas: [
      String.raw`\frac{\partial E}{\partial W_{ij}}\ \text{for all entries } i, j \text{ of a matrix}`,
    ],
    sentences: [
      'How the entries of the gradient of one matrix are spread. The axis reaches to the largest entry; heights are on a log scale, for most entries are near 0.',
      'A narrow peak at 0 with few entries far out is a gradient that a few characters or units decide.',
    ],
  },
  'target-share': {
    title: 'Share of the target',
    formulas: [String.raw`\frac{\sum_t \delta_{t,\,\text{target}_t}^2}{\sum_t \sum_i \delta_{t,i}^2}`],
    sentences: [
      'The part of ‖δ‖² that comes from the output that should have been 1. One output of V is the target; all others should be 0.',
      'Near 1 the loss mostly moves the output of the right character; near 0 mostly the V − 1 others, as sigmoid outputs do with fresh weights, where all y are about ½.',
    ],
  },
  saturation: {
    title: 'Saturation',
    formulas: [
      String.raw`\text{sigmoid:}\quad \sigma' = y_i (1 - y_i) < 0.05, \qquad \text{scaled tanh:}\quad y' < 0.05 \max y'`,
      String.raw`\text{softmax, of steps:}\quad \max_i y_i > 0.95, \qquad \text{wrong:}\quad |y_i - t_i| > 0.5`,
      String.raw`\text{hidden units:}\quad |h| > 0.95, \quad \text{where } \tanh' = 1 - h^2 < 0.1`,
    ],
    sentences: [
      'The share of outputs and of hidden units over the stretch that stand where their activation is nearly flat, and the part of these outputs that is wrong.',
      'For a matched layer saturated outputs do no harm by themselves: δ = y − t does not contain the slope. Where σ′ stays in δ, those that are saturated and wrong hardly learn. Linear outputs cannot saturate.',
      'Softmax outputs share 1 among V, so that most of them are near 0 from the start without being wrong about it. Of a softmax whole steps count: saturated where the largest output is above 0.95, and wrong where that one is not the target’s. What holds softmax + quadratic back at the start is its factor y, about 1/V.',
      'Saturated hidden units stop the gradient on its way back through time for every loss alike.',
    ],
  },
  'update-ratio': {
    title: 'Update-to-weight ratio',
    formulas: [
      String.raw`\frac{\lVert \Delta W \rVert}{\lVert W \rVert}, \qquad \Delta W = W_{\text{after}} - W_{\text{before}}`,
    ],
    sentences: [
      'How far a step moves a matrix, against the size of that matrix before it: clipping and optimiser included.',
      'Here it is the first step that the experiment’s optimiser makes with an empty memory, on this stretch of text at the learning rate of the output layer. At initial weights that is how training begins. At later weights it is not the step that training made there, since all optimisers but plain SGD remember: those are under “Over training”, recorded of every tenth step.',
      'About 10⁻³ is a usual rule of thumb; far below it a matrix hardly moves, far above it is thrown about. Adagrad and Adam with an empty memory move every weight that has a gradient by about η.',
      'Layers that are shown beside those compared have no learning rate, and no ratio.',
    ],
  },
  'gradient-check': {
    title: 'Gradient check',
    formulas: [
      String.raw`D(h) = \frac{E(w + h) - E(w - h)}{2h}, \qquad n = \frac{4\, D(h/2) - D(h)}{3}`,
      String.raw`\text{error} = \frac{|a - n|}{\max(|a|, |n|)}`,
    ],
    sentences: [
      'Is the gradient right? Each weight is moved a little, and what that does to the loss is held against what back-propagation says it does.',
      'a is an entry of the gradient by back-propagation, n the same by centred differences of E with the term in h² taken out; several h are tried and the steadiest is taken. All in float64, for some entries of every matrix: the largest and an even spread.',
      'Up to 10⁻⁷ the two agree to rounding: good. Above 10⁻⁴ the gradient is wrong. In between it is doubtful. Differences that rounding of E alone explains do not count.',
      'The check is made at the weights that are shown when training rests, over the first steps of the stretch.',
    ],
  },
  faults: {
    title: 'Faults put in on purpose',
    formulas: [
      String.raw`\text{drop } \sigma'\text{:}\quad \delta = \frac{\partial E}{\partial y} \quad \text{instead of } \frac{\partial E}{\partial z}`,
      String.raw`\text{forget } \tanh'\text{:}\quad \frac{\partial E}{\partial u_t} = \frac{\partial E}{\partial h_t} \quad \text{instead of } (1 - h_t \odot h_t) \odot \frac{\partial E}{\partial h_t}`,
      String.raw`\text{wrong transpose:}\quad dh_{\text{next}} = W_{hh} \frac{\partial E}{\partial u_t} \quad \text{instead of } W_{hh}^{\top} \frac{\partial E}{\partial u_t}`,
      String.raw`\text{off-by-one target:}\quad \text{target}_t = x_t \quad \text{instead of } x_{t+1}`,
    ],
    sentences: [
      'Known mistakes of hand-written back-propagation. Choose one and see which matrices of which layer betray it, and which do not.',
      'The fault is in the gradient of this check alone. No training and no other figure ever has it.',
    ],
  },
  'over-training': {
    title: 'Over training',
    formulas: [
      String.raw`\lVert g_k \rVert, \qquad g_k = \frac{\partial E}{\partial W} \text{ at step } k`,
      String.raw`\cos(g_k, g_{k-1}) = \frac{g_k \cdot g_{k-1}}{\lVert g_k \rVert\, \lVert g_{k-1} \rVert}`,
    ],
    sentences: [
      'What each network’s own gradient did while it trained, of every tenth step: the norm of each matrix before clipping, the update that was made against the weights, the share of saturated outputs and hidden units, and the cosine with the gradient of the step before.',
      'Each network is at its own weights here, unlike in the other cards. Recording changes no result.',
      'A cosine near 0 is ordinary for small batches; one that stays below 0 often comes of steps so long that they overshoot.',
    ],
  },
  'own-loss': {
    title: 'Own losses',
    formulas: [String.raw`\bar{E} = \frac{1}{N} \sum_{n} E_n`],
    sentences: [
      'What each output layer itself minimises, a character: thin on the batches it trains on, as the median of each stretch of steps with a band from 10 to 90 %, thick on held-out text, as the mean over the seeds.',
      'Every layer has an axis of its own, since the losses are different quantities: which line is lower says nothing. Compare by a yardstick under Convergence.',
      'Within one layer the two lines do compare: training batches that go on falling while held-out text rises mean overfitting.',
    ],
  },
  convergence: {
    title: 'Convergence',
    formulas: [
      String.raw`\text{bits per character} = -\frac{1}{N} \sum_{n} \log_2 p(\text{target}_n), \qquad \text{Brier} = \frac{1}{N} \sum_n \sum_i (p_i - t_i)^2`,
      String.raw`s_k = s_{k-1} + \alpha\,(v_k - s_{k-1}), \qquad \alpha = \frac{2}{\text{span} + 1}`,
      String.raw`\bar{x} \pm t_{0.975,\,n-1}\, \frac{s}{\sqrt{n}}`,
    ],
    sentences: [
      'The curves show how well each output layer guesses the next character of text that it never learns from. With bits per character lower is better: the line that falls fastest learns fastest, and where the bands lie apart at the end, more than the luck of the seeds is behind it.',
      'Own losses of different output layers have different scales; a yardstick on held-out text means the same for every output layer. By construction bits favour cross-entropy and Brier favours quadratic losses.',
      'Outputs are read as probabilities q as the loss of the layer means them (softmax of z; shares of σ(z); shares of y cut off at 0; shares of e^y), then p = (1 − ε) q + ε/V with ε = 0.0001 for every output layer. How each is read stands at its output layer, and in the report with the share of positions in which something was cut off. A margin loss has no such reading: neither bits nor Brier score, only accuracy.',
      `The line is the mean over paired seeds. The band is a 95 % interval of that mean: Student’s t, which takes the values to be normal, or, from ${fewestForBca} seeds on, the bias-corrected and accelerated bootstrap (BCa), which does not, but is too narrow for few. Overlapping bands do not decide between output layers: the paired differences do.`,
      `How often an interval held the true mean in simulated experiments, of normal values and of log-normal ones: t ${coverageWords('t')}; BCa ${coverageWords('bca')}. An interval below ${100 * leastCoverage} % is not offered, but t always is.`,
      'Smoothing is done to each seed over its whole series, before points are left out for the screen; the measured mean stays faintly visible. Of very many points those are drawn that hold the lowest and highest value of every stretch, so no spike is lost. Exported values are the measured ones.',
      'Held-out text is read from the hidden state that the first sequence of training carries, warmed up on the 100 characters before it, which are not scored; so are samples, duels and probes. A trained network may never visit h = 0, and may stay for thousands of characters in another resting state that it reaches from there: at the end of a run the text is read from h = 0 too, and a difference above 0.1 bits is told.',
      'Training batches, in the View menu, are scored by the same yardstick every tenth step, before its update. A gap above 0.5 bits to the end of the held-out curve is told: overfitting, a drift of the text, or a reading that differs.',
      'A cross marks the last evaluation of a seed that diverged; n falls after it. Dotted lines are what guessing evenly and simple models that were counted on the training part pay on the very characters that the curves are scored on.',
      'Click the chart, then the wheel or + and − zoom, dragging or the arrow keys move; over an axis the wheel changes that axis alone; 0 shows all.',
    ],
  },
  'paired-differences': {
    title: 'Paired differences',
    formulas: [
      String.raw`d_s = m_a(s) - m_b(s), \qquad \bar{d} \pm t_{0.975,\,n-1}\, \frac{s_d}{\sqrt{n}}`,
      String.raw`p = \frac{1}{2^n}\, \#\Big\{ \varepsilon \in \{-1, 1\}^n : \Big| \sum_s \varepsilon_s d_s \Big| \ge \Big| \sum_s d_s \Big| \Big\}`,
      String.raw`P(a\ \text{better than}\ b) = \frac{1}{n^2} \sum_{s, s'} \Big( [\, m_a(s) \prec m_b(s') \,] + \tfrac{1}{2} [\, m_a(s) = m_b(s') \,] \Big)`,
    ],
    sentences: [
      'Runs of one seed share initial weights, data order and sampling numbers, so what differs between two output layers is told seed by seed: what a seed does to both alike falls out of the difference, what it does to one alone stays. How much that is, the correlation of the two over the seeds says.',
      'An output layer is called better with at least 6 paired seeds, a p of the paired t test below 0.05 after Holm’s correction for all pairs of the experiment, a p of the sign-flip test below 0.05, a difference above the smallest that matters, and no more diverged seeds than the other. Two output layers are practically equal when none of their seeds diverged and the 95 % t interval lies inside ± the smallest difference that matters (0.01 bits, 0.2 points of accuracy, 0.002 of the Brier score, unless the experiment declares another).',
      'All else is not decided, which is not equal: the table’s sentence says how many seeds would decide it with 80 % power. Below 6 seeds the sign-flip test, which leaves the sign of each difference to chance, cannot reach 0.05 however large the difference, and no verdict is given.',
      ruleWords(),
      'Where seeds are added until decided, an e-process takes the place of both tests, and may be looked at after every seed (see More seeds); it never calls two output layers practically equal.',
      `The probability of improvement has no unit: how often a run of the one output layer beats a run of the other. Its interval resamples the seeds and is given from ${fewestForImprovement} seeds on; it held the true probability in ${coverageWords('improvement')} of simulated experiments where that was ½ and where it was 0.76.`,
    ],
  },
  'text-parts': {
    title: 'The parts of a text, and what simple models reach',
    formulas: [
      String.raw`p_1(c) = \frac{n(c) + 1}{N + V}, \qquad p(c \mid b) = \frac{n(b\,c) + T(b)\, p_1(c)}{n(b) + T(b)}`,
      String.raw`D = \Big( -\frac{1}{M} \sum_{m} \log_2 p_1(c_m) - H_{\text{held-out}} \Big) - \text{the same of shuffled texts}`,
    ],
    sentences: [
      'Runs learn on the training part; learning-rate sweeps and rules that end a run early read the tuning part; every reported score is taken on the held-out part, which nothing was chosen on as long as there is a tuning part. In blocks both parts lie spread over the text, in pieces of 1 000 characters or a fortieth of the text; a file of its own is a held-out text that is all of another origin.',
      'The lines in the charts are models of the training part: n counts characters and pairs there, T(b) is how many different characters follow b, V counts the characters of the whole text. They know no more than a run does. The in-sample entropies of the text predict each pair from itself: of a text with few of each they seem to promise what no model can reach.',
      'Drift D is how many bits a held-out character costs for being predicted by the frequencies of the training part and not by its own, beyond what 20 shuffles of the text give by chance. Above 0.1 bits it is told: then held-out scores measure the difference between the parts as well, and blocks are the fairer choice.',
    ],
  },
  'time-to-target': {
    title: 'Time to a target',
    formulas: [
      String.raw`\tau(\theta) = \min \{ s : m(s) \text{ is } \theta \text{ or better} \}, \qquad \bar\tau = \frac{1}{n}\sum_{k=1}^{n} \tau_k`,
    ],
    sentences: [
      'How long each output layer takes to become as good as the target line, which you drag.',
      'The time of a seed is its first evaluation at which the yardstick m is at the target θ or better: between two evaluations nothing is known, so nothing is interpolated, and a time is late by one interval at most.',
      'A mean is given only where every seed has come there: a mean of those that did would flatter the output layer.',
      'The band is the 95 % t interval of that mean; times are skewed, so with few seeds it is a rough guide.',
    ],
  },
  sweep: {
    title: 'Learning-rate sweep',
    formulas: [
      String.raw`\eta_k = \eta_{\min} \left( \frac{\eta_{\max}}{\eta_{\min}} \right)^{k / (n - 1)}, \qquad k = 0 \ldots n - 1`,
      String.raw`\eta^{*} = \arg\min_{\eta} \; \frac{1}{|S|} \sum_{s \in S} m_s(\eta)`,
    ],
    sentences: [
      'No single learning rate is fair to losses of different scales and shapes. Under plain SGD a layer with larger gradients takes larger steps; Adagrad, RMSprop and Adam take that away, and still each layer has a best rate of its own. So each layer is tried at every rate of one common grid, with the same budget, and compared at its own best rate.',
      'The best rate is the one with the best mean over the tuning seeds after the last step; a rate at which a seed diverged cannot be it. The sweep has seeds of its own and reads the tuning part of the text: nothing is chosen on what is reported. Where the text has no tuning part it reads the held-out one, and where tuning seeds are reported later all the same, the report says so.',
      'The basin is the unbroken stretch of rates whose mean is within 2 % of the best: how far the rate may be off. A basin of one rate is narrower than the grid: its neighbours are worse by more than that, and nothing between them was tried. When the best lies at an end of the grid, the grid is widened for all layers alike.',
      'The best rate of a short run is often too large for a long one: the steps of the sweep belong to the answer.',
    ],
  },
  'sampling-duel': {
    title: 'Sampling duel',
    formulas: [
      String.raw`p_i = (1 - \varepsilon)\, q_i + \frac{\varepsilon}{V}, \qquad \varepsilon = 10^{-4}`,
      String.raw`p_i^{(\tau)} = \frac{p_i^{1/\tau}}{\sum_j p_j^{1/\tau}}`,
      String.raw`\text{drawn character} = \min \Big\{ i : \sum_{j \le i} p_j^{(\tau)} > u \Big\}, \qquad u \in [0, 1)`,
      String.raw`\text{bits per character} = -\frac{1}{L} \sum_{n=1}^{L} \log_2 p^{(\tau)}(\text{character}_n)`,
    ],
    sentences: [
      'All networks read the same prompt and then draw character by character, each reading its own text on. At each position they share one random number u; each sends it through the inverse of its own distribution. Where two distributions agree, so do the characters: what differs is due to the weights and the output layer, not to luck.',
      'Outputs are read as probabilities q by the rule of the yardsticks and smoothed with the same ε for every output layer; the temperature τ comes after that. Below 1 it sharpens every distribution, at 0 the likeliest character is taken, and far above 1 all characters become equally likely and all networks draw the same.',
      'After the first difference the networks read different texts, so later differences are no longer of one step alone. To compare distributions step by step, let all networks read the same text: then each position shows what the network expects next, and the bits are what it pays for the text.',
      'The bits of a text that a network has drawn itself say how sure it was, not how good the text is. Held-out text is come to as the evaluation comes to it, from its second character on; in a split by blocks the blocks are read joined, which the evaluation does not.',
    ],
  },
  'next-character': {
    title: 'The next character',
    formulas: [
      String.raw`F(i) = \sum_{j \le i} p_j^{(\tau)}, \qquad F(i - 1) \le u < F(i)`,
      String.raw`H = -\sum_i p_i^{(\tau)} \log_2 p_i^{(\tau)}`,
    ],
    sentences: [
      'The bars are the likeliest next characters of each network at one position, all on one scale, with the probability of all others behind them.',
      'The strip beside them is the interval from 0 to 1, divided among the characters in the order of the vocabulary, which is the same for every output layer. The line is the random number u, and the marked piece, in which it falls, is the character that was drawn.',
      'The entropy H is how open the choice was: 0 bits where one character is certain, log₂ V where all are equally likely.',
    ],
  },
} as const satisfies Record<string, Explanation>;

export type ExplanationId = keyof typeof explanations;

/** An id that was written down where explanations are not known. @throws Error where there is none of it */
export function explanationId(id: string): ExplanationId {
  if (!(id in explanations)) throw new Error(`There is no explanation '${id}'.`);
  return id as ExplanationId;
}

/** An explanation in the language of the screen. */
export const explanationIn = (id: ExplanationId, words: Words): Explanation => ({
  ...explanations[id],
  ...words.explanations[id],
});
