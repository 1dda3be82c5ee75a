import type { Catalogue } from '../say.ts';

/** 保留：数据不支持什么，哪些没有控制，哪些运行提前结束，学习率从何而来。 */
export const caveats = {
  'The budget of the sweep: its runs may be shorter than these, and the best rate of a short run is often too large for a long one.':
    '扫描的预算：其运行可能比这里的短，而短运行的最佳学习率对长运行往往过大。',
  'The later gradients: rates were matched on the first one, and norms change at their own pace afterwards.':
    '后来的梯度：学习率按首个梯度匹配，此后各输出层的范数变化快慢不同。',
  'The settings of the optimiser, which were not tuned for any output layer.':
    '优化器的设置：没有为任何一个输出层调过。',
  'The first outputs: with by = 0 a softmax starts at 1/V, a sigmoid at ½ and a linear output at 0 (V = {0}).':
    '最初的输出：by = 0 时 softmax 从 1/V 开始，sigmoid 从 ½，线性输出从 0（V = {0}）。',
  'The split of the text: one for all seeds ({0}).': '文本的划分：所有种子相同（{0}）。',
  'Training time: measured on one machine ({0}, {1}) with whatever else ran on it.':
    '训练时间：在一台机器上测得（{0}，{1}），当时机器上或有别的程序在运行。',
  'before anything was evaluated': '尚无评估',
  'compared at step {0}': '在第 {0} 步比较',
  '{0} of the planned steps were done, {1} of {2}': '完成了计划步数的 {0}，{1}，共 {2} 步',
  'This is a partial report: {0}. Which output layer is ahead early says little about the end.':
    '这是部分结果：{0}。早期哪个输出层领先说明不了最终结果。',
  'Training time: measured on different machines with whatever else ran on them.':
    '训练时间：在不同机器上测得，当时机器上或有别的程序在运行。',
  'The makers: {0} that differ in {1} made these runs. They may round differently, and training magnifies that.':
    '来源：这些运行出自 {0} 个来源，其{1}不同。它们的舍入可能不同，而训练会将其放大。',
  'The makers of {0}: none of them made runs of another output layer.':
    '{0} 的来源：都没有产生过其他输出层的运行。',
  machine: '机器',
  'version of the lab': '实验室版本',
  'build or threads to a run': '构建或每次运行的线程数',
  'One seed: there is no interval.': '只有一个种子：没有区间。',
  '{0} (pairs of output layers × {1} yardsticks) are listed. On one yardstick at most one experiment in twenty names a better one among equal output layers; over the {2} yardsticks nothing is corrected.':
    '列出了 {0}（输出层对 × {1} 个指标）。就一个指标而言，若各输出层相等，二十个实验中至多一个会判定某输出层更好；在 {2} 个指标之间没有校正。',
  '{0} comparison': '{0} 个比较',
  'No seed has a value at the step of comparison.': '在比较的那一步没有种子有值。',
  'Its mean is over the {0} with a value at the step of comparison, and flatters it: the seeds that went wrong are not in it.':
    '其均值取自在比较那一步有值的 {0} 个种子，因而偏于乐观：出错的种子不在其中。',
  'They did so after the step of comparison; its mean says nothing of that.':
    '发散在比较的那一步之后；均值对此毫无反映。',
  '{0}: {1} of {2} diverged.': '{0}：{2}中有 {1} 个发散。',
  '{0}: {1} of {2} failed for reasons outside the mathematics.': '{0}：{2}中有 {1} 个因数学之外的原因失败。',
  '{0}: {1} of {2} had no evaluation at the step of comparison.':
    '{0}：{2}中有 {1} 个在比较的那一步没有评估。',
  'Outputs of {0} had to be cut off at 0 to be read as probabilities: bits and Brier score judge that reading as much as the training.':
    '{0} 的输出须在 0 处截去才能读作概率：比特数与 Brier 分数既评判训练，也评判这种读法。',
  'The yardsticks do not agree on the output layer that is ahead: {0}. Bits favour output layers trained on cross-entropy and the Brier score those trained on a quadratic loss, by construction.':
    '各指标对哪个输出层领先并不一致：{0}。按其构造，比特数有利于以交叉熵训练的输出层，Brier 分数有利于以平方误差训练的输出层。',
  'The held-out part is not like the training part (drift {0} bits): held-out values measure that too, and an order on them may be another where the parts are alike.{1}':
    '留出部分与训练部分不相像（漂移 {0} 比特）：留出的值也反映这一点，两部分相像时名次可能不同。{1}',
  'A split by blocks would tell.': '按块划分可以看出来。',
  'A run read at most {0} of the training text: nothing is known of longer training.':
    '一次运行至多读了训练文本的 {0}：更长的训练会怎样，不得而知。',
  'The text has one distinct character: there is nothing to predict.': '文本只有一个不同字符：没有可预测的。',
  'How often clipping acts: one threshold cuts deeper where gradients are larger.':
    '裁剪起作用的频率：同一阈值在梯度较大处裁得更多。',
  'Clipping acted on {0} of the steps of every output layer or more: by how much a gradient was above the threshold, in which losses differ, took no part in them.':
    '裁剪作用于每个输出层至少 {0} 的步：梯度超出阈值多少（各损失在此不同）在这些步中不起作用。',
  'Clipping acted on {0} of the steps of every output layer or more, on some entries of a gradient at least: by how much those were beyond the threshold took no part in them.':
    '裁剪作用于每个输出层至少 {0} 的步，至少作用于梯度的一些分量：这些分量超出阈值多少在这些步中不起作用。',
  'No repeat without clipping was made, so how much of the order is due to it is not known.':
    '没有做过不裁剪的重复，因此名次有多少归因于裁剪，不得而知。',
  'The reported seeds of an output layer differ by {0} of its value at most (standard deviation)':
    '一个输出层所报种子之间至多相差其值的 {0}（标准差）',
  '{0}, less than the {1} that bound a basin; the runs of a sweep, where they are shorter, may differ by more.':
    '{0}，小于界定低谷的 {1}；扫描的运行若更短，相差可能更大。',
  '{0}, more than the {1} that bound a basin: another tuning seed may well choose another rate.':
    '{0}，大于界定低谷的 {1}：换一个调参种子很可能会选另一个学习率。',
  'Clipping acted on {0} of the steps of {1} and on {2} of those of {3}: whatever η says, they did not take steps of the same kind.':
    '裁剪作用于 {1} 的 {0} 的步和 {3} 的 {2} 的步：不论 η 为何，它们所走的步并不是同一种。',
  'The held-out text is short: other text of the same kind would move the {0} by more than other seeds do (text and seeds: {1}). Intervals count the seeds alone and are too narrow for that. (Standard error by a block bootstrap over {2} of {3} characters.)':
    '留出文本偏短：换一段同类文本，{0}的变动会比换种子更大（文本与种子：{1}）。区间只计入种子，因此偏窄。（标准误由块自助法得出：{2}，每块 {3} 个字符。）',
  '{0} {1} and {2}': '{0} {1} 与 {2}',
  '{0} block': '{0} 块',
  'Held-out text is read from h = 0 here, as experiments were made before there was a choice: a trained network may never have been there.':
    '这里留出文本从 h = 0 读取，在有此选项之前的实验都是如此：训练过的网络可能从未到过那里。',
  'Read from h = 0 instead of the state that training carries, the same held-out text costs more bits per character: {0}. The weights are to be used with the state that is saved with them.':
    '若从 h = 0 而不是训练所延续的状态读取，同一留出文本每字符花费更多比特：{0}。权重应与一同保存的状态一起使用。',
  'Held-out text costs more bits per character than the training batches of the last tenth of the steps: {0}. That is overfitting, a drift of the text, or a reading that differs{1}.':
    '留出文本每字符的比特数高于最后十分之一步的训练批：{0}。这是过拟合、文本的漂移，或读取方式不同{1}。',
  ': this one starts from h = 0': '：这里从 h = 0 开始',
  'seed {0}': '种子 {0}',
  'seeds {0}': '种子 {0}',
  '{0} of {1} output layers, most of all {2}': '{1} 个输出层中有 {0} 个，其中以 {2} 最甚',
  'and {0} more': '等另外 {0} 个',
  '{0}, {1} ({2})': '{0}，{1}（{2}）',
  'up to {0}': '至多 {0}',
  'seed {0} {1}': '种子 {0} {1}',
  'seeds {0} {1}': '种子 {0} {1}',
  '{0}: {1}': '{0}：{1}',
  'Steps until {0} was {1} or less for the first time at an evaluation.':
    '{0}首次在评估中不高于 {1} 的步数。',
  'Steps until {0} was {1} or more for the first time at an evaluation.':
    '{0}首次在评估中不低于 {1} 的步数。',
  'A mean stands only where every seed reached it: of some only, it would flatter.':
    '只有每个种子都达到时才给出均值：只取一部分会偏于乐观。',
  '{0} of {1} ended early, by a rule of the experiment; what they would have reached later is not known.':
    '{1}中有 {0} 次按实验的规则提前结束；它们后来会达到什么值，不得而知。',
  '{0} run': '{0} 次运行',
  'Values of {0} at the step of comparison are those of an earlier end: output layers are compared after different numbers of steps.':
    '{0} 在比较那一步的值是提前结束时的值：各输出层是在不同步数之后比较的。',
  'The rules that ended runs read the held-out part, on which the results are reported: a run that ends at a lucky reading is flattered. A tuning part of the text would mend it.':
    '结束运行的规则读取的是报告结果所用的留出部分：碰巧在好读数处结束的运行显得更好。设一个调参部分即可避免。',
  'A run that ends at a target has about its value by construction: differences in {0} between such runs say little; compare the steps to the target.':
    '在目标处结束的运行，其值按构造就约等于目标：这类运行之间{0}的差异说明不了什么；应比较达到目标的步数。',
  'The rates were matched on the first gradients of the reported seeds. That makes the first steps of plain SGD equally long where nothing is clipped; an optimiser that divides by the size of past gradients takes its steps otherwise.':
    '学习率按所报种子的首个梯度匹配。在不裁剪时，这使普通 SGD 的首步等长；按以往梯度大小作除法的优化器则不然。',
  'The best rate of {0} lay at the end of the grid: a better one may lie beyond, and the comparison may wrong that output layer.':
    '{0} 的最佳学习率位于网格端点：更好的可能在其外，比较对该输出层可能不公。',
  'The basin of {0} reaches the end of the grid: how wide it is, is not known.':
    '{0} 的低谷延伸到网格端点：有多宽不得而知。',
  'The best rates rest on {0}: neighbours on the grid, a factor of {1} away, may be as good.':
    '最佳学习率只依据 {0}：网格上相邻的（相差 {1} 倍）可能同样好。',
  'The rates were tuned on runs of {0} and are used for {1}: the best ones for that length may be others.':
    '学习率在 {0}的运行上调得，却用于 {1} 步：该长度的最佳值可能不同。',
  'The rates were chosen on the held-out part, on which the results are reported: they are flattered, each by the best of several tries. A tuning part of the text would mend it.':
    '学习率是在报告结果所用的留出部分上选定的：结果因取多次尝试中的最好者而偏于乐观。设一个调参部分即可避免。',
  'The rates were chosen on seeds {0}, which are reported too: their results are flattered.':
    '学习率是用种子 {0} 选定的，而它们也在此报告：其结果偏于乐观。',
  'The rates were chosen on seed {0}, which is reported too: its results are flattered.':
    '学习率是用种子 {0} 选定的，而它也在此报告：其结果偏于乐观。',
  'All output layers were given one learning rate, which suits some losses better than others: the order at the best rate of each may be another. A sweep would tell.':
    '各输出层用同一学习率，它对某些损失更合适：各取最佳学习率时名次可能不同。扫描可以看出来。',
  'The order holds for these learning rates; whether they are the best of each output layer is not shown here.':
    '名次只对这些学习率成立；它们是否为各输出层的最佳值，这里没有显示。',
  'Rates in inverse proportion to the norm of the first gradient (over all parameters, before clipping, at the initial weights and on the first batch of each seed, averaged over {0}); {1} keeps its own.':
    '学习率与首个梯度的范数成反比（对全部参数、裁剪之前、在初始权重处、取每个种子的第一批，对 {0}取平均）；{1} 保持自己的值。',
  '‖∂E/∂W‖ first': '首个 ‖∂E/∂W‖',
  'The best rate of each output layer in the sweep. The basin holds the rates within {0} of the best.':
    '各输出层在扫描中的最佳学习率。低谷包含与最佳值相差 {0} 以内的学习率。',
  '{0} in the sweep': '扫描中的{0}',
  basin: '低谷',
  remarks: '备注',
  'at the low end of what was tried': '在所试范围的低端',
  'at the high end of what was tried': '在所试范围的高端',
  'the basin may be wider': '低谷可能更宽',
  '{0}{1} after {2} steps at each rate that was tried, mean of the tuning seeds and their range.':
    '{2} 步后每个所试学习率的{0}{1}，调参种子的均值及其范围。',
  'Not repeated {0}: {1}': '未重复（{0}）：{1}',
  'The repeat was cancelled before its end.': '重复在结束之前被取消。',
  'Mean {0} over the first {1}, as compared and with one thing changed at a time. Differences between variations are of other networks, not of chance alone.':
    '对前 {1}的平均{0}：原样，以及每次改变一项。各变体之间的差异来自不同的网络，而不只是偶然。',
  'as compared': '原样',
  ', {0} lost': '，{0}失去',
  'The order of the output layers does not hold in a repeat of the first seeds {0}: it rests on that choice as much as on the output layers.':
    '对前几个种子重复（{0}）时名次不成立：它既取决于输出层，也取决于这一选择。',
  'In a repeat of the first seeds {0} the order holds, but a difference that mattered does not matter any more.':
    '对前几个种子重复（{0}）时名次成立，但原先有意义的一个差异不再有意义。',
  'no value': '无值',
  '({0}, now {1})': '（{0}，现为 {1}）',
  '{0} change places {1}': '{0}互换名次{1}',
  '{0} come nearer than what matters {1}': '{0}接近到差异无意义{1}',
  '{0} part by more than what matters {1}': '{0}拉开到差异有意义{1}',
  '{0} cannot be told apart any more: runs diverged or failed {1}': '{0}不再能区分：有运行发散或失败{1}',
  'over {0} ({1})': '在 {0}上（{1}）',
  '{0}: {1} {2}.': '{0}：{1}{2}。',
  'the order by {0} holds {1}': '按{0}的名次{1}成立',
  'the order by {0} does not hold {1}': '按{0}的名次{1}不成立',
  '{0}: {1}; every pair stands as it did.': '{0}：{1}；每一对都保持原样。',
} satisfies Catalogue;
