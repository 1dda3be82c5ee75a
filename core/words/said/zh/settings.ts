import type { Catalogue } from '../say.ts';

/** 设置面板。 */
export const settings = {
  'η = {0} stays as it was set; {1} is usual with {2}. It means another size of step there.':
    'η = {0} 保持原来的设定；{2} 通常用 {1}。同样的值在那里意味着不同的步长。',
  '{0}SHA-256 {1}…': '{0}SHA-256 {1}…',
  'Drop the text anywhere': '把文本拖到任意位置',
  'Run looks for the best learning rate η of each output layer first': '运行时先为每个输出层寻找最佳学习率 η',
  'η: found by the search': 'η：由搜索找到',
  'How far the weights move in a step': '每一步权重移动多远',
  'Learning rate of {0}': '{0} 的学习率',
  'Learning rate η: how far the weights move in a step, above 0, no unit':
    '学习率 η：每一步权重移动多远，大于 0，无单位',
  'Remove {0}': '移除 {0}',
  'Takes it out of the comparison; undo brings it back': '从比较中移除；可以撤销',
  'Change the formula of {0}': '修改 {0} 的公式',
  'Change the formula, its name or its parameters': '修改公式、名称或参数',
  '✎ change': '✎ 修改',
  'Clamp of {0}': '{0} 的钳制',
  'Clamp ε, below 0.5, no unit: beyond ε and 1 − ε the loss goes on along its tangent':
    '钳制 ε，小于 0.5，无单位：超出 ε 与 1 − ε 时损失沿切线延伸',
  'One more output layer to compare: built in, published, typed as a formula, or a plug-in':
    '再比较一个输出层：内置的、已发表的、输入公式的，或插件',
  '+ Add an output layer …': '+ 添加输出层 …',
  'Read as {0}': '读作{0}',
  'Hidden units H': '隐藏单元 H',
  'Size of the network: how many numbers it remembers the text by': '网络的大小：用多少个数记住文本',
  'Sequence length T': '序列长度 T',
  'Characters read in a row before the error goes back through them': '误差反向传播之前连续读取的字符数',
  Batch: '批大小',
  'Pieces of text read side by side in a step': '一步中并排读取的文本段数',
  'How gradients become movements of the weights': '梯度怎样变成权重的移动',
  Precision: '精度',
  'Clip gradient': '梯度裁剪',
  'Whether a gradient that is too long is shortened before the weights move':
    '过长的梯度是否在权重移动之前缩短',
  'Clip at': '裁剪阈值',
  'Longest gradient that is left as it is, no unit': '保持原样的最长梯度，无单位',
  'Paired seeds': '配对种子',
  'How often each output layer is trained, from other beginnings; a verdict takes six':
    '每个输出层从不同的开端训练几次；下结论需要六次',
  Steps: '步数',
  'Movements of the weights in a run': '一次运行中权重移动的次数',
  'Seeds, evaluations, the hidden state, and when a run ends early':
    '种子、评估、隐藏状态，以及运行何时提前结束',
  'First seed': '首个种子',
  'A whole number that all chance is drawn from; the others count on from it':
    '一切随机性由此整数而来；其余种子依次递增',
  'Evaluate every': '评估间隔',
  'Steps between evaluations on held-out text': '两次在留出文本上评估之间的步数',
  'Evaluated characters': '评估的字符数',
  'Held-out characters used for each evaluation': '每次评估所用的留出字符数',
  'Read from': '读取起点',
  'The hidden state from which trained networks read and draw text: evaluations, samples, probes':
    '训练过的网络从哪个隐藏状态开始读取和采样：评估、采样、探查',
  'Whether hidden units and outputs have a constant added, which is learned too':
    '隐藏单元和输出是否加上一个同样由学习得到的常数',
  Biases: '偏置',
  'What the weights are before the first step': '第一步之前的权重',
  'Initial weights': '初始权重',
  'Drawn from': '分布',
  'The distribution that the first weights are drawn from, the same for every output layer':
    '初始权重取自的分布，各输出层相同',
  'Scale of {0}': '{0} 的倍数',
  'Multiplies the drawn {0}, the same for every output layer. A seed draws the same numbers whatever the scale.':
    '乘以抽取的 {0}，各输出层相同。无论倍数如何，同一种子抽取相同的数。',
  'Output bias': '输出偏置',
  'The first bias of every output: 0, or such that every character is guessed alike':
    '各输出的初始偏置：0，或使每个字符的猜测相同',
  '1 run needs {0} of memory; {1} may be used.': '1 次运行需要 {0} 内存；可用 {1}。',
  '{0} runs need {1} of memory; {2} may be used.': '{0} 次运行需要 {1} 内存；可用 {2}。',
  '{0} parameters · {1}': '{0} 个参数 · {1}',
  'by norm': '按范数',
  'by value': '按分量',
  off: '不裁剪',
  'uniform ±1/√H': '均匀 ±1/√H',
  'normal, σ 0.01': '正态，σ 0.01',
  'so that y = 1/V': '使 y = 1/V',
  'the state of training': '训练的状态',
  'The state that the first sequence of training carries, warmed up on the 100 characters before the text':
    '训练的第一个序列所携带的状态，并在文本之前的 100 个字符上预热',
  'As in experiments that were made before there was a choice: a trained network may never have been there':
    '与还不能选择时的实验相同：训练过的网络可能从未到过那里',
  'Add seeds until decided': '增加种子直到有定论',
  'What is asked, which score decides, and how many seeds there will be':
    '所问的问题、由哪个分数决定、将有多少种子',
  '{0} decides, to {1} seeds': '由{0}决定，至多 {1} 个种子',
  'none declared': '未声明',
  'Declared before the first run, so that the data cannot choose what they are asked. The report says whether it was kept.':
    '在第一次运行之前声明，使数据不能选择所问的问题。报告会说明计划是否得到遵守。',
  'What this comparison is to answer, in a sentence; it heads the screen and the report':
    '用一句话写出这次比较要回答什么；它列在画面和报告的开头',
  'What is this comparison to answer?': '这次比较要回答什么？',
  Decides: '决定指标',
  'The primary yardstick: the one whose verdicts count; the others are shown beside it':
    '主要指标：以它的结论为准；其他指标列在旁边',
  'Smallest difference': '最小差异',
  'Smallest difference in {0} that matters': '{0}中有意义的最小差异',
  'A smaller difference in {0} does not matter, however sure it is{1}':
    '{0}中更小的差异无意义，不论多么确定{1}',
  '; a share: 0.002 is 0.2 percentage points': '；份额：0.002 即 0.2 个百分点',
  'Goes on adding seeds until every difference is decided, or there are as many as allowed':
    '不断增加种子，直到每个差异都有定论，或达到上限',
  'Seeds at most': '种子上限',
  'Training ends with so many seeds, decided or not.': '达到这个数目时训练结束，不论是否有定论。',
  'Writes down now how many seeds there will be': '现在就写下将有多少种子',
  'Declare {0} seeds': '声明 {0} 个种子',
  Policy: '策略',
  'Where the learning rate of each output layer comes from. What is chosen holds at once.':
    '各输出层的学习率从何而来。所选立即生效。',
  'Computing first gradients …': '正在计算首个梯度 …',
  'η of all': '统一 η',
  'η of all output layers': '所有输出层的 η',
  'Learning rate of every output layer': '每个输出层的学习率',
  'No single rate is fair to all losses: it decides a part of the order.':
    '没有一个学习率对所有损失函数都公平：它决定了名次的一部分。',
  'Each layer has its η above; a report cannot say how they were chosen.':
    '各输出层的 η 列在上面；报告无法说明它们怎样选定。',
  'Run looks for them first: {0} steps, a third of all, on a part of the text that no score reads.':
    '运行时先寻找学习率：{0} 步，占总数的三分之一，用没有任何分数读取的那部分文本。',
  'From a sweep of {0} rates, {1} and {2}.': '取自 {0} 个学习率的扫描，{1}，{2}。',
  '{0} steps each': '每次 {0} 步',
  '{0} steps in all': '共 {0} 步',
  'Each output layer at its best rate of the sweep on the Learning rates tab':
    '每个输出层取“学习率”页上扫描得到的最佳学习率',
  'Use the rates of the last sweep': '使用上次扫描的学习率',
  'Every rate that was tried, and larger sweeps': '试过的每个学习率，以及更大的扫描',
  'Open the sweep': '打开扫描',
  'The output layer whose learning rate stays; the others are scaled':
    '学习率保持不变的输出层；其余按比例调整',
  'η · ‖∂E/∂W‖ of the first step is the same for all. The norms, before clipping, averaged over the seeds.':
    '首步的 η · ‖∂E/∂W‖ 对所有输出层相同。范数取裁剪之前，对种子取平均。',
  'End a run early; the others go on': '提前结束一次运行；其余继续',
  'Ends a run when its score is there': '分数达到时结束一次运行',
  'at a target': '达到目标时',
  'Target of': '目标指标',
  'The score that has a target': '设有目标的分数',
  'Target value': '目标值',
  'A run ends at the first evaluation at which it is there or better': '在首次达到或优于该值的评估处结束运行',
  'Ends a run that makes no more progress': '不再有进步时结束一次运行',
  'on a plateau': '进入平台期时',
  'Plateau of': '平台期指标',
  'The score that must go on becoming better': '须不断变好的分数',
  Evaluations: '评估次数',
  'Evaluations of a plateau': '平台期的评估次数',
  'So many evaluations must bring progress': '这么多次评估之内须有进步',
  'Least progress': '最小进步',
  'In the unit of the yardstick; a run ends when its best became better by no more':
    '以指标的单位计；最好值的改进不超过它时，运行结束',
  'Ends a run when its output layer has used its budget': '输出层用尽预算时结束一次运行',
  'at a budget of its output layer': '输出层预算用尽时',
  'Counted in': '计量单位',
  'Unit of the budgets below': '下面各预算的单位',
  'Budget of {0}': '{0} 的预算',
  'A run of this output layer ends after so many {0}': '该输出层的运行在达到这么多{0}后结束',
} satisfies Catalogue;
