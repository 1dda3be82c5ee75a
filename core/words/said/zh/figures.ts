import type { Catalogue } from '../say.ts';

/** 图：标题、说明、坐标轴。 */
export const figures = {
  ', band: 95 % t interval': '，色带：95 % t 区间',
  ', band: 95 % BCa interval': '，色带：95 % BCa 区间',
  'one seed, no band': '一个种子，无色带',
  'one seed': '一个种子',
  'mean of {0} paired seeds{1}{2}': '{0} 个配对种子的均值{1}{2}',
  'mean of {0}{1}, each seed faint': '{0}的均值{1}，各种子为淡线',
  ', each seed faint': '，各种子为淡线',
  'moving average of each seed over {0} evaluations, the measured mean faint':
    '每个种子对 {0} 次评估的移动平均，实测均值为淡线',
  'dotted: training batches, every {0}th step before its update': '点线：训练批，每 {0} 步一次，在更新之前',
  target: '目标',
  'Held-out {0}': '留出文本的{0}',
  '✕ the last value of a seed that diverged': '✕ 发散种子的最后一个值',
  'seeds that ended early stay at their end': '提前结束的种子保持其结束时的值',
  '{0} has no place on a logarithmic axis (step 0, or a value of 0 or below).':
    '{0}在对数轴上没有位置（第 0 步，或值不大于 0）。',
  '{0} mean': '{0} 个均值',
  '{0} have no place on a logarithmic axis (step 0, or a value of 0 or below).':
    '{0}在对数轴上没有位置（第 0 步，或值不大于 0）。',
  'Nothing has been trained yet. Run the experiment: the curves grow with it.':
    '还没有训练过。运行实验，曲线随之增长。',
  'These results were saved without the gradient over training. The norm over all matrices and the clipped steps are there.':
    '这些结果保存时没有训练过程中的梯度。全部矩阵的范数与被裁剪的步仍在。',
  'These results were saved by an earlier version, which did not record it.':
    '这些结果由较早的版本保存，当时没有记录它。',
  'Linear outputs have no flat part, so none of them can be saturated.':
    '线性输出没有平坦部分，因此不会饱和。',
  'There is nothing to draw of this quantity.': '这个量没有可画的。',
  'Linear outputs have no flat part: no curve of {0}.': '线性输出没有平坦部分：没有 {0} 的曲线。',
  'clipping threshold': '裁剪阈值',
  'Over training: {0}': '训练过程：{0}',
  'mean over seeds, band: lowest to highest': '对种子的均值，色带：最低到最高',
  '✕ a seed diverged': '✕ 有种子发散',
  'Saved by an earlier version: outputs of every activation were counted where y(1 − y) < 0.05.':
    '由较早的版本保存：凡 y(1 − y) < 0.05 的输出都被计入，不论激活函数。',
  'training steps': '训练步',
  '{0} against the learning rate': '{0}与学习率',
  'after {0}, lower is better': '{0}后，越低越好',
  'after {0}, higher is better': '{0}后，越高越好',
  'mean of {0}, band: their range': '{0}的均值，色带：其范围',
  'every layer at every rate of one grid': '每个输出层试同一网格的每个学习率',
  'ring: best rate, with what it reached after {0}; fine: from the curve to there; shaded: rates within 2 % of it':
    '圆环：最佳学习率及其在 {0}后达到的值；细线：从曲线到该处；阴影：与其相差 2 % 以内的学习率',
  'ring: best rate; shaded: rates within 2 % of it': '圆环：最佳学习率；阴影：与其相差 2 % 以内的学习率',
  '✕ a seed diverged at this rate': '✕ 在此学习率下有种子发散',
  'learning rate η': '学习率 η',
  '{0} starts at {1}': '{0} 从 {1} 开始',
  '{0} reaches {1}': '{0} 达到 {1}',
  ', logarithmic': '，对数',
  'nothing was measured': '没有测量值',
  'step {0}': '第 {0} 步',
  'steps {0} to {1}': '第 {0} 至 {1} 步',
  'diverged at {0}': '在{0}发散',
  '{0} of {1} seeds diverged at {2}': '{1} 个种子中有 {0} 个在{2}发散',
  '{0}: {1} of {2} seeds': '{0}：{2} 个种子中的 {1} 个',
  '{0}{1} to {2}': '达到 {2} 的{0}{1}',
  'the first evaluation that reaches it · large dot: mean with its 95 % t interval, where every seed has reached it; small: each seed, at its first evaluation there · {0}':
    '首次达到的评估 · 大点：每个种子都达到时的均值及其 95 % t 区间；小点：各种子首次达到的评估 · {0}',
  'All pairs of output layers, seed by seed': '全部输出层对，逐种子',
  'difference in held-out {0}: below 0 the first of a pair is better': '留出文本的{0}之差：小于 0 时前者更好',
  'difference in held-out {0}: above 0 the first of a pair is better': '留出文本的{0}之差：大于 0 时前者更好',
  'large dot: mean with its 95 % t interval; small: each seed; grey: makes no difference':
    '大点：均值及其 95 % t 区间；小点：各种子；灰色：无意义的差异',
  'difference in {0}': '{0}之差',
  'statistic: {0}': '统计量：{0}',
  'difference in held-out {0}, below 0 {1} is better': '留出文本的{0}之差，小于 0 时 {1} 更好',
  'difference in held-out {0}, above 0 {1} is better': '留出文本的{0}之差，大于 0 时 {1} 更好',
  'the only pair': '唯一的一对',
  'mean of all pairs': '全部配对的均值',
  'no difference': '无差异',
  '{0} − {1}, {2}': '{0} − {1}，{2}',
  'training batches': '训练批',
  'held-out text': '留出文本',
  'own loss E per character': '每字符自己的损失 E',
  'Own loss of each output layer': '各输出层自己的损失',
  'thick: held-out text, mean over seeds; thin: training batches, median of each stretch of steps, band 10 … 90 % · {0}':
    '粗线：留出文本，对种子的均值；细线：训练批，每段步的中位数，色带 10 … 90 % · {0}',
  'Own losses of different output layers have different scales: they never share an axis.':
    '不同输出层自己的损失尺度不同：从不共用坐标轴。',
} satisfies Catalogue;
