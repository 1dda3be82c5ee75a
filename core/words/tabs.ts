/** The tabs of the window, and the menu of ready experiments. */
export const tabsEn = {
  convergence: { label: 'Convergence', hint: 'Which output layer learns this text best, step by step' },
  gradients: { label: 'Gradients', hint: 'Why: what each output layer sends back into the network' },
  sweep: { label: 'Learning rates', hint: 'Every output layer at every learning rate of one grid' },
  duel: { label: 'Sampling duel', hint: 'What each network writes after it has learned' },
  derivation: {
    label: 'Derivation',
    hint: 'The mathematics, step by step, with the numbers of this model in it',
  },
  report: { label: 'Report', hint: 'What is exported, as it will be' },
};

export const tabsZhHans = {
  convergence: { label: '收敛', hint: '哪个输出层把这段文本学得最好，逐步比较' },
  gradients: { label: '梯度', hint: '原因：每个输出层传回网络的是什么' },
  sweep: { label: '学习率', hint: '每个输出层在同一组学习率上的结果' },
  duel: { label: '采样对比', hint: '每个网络学完之后写出什么' },
  derivation: { label: '推导', hint: '代入本模型数值的逐步推导' },
  report: { label: '报告', hint: '将要导出的内容，所见即所得' },
} satisfies typeof tabsEn;
