import type { Written } from '../formulas/typeset/notation.ts';
import type { en } from '../words/en.ts';

export type StepId = keyof typeof en.derivation.steps;

/** The twelve steps in their order. */
export const stepIds = [
  'network',
  'oneHot',
  'forward',
  'losses',
  'dEdy',
  'dEdz',
  'dEdWhy',
  'dEdh',
  'dEdu',
  'dEdWxh',
  'dEdWhh',
  'update',
] as const satisfies readonly StepId[];

/** A formula in the lab's names, and in those of the article it is derived in where they differ. */
export interface StepFormula extends Written {
  readonly article: Written | null;
}

const formula = (
  tex: string,
  plain: string,
  article: readonly [tex: string, plain: string] | null = null,
): StepFormula => ({
  tex,
  plain,
  article: article && { tex: article[0], plain: article[1] },
});

export const dE = (by: string) => `\\frac{\\partial E}{\\partial ${by}}`;

/**
 * The general formulas of each step, as many as it has spoken sentences. The article writes u′ for the input of the
 * output layer (here z), ∗ for products, t + 1 above for the next step, and hraw for ∂E/∂u.
 */
export const stepFormulas: Readonly<Record<StepId, readonly StepFormula[]>> = {
  network: [
    formula('u_t = W_{xh}\\, x_t + W_{hh}\\, h_{t-1} + b_h', 'u_t = Wxh x_t + Whh h_{t−1} + bh', [
      'u^{t} = Whh \\ast h^{t-1} + Wxh \\ast x^{t}',
      'u^t = Whh∗h^{t−1} + Wxh∗x^t',
    ]),
    formula('h_t = \\tanh(u_t)', 'h_t = tanh(u_t)', ['h = tanh(u)', 'h = tanh(u)']),
    formula('z_t = W_{hy}\\, h_t + b_y', 'z_t = Why h_t + by', [
      "u' = \\sum_{j=1}^{H} Why(i, j) \\ast h_j",
      'u′ᵢ = Σⱼ Why(i, j)∗hⱼ',
    ]),
    formula('y_t = f(z_t)', 'y_t = f(z_t)', ["y = u'", 'y = u′']),
  ],
  oneHot: [
    formula(
      'x_t \\in \\{0, 1\\}^{V}, \\quad \\textstyle\\sum_k x_{t,k} = 1',
      'x_t ∈ {0, 1}^V, Σₖ x_{t,k} = 1',
      ['dim = V', 'one hot vector, dim = V'],
    ),
    formula(
      'W_{xh}: H \\times V \\qquad W_{hh}: H \\times H \\qquad W_{hy}: V \\times H',
      'Wxh: H × V, Whh: H × H, Why: V × H',
      ['Wxh: H \\ast V \\quad Whh: H \\ast H \\quad Why: V \\ast H', 'Wxh: H∗V, Whh: H∗H, Why: V∗H'],
    ),
  ],
  forward: [
    formula(
      '(u_t)_a = \\term{Wxh}{(W_{xh})_{a,x}} + \\sum_j \\term{Whh}{(W_{hh})_{a,j}}\\, \\term{hprev}{(h_{t-1})_j} + (b_h)_a',
      '(u_t)ₐ = Wxh(a, x) + Σⱼ Whh(a, j) (h_{t−1})ⱼ + bhₐ',
      [
        'u_i = \\sum_j Whh(i, j) \\ast h_j^{t-1} + \\sum_j Wxh(i, j) \\ast x_j',
        'uᵢ = Σⱼ Whh(i, j)∗hⱼ^{t−1} + Σⱼ Wxh(i, j)∗xⱼ',
      ],
    ),
    formula(
      'z_i = \\sum_j \\term{Why}{(W_{hy})_{i,j}}\\, \\term{h}{(h_t)_j} + (b_y)_i',
      'zᵢ = Σⱼ Why(i, j) (h_t)ⱼ + byᵢ',
      ["u'_i = \\sum_{j=1}^{H} Why(i, j) \\ast h_j", 'u′ᵢ = Σⱼ Why(i, j)∗hⱼ'],
    ),
    formula('\\term{y}{y_i} = f(\\term{z}{z_i})', 'yᵢ = f(zᵢ)', [
      "y = sigmoid(z), \\; z = u'",
      'y = sigmoid(z), z = u′',
    ]),
  ],
  losses: [
    formula('E = \\tfrac{1}{2} (t - y)^2', 'E = ½ (t − y)²'),
    formula('E = -\\left[ t \\ln y + (1 - t) \\ln(1 - y) \\right]', 'E = −[t ln y + (1 − t) ln(1 − y)]', [
      'E(t, y) = -\\left[ t\\,ln(y) + (1 - t)\\,ln(1 - y) \\right]',
      'E(t, y) = −[t ln(y) + (1 − t) ln(1 − y)]',
    ]),
  ],
  dEdy: [
    formula(`${dE('y')} = y - t`, '∂E/∂y = y − t'),
    formula(`${dE('y')} = \\frac{y - t}{y\\,(1 - y)}`, '∂E/∂y = (y − t)/(y (1 − y))', [
      "\\frac{\\partial E}{\\partial u'} = \\frac{\\partial E}{\\partial y} = \\frac{y - t}{y(1 - y)}",
      '∂E/∂u′ = ∂E/∂y = (y − t)/(y(1 − y))',
    ]),
  ],
  dEdz: [
    formula(
      `\\term{delta}{${dE('z_i')}} = \\term{gradient}{${dE('y_i')}} \\cdot \\term{slope}{\\frac{\\partial y_i}{\\partial z_i}}`,
      '∂E/∂zᵢ = ∂E/∂yᵢ · ∂yᵢ/∂zᵢ',
      [
        "\\delta^{L} = \\frac{\\partial E}{\\partial u'} = \\frac{\\partial E}{\\partial y} \\cdot \\sigma'(z)",
        'δ^L = ∂E/∂u′ = ∂E/∂y · σ′(z)',
      ],
    ),
    formula("\\term{slope}{\\sigma'(z_i) = y_i\\,(1 - y_i)}", 'σ′(zᵢ) = yᵢ (1 − yᵢ)', [
      '\\frac{\\partial \\sigma(x)}{\\partial x} = \\sigma(x)(1 - \\sigma(x))',
      '∂σ(x)/∂x = σ(x)(1 − σ(x))',
    ]),
    formula(
      '\\term{slope}{\\frac{\\partial y_j}{\\partial z_i} = y_j\\,([i = j] - y_i)}',
      '∂yⱼ/∂zᵢ = yⱼ ([i = j] − yᵢ)',
    ),
  ],
  dEdWhy: [
    formula(
      `\\term{gWhy}{${dE('W_{hy}')}} = \\sum_t \\term{delta}{\\delta_t}\\, \\term{h}{h_t^{T}}`,
      '∂E/∂Why = Σ_t δ_t h_tᵀ',
      [
        '\\frac{\\partial E}{\\partial Why} = \\frac{\\partial E}{\\partial y} \\ast H^{T}',
        '∂E/∂Why = ∂E/∂y∗Hᵀ',
      ],
    ),
  ],
  dEdh: [
    formula(
      `\\term{dh}{${dE('h_t')}} = \\term{above}{W_{hy}^{T}\\, \\delta_t} + \\term{dhnext}{\\mathit{dhnext}}`,
      '∂E/∂h_t = Whyᵀ δ_t + dhnext',
      [
        '\\frac{\\partial E}{\\partial h} = Why^{T} \\frac{\\partial E}{\\partial y} + dhnext',
        '∂E/∂h = Whyᵀ ∂E/∂y + dhnext',
      ],
    ),
    formula(
      `\\term{dhnext}{\\mathit{dhnext}} = \\term{Whh}{W_{hh}^{T}}\\, ${dE('u_{t+1}')}`,
      'dhnext = Whhᵀ ∂E/∂u_{t+1}',
      ['dhnext = Whh^{T} \\frac{\\partial E}{\\partial u}', 'dhnext = Whhᵀ ∂E/∂u'],
    ),
  ],
  dEdu: [
    formula(
      `\\term{du}{${dE('u_t')}} = \\term{tanh}{(1 - h_t \\odot h_t)} \\odot \\term{dh}{${dE('h_t')}}`,
      '∂E/∂u_t = (1 − h_t ⊙ h_t) ⊙ ∂E/∂h_t',
      [
        'hraw = \\frac{\\partial E}{\\partial u} = (1 - (tanh(u))^2) \\odot \\frac{\\partial E}{\\partial h}',
        'hraw = ∂E/∂u = (1 − (tanh(u))²) ⊙ ∂E/∂h',
      ],
    ),
  ],
  dEdWxh: [
    formula(
      `\\term{gWxh}{${dE('W_{xh}')}} = \\sum_t \\term{du}{${dE('u_t')}}\\, \\term{x}{x_t^{T}}`,
      '∂E/∂Wxh = Σ_t ∂E/∂u_t x_tᵀ',
      ['\\frac{\\partial E}{\\partial Wxh} = \\frac{\\partial E}{\\partial u} x^{T}', '∂E/∂Wxh = ∂E/∂u xᵀ'],
    ),
  ],
  dEdWhh: [
    formula(
      `\\term{gWhh}{${dE('W_{hh}')}} = \\sum_t \\term{du}{${dE('u_t')}}\\, \\term{hprev}{h_{t-1}^{T}}`,
      '∂E/∂Whh = Σ_t ∂E/∂u_t h_{t−1}ᵀ',
      [
        '\\frac{\\partial E}{\\partial Whh} = \\frac{\\partial E}{\\partial u} \\ast (h^{t-1})^{T}',
        '∂E/∂Whh = ∂E/∂u∗(h^{t−1})ᵀ',
      ],
    ),
  ],
  update: [
    formula(
      '\\begin{aligned}\\mathit{dhnext} &= 0 \\\\ t &= T, \\ldots, 1: \\\\ ' +
        `${dE('h_t')} &= W_{hy}^{T}\\, \\delta_t + \\mathit{dhnext} \\\\ ` +
        `${dE('u_t')} &= (1 - h_t \\odot h_t) \\odot ${dE('h_t')} \\\\ ` +
        `${dE('W_{hy}')} &\\mathrel{+}= \\delta_t\\, h_t^{T} \\\\ ` +
        `${dE('W_{xh}')} &\\mathrel{+}= ${dE('u_t')}\\, x_t^{T} \\quad ${dE('W_{hh}')} \\mathrel{+}= ${dE('u_t')}\\, h_{t-1}^{T} \\\\ ` +
        `\\mathit{dhnext} &= W_{hh}^{T}\\, ${dE('u_t')}\\end{aligned}`,
      'dhnext = 0; t = T, …, 1: ∂E/∂h_t = Whyᵀ δ_t + dhnext; ∂E/∂u_t = (1 − h_t ⊙ h_t) ⊙ ∂E/∂h_t; ∂E/∂Why += δ_t h_tᵀ; ∂E/∂Wxh += ∂E/∂u_t x_tᵀ; ∂E/∂Whh += ∂E/∂u_t h_{t−1}ᵀ; dhnext = Whhᵀ ∂E/∂u_t',
      ['dhnext = 0', 'dhnext = 0 to begin with'],
    ),
    formula(`W \\leftarrow W - \\eta\\, ${dE('W')}`, 'W ← W − η ∂E/∂W'),
  ],
};
