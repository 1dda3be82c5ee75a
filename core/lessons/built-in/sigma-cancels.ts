import { lesson, sketch } from './skeleton.ts';

const axes = {
  x: { label: { en: 'logit z of the right character', 'zh-Hans': '正确字符的 z' }, low: -8, high: 8 },
  y: { label: 'δ = ∂E/∂z', low: -1.2, high: 0.2 },
};
const stepSix = { tab: 'derivation', step: 6, arm: 'sigmoid-quadratic' } as const;

/** σ′ cancels: why cross-entropy goes with a sigmoid. */
export const sigmaCancels = lesson({
  id: 'sigma-cancels',
  title: { en: 'σ′ cancels', 'zh-Hans': 'σ′ 消去' },
  minutes: 12,
  preset: 'sigma-cancels',
  plan: {
    en: 'Goal: the class sees that the slope of the sigmoid stays in δ with quadratic error and cancels with cross-entropy. Before: the chain rule. 2 min: first page, no explanation. 5 min: both sketches, each alone, then compare with a neighbour; let somebody with a large difference explain what they expected. 3 min: step 6 of the derivation on the projector, drag z from 8 to −8 and watch both cards. 2 min: the number, and what it means for training. Common mistake: to think that a larger error always pulls harder.',
    'zh-Hans':
      '目标：让学生看到，用平方误差时 sigmoid 的斜率留在 δ 里，用交叉熵时消去。预备知识：链式法则。2 分钟：第一页，不作讲解。5 分钟：两次画图，先独立完成，再与同桌比较；请差别大的同学说说自己的预期。3 分钟：投影推导第 6 步，把 z 从 8 拖到 −8，观察两张卡片。2 分钟：填数，并讨论它对训练的意义。常见误解：以为误差越大，拉力一定越大。',
  },
  pages: [
    {
      title: { en: 'An output that is sure and wrong', 'zh-Hans': '十分确信、却错了的输出' },
      text: {
        en: 'The target is 1, but the logit of the right character is `z = −6`: the sigmoid says `y = 0.0025`. The network is sure, and it is wrong.',
        'zh-Hans': '目标是 1，但正确字符的 `z = −6`：sigmoid 给出 `y = 0.0025`。网络十分确信，却错了。',
      },
      question: {
        kind: 'choose',
        ask: {
          en: 'Which loss pulls this output up harder?',
          'zh-Hans': '哪种损失函数把这个输出拉得更用力？',
        },
        choices: [
          { en: 'Quadratic error', 'zh-Hans': '平方误差' },
          { en: 'Cross-entropy', 'zh-Hans': '交叉熵' },
          { en: 'Both alike', 'zh-Hans': '两者一样' },
        ],
        answer: 1,
        why: {
          en: 'With cross-entropy `δ = y − t = −0.9975`. With quadratic error it is multiplied by the slope `y (1 − y) = 0.0025`: about 400 times less.',
          'zh-Hans':
            '交叉熵的 `δ = y − t = −0.9975`。平方误差还要乘以斜率 `y (1 − y) = 0.0025`：约小 400 倍。',
        },
      },
    },
    {
      title: { en: 'How hard does quadratic error pull at z?', 'zh-Hans': '平方误差在 z 处拉得多用力？' },
      text: {
        en: 'The target is 1. Sketch `δ = ∂E/∂z` for sigmoid + quadratic error, from very wrong (`z = −8`) to very right (`z = 8`).',
        'zh-Hans':
          '目标是 1。画出 sigmoid + 平方误差的 `δ = ∂E/∂z`，从错得很远（`z = −8`）到完全正确（`z = 8`）。',
      },
      show: stepSix,
      question: sketch({
        ...axes,
        curve: { kind: 'delta', layer: 'sigmoid-quadratic', t: 1, outputs: 1 },
        why: {
          en: 'Where the network is very wrong the pull is almost 0: `σ′` stays in the product and stops it. It is never stronger than 4/27, about 0.148.',
          'zh-Hans':
            '错得最远的地方，拉力几乎为 0：`σ′` 留在乘积里，把它挡住了。拉力最大也不超过 4/27，约 0.148。',
        },
      }),
    },
    {
      title: { en: 'The same for cross-entropy', 'zh-Hans': '交叉熵又如何？' },
      text: {
        en: 'Now sketch `δ` for sigmoid + cross-entropy. What becomes of the slope?',
        'zh-Hans': '现在画 sigmoid + 交叉熵的 `δ`。斜率去哪儿了？',
      },
      show: stepSix,
      question: sketch({
        ...axes,
        curve: { kind: 'delta', layer: 'sigmoid-cross-entropy', t: 1, outputs: 1 },
        why: {
          en: 'The slope has cancelled: `δ = y − t` alone is left, and the more wrong the output, the harder the pull, up to 1.',
          'zh-Hans': '斜率消去了：只剩 `δ = y − t`。输出错得越远，拉力越大，直到 1。',
        },
      }),
    },
    {
      title: { en: 'Where it cancels', 'zh-Hans': '在哪里消去' },
      text: {
        en: 'Open step 6 of the derivation and drag `z`. In one card `y (1 − y)` is struck out above and below the line; in the other it stays.',
        'zh-Hans': '打开推导第 6 步，拖动 `z`。一张卡片里 `y (1 − y)` 上下划去，另一张里保留。',
      },
      show: stepSix,
      question: {
        kind: 'number',
        ask: {
          en: 'At which y is the slope y (1 − y) largest?',
          'zh-Hans': 'y 等于多少时，斜率 y (1 − y) 最大？',
        },
        answer: 0.5,
        tolerance: 0.01,
        why: {
          en: 'At `y = 0.5`, where it is 0.25. Even there quadratic error lets only a quarter of the error through.',
          'zh-Hans': '`y = 0.5` 时最大，为 0.25。即使在那里，平方误差也只让四分之一的误差通过。',
        },
      },
    },
    {
      title: { en: 'See it learn', 'zh-Hans': '看它怎样学' },
      text: {
        en: 'Set up the experiment of this lesson and run it: most sigmoid outputs are saturated at the start, many of them on the wrong side. Watch which output layer gets away.',
        'zh-Hans':
          '设置本课的实验并运行：一开始大多数 sigmoid 输出已经饱和，许多还在错误的一侧。看看哪一组能走出来。',
      },
      show: { tab: 'convergence', card: 'convergence' },
    },
  ],
});
