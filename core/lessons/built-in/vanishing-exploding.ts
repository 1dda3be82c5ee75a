import { lesson, sketch } from './skeleton.ts';

const lags = Array.from({ length: 11 }, (_, k) => k);

/** Vanishing and exploding gradients: what comes back through time. */
export const vanishingExploding = lesson({
  id: 'vanishing-exploding',
  title: { en: 'Vanishing, exploding', 'zh-Hans': '梯度消失与爆炸' },
  minutes: 15,
  preset: 'vanishing-gradient',
  plan: {
    en: 'Goal: the way back through time multiplies, and no loss changes that. 4 min: the choice. 4 min: the sketch. 4 min: step 9 of the derivation; look for a unit near ±1. 3 min: the experiment, flow by lag, both losses; then the preset “Exploding gradient”.',
    'zh-Hans':
      '目标：沿时间往回走就是连乘，任何损失函数都改变不了。4 分钟：选择题。4 分钟：画图。4 分钟：推导第 9 步，找一个接近 ±1 的单元。3 分钟：运行实验，看两种损失函数的梯度随时间差的变化；再试“梯度爆炸”预设。',
  },
  pages: [
    {
      title: { en: 'A chain of factors', 'zh-Hans': '一串因子' },
      text: {
        en: 'On its way from `t + 1` to `t` the error is multiplied by `Whhᵀ` and by `1 − h²`.',
        'zh-Hans': '误差从 `t + 1` 回到 `t` 时，要乘以 `Whhᵀ` 和 `1 − h²`。',
      },
      show: { tab: 'derivation', step: 8 },
      question: {
        kind: 'choose',
        ask: { en: 'Which part of that depends on the loss?', 'zh-Hans': '其中哪一部分取决于损失函数？' },
        choices: [
          { en: 'Both', 'zh-Hans': '两者都是' },
          { en: '1 − h²', 'zh-Hans': '1 − h²' },
          { en: 'None', 'zh-Hans': '都不是' },
        ],
        answer: 2,
        why: {
          en: 'The loss decides `δ`. After `δ` the chain is the same for every loss.',
          'zh-Hans': '损失函数只决定 `δ`。`δ` 之后，链条对所有损失函数都一样。',
        },
      },
    },
    {
      title: { en: 'Half at every step', 'zh-Hans': '每步减半' },
      text: {
        en: 'Let each step back multiply the gradient by 0.5. Sketch what is left of it after `k` steps.',
        'zh-Hans': '设每往回一步，梯度乘以 0.5。画出 `k` 步之后还剩多少。',
      },
      question: sketch({
        x: { label: { en: 'steps back k', 'zh-Hans': '往回的步数 k' }, low: 0, high: 10 },
        y: { label: { en: 'share that is left', 'zh-Hans': '剩下的比例' }, low: 0, high: 1 },
        curve: { kind: 'points', points: lags.map((k): [number, number] => [k, 0.5 ** k]) },
        why: {
          en: 'Not a straight line: after 5 steps 3 % is left, after 10 steps 0.1 %. What was read ten characters ago teaches nothing.',
          'zh-Hans': '不是直线：5 步后剩 3 %，10 步后剩 0.1 %。十个字符之前读到的，什么也教不了。',
        },
      }),
    },
    {
      title: { en: 'And twice at every step', 'zh-Hans': '每步加倍呢' },
      text: {
        en: 'With a factor of 2 instead, the gradient explodes. Clipping keeps its direction and cuts its length.',
        'zh-Hans': '因子换成 2，梯度就爆炸。截断保留方向，缩短长度。',
      },
      show: { tab: 'gradients', card: 'gradient-flow' },
      question: {
        kind: 'number',
        ask: { en: 'By what factor has it grown after 10 steps?', 'zh-Hans': '10 步之后变为多少倍？' },
        answer: 1024,
        tolerance: 1,
        why: { en: '`2¹⁰ = 1024`.', 'zh-Hans': '`2¹⁰ = 1024`。' },
      },
    },
    {
      title: { en: 'Saturated units', 'zh-Hans': '饱和的单元' },
      text: {
        en: 'In step 9 a unit with `h` near ±1 lets nothing through: its row stays blank. Set up the experiment of this lesson and look at the flow of gradients.',
        'zh-Hans':
          '在第 9 步里，`h` 接近 ±1 的单元什么也不让通过：那一行是空白。设置本课的实验，看看梯度怎样往回流。',
      },
      show: { tab: 'derivation', step: 9 },
    },
  ],
});
