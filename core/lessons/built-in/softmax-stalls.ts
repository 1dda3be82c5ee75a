import { lesson, sketch } from './skeleton.ts';

/** Why softmax + quadratic does not start. */
export const softmaxStalls = lesson({
  id: 'softmax-stalls',
  title: { en: 'Softmax that stalls', 'zh-Hans': 'softmax 为何学不动' },
  minutes: 10,
  preset: 'stuck-at-uniform',
  plan: {
    en: 'Goal: with V outputs, softmax + quadratic error starts V times slower. Before: lesson A. 3 min: the choice, by show of hands. 4 min: the number, alone; write 1/V on the board. 3 min: run the experiment, then change the optimiser to Adagrad and ask why that helps: it divides by the size of past gradients.',
    'zh-Hans':
      '目标：有 V 个输出时，softmax + 平方误差起步慢 V 倍。预备知识：课程 A。3 分钟：选择题，举手表决。4 分钟：独立填数，把 1/V 写在黑板上。3 分钟：运行实验，再把优化器换成 Adagrad，问为什么有用：它除以过去梯度的大小。',
  },
  pages: [
    {
      title: { en: 'All outputs alike', 'zh-Hans': '所有输出都一样' },
      text: {
        en: 'At the start all `V` outputs of a softmax are about `1/V`. With cross-entropy `δ = y − t`, so the target is pulled with almost 1.',
        'zh-Hans':
          '开始时，softmax 的 `V` 个输出都约为 `1/V`。用交叉熵时 `δ = y − t`，目标受到的拉力几乎为 1。',
      },
      question: {
        kind: 'choose',
        ask: { en: 'And with quadratic error?', 'zh-Hans': '用平方误差呢？' },
        choices: [
          { en: 'About the same', 'zh-Hans': '差不多' },
          { en: 'About V times less', 'zh-Hans': '约小 V 倍' },
          { en: 'About V times more', 'zh-Hans': '约大 V 倍' },
        ],
        answer: 1,
        why: {
          en: 'Each term is multiplied by `y_j`, which is `1/V`: `δ = y (y − t − Σ y (y − t))` is `1/V` of what cross-entropy sends.',
          'zh-Hans': '每一项都要乘以 `y_j`，而它等于 `1/V`：`δ` 只有交叉熵的 `1/V`。',
        },
      },
    },
    {
      title: { en: 'With 64 characters', 'zh-Hans': '64 个字符时' },
      text: {
        en: 'Let `V = 64` and all logits 0. The target has `y = 1/64`, so the factor in front of the error is `1/64`.',
        'zh-Hans': '设 `V = 64`，所有 z 都为 0。目标的 `y = 1/64`，误差前面的因子就是 `1/64`。',
      },
      show: { tab: 'derivation', step: 6 },
      question: {
        kind: 'number',
        ask: {
          en: 'What is δ of the target with softmax + quadratic, to three decimals?',
          'zh-Hans': 'softmax + 平方误差时，目标的 δ 是多少（保留三位小数）？',
        },
        answer: -0.01538,
        tolerance: 0.0005,
        why: {
          en: '`(1/64 − 1)/64 = −0.0154`. Cross-entropy sends `1/64 − 1 = −0.9844`, 64 times as much.',
          'zh-Hans': '`(1/64 − 1)/64 = −0.0154`。交叉熵是 `1/64 − 1 = −0.9844`，大 64 倍。',
        },
      },
    },
    {
      title: { en: 'When does it wake up?', 'zh-Hans': '什么时候才醒过来？' },
      text: {
        en: 'All other 63 logits are 0. Sketch `δ` of the target for softmax + quadratic as its own logit grows.',
        'zh-Hans': '其余 63 个 z 都为 0。画出目标自己的 z 增大时 softmax + 平方误差的 `δ`。',
      },
      question: sketch({
        x: { label: { en: 'logit z of the target', 'zh-Hans': '目标的 z' }, low: -4, high: 10 },
        y: { label: 'δ = ∂E/∂z', low: -0.25, high: 0.1 },
        curve: { kind: 'delta', layer: 'softmax-quadratic', t: 1, outputs: 64 },
        why: {
          en: 'It pulls hardest only once the target has a third of the probability, at `z = ln 31.5`, about 3.5. Where the network begins, at 0, it sleeps.',
          'zh-Hans':
            '直到目标分到三分之一的概率，即 `z = ln 31.5`（约 3.5）时，拉力才最大。而网络从 0 开始，那里它在沉睡。',
        },
      }),
    },
    {
      title: { en: 'See it stall', 'zh-Hans': '看它停滞' },
      text: {
        en: 'Set up the experiment of this lesson and run it: the quadratic output layer hardly leaves `log₂ V = 6` bits.',
        'zh-Hans': '设置本课的实验并运行：平方误差那一组几乎离不开 `log₂ V = 6` 比特。',
      },
      show: { tab: 'convergence', card: 'convergence' },
    },
  ],
});
