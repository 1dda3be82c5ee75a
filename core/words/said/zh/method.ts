import type { Catalogue } from '../say.ts';

/** 方法：模型、预算、学习率、计划、评估、文本。 */
export const method = {
  '{0}, η = {1}': '{0}，η = {1}',
  'Same: every output layer uses η = {0}. It was not chosen for each output layer on its own.':
    '相同：每个输出层都用 η = {0}，并非为各输出层分别选定。',
  'Best per output layer.': '每个输出层取最佳。',
  'Set per output layer.': '每个输出层分别设定。',
  'Norm-matched. The rates were scaled so that η times the norm of the first gradient is the same for all output layers: over all parameters, before clipping, at the initial weights and on the first batch of each seed, averaged over the seeds.':
    '范数匹配。学习率经缩放，使 η 乘以首个梯度的范数在各输出层相同：对全部参数、裁剪之前、在初始权重处、取每个种子的第一批，并对种子取平均。',
  'from one common grid of {0} rates, {1} … {2}': '取自 {0} 个学习率的同一网格 {1} … {2}',
  ', none of them reported here': '，均不在此报告',
  'Chosen by {0} {1} on the tuning part of the text, {2}, over {3}{4}.':
    '按文本调参部分上{1}的{0}选定，{2}，用 {3}{4}。',
  'Chosen by {0} {1} on the held-out part of the text, {2}, over {3}{4}.':
    '按文本留出部分上{1}的{0}选定，{2}，用 {3}{4}。',
  'after {0} steps': '{0} 步后',
  'the best {0} after {1}': '最好的 {0} 个在 {1} 步后',
  'in rounds (all after {0}, {1})': '分轮（全部在 {0}后，{1}）',
  'Tuning took {0}, {1} of all.': '调参用了 {0}，占总数的 {1}。',
  'Tuning took at least {0} steps, {1} times those of the runs reported here.':
    '调参至少用了 {0} 步，是此处所报运行的 {1} 倍。',
  'Gradients are not clipped.': '梯度不裁剪。',
  'Gradients are scaled down to a global L2 norm of {0} when they exceed it; the same threshold for every output layer.':
    '梯度的全局 L2 范数超过 {0} 时缩小到该值；各输出层阈值相同。',
  'Each entry of the gradients is limited to ±{0}; the same threshold for every output layer.':
    '梯度的每个分量限制在 ±{0} 之内；各输出层阈值相同。',
  '{0}{1}{2}.': '{0}{1}{2}。',
  ', then multiplied: {0}': '，然后乘以：{0}',
  '{0} by {1}': '{0} 乘 {1}',
  'uniform in (−1/√H, 1/√H)': '在 (−1/√H, 1/√H) 上均匀分布',
  'normal with mean 0 and standard deviation 0.01': '服从均值 0、标准差 0.01 的正态分布',
  ', by at the value where every output is 1/V': '，by 取使每个输出为 1/V 的值',
  'biases (initially 0{0})': '有偏置（初值 0{0}）',
  'no biases': '无偏置',
  'Recurrent network with one tanh layer, H = {0}, V = {1}, {2}; {3} in every network.':
    '单个 tanh 层的循环网络，H = {0}，V = {1}，{2}；每个输出层 {3}。',
  '{0} parameter': '{0} 个参数',
  'Initial weights {0}{1}.': '初始权重{0}{1}。',
  'Arithmetic: {0}.': '运算：{0}。',
  'Arithmetic: {0}': '运算：{0}',
  'by the plug-in itself': '由插件自己读取',
  'not said': '未说明',
  '{0}; no bits and no Brier score, and no part in verdicts on them':
    '{0}；没有比特数和 Brier 分数，也不参与有关的结论',
  'Outputs are read as probabilities q as the loss of each output layer means them; then {0}.':
    '输出按各输出层损失的含义读作概率 q；然后 {0}。',
  '{0}: {1}.': '{0}：{1}。',
  '{0}.': '{0}。',
  'Clamp in training': '训练中的钳制',
  'The loss is undefined outside 0 < y < 1; in training it goes on along its tangent beyond [ε, 1 − ε], so what was trained is this extended loss.':
    '损失在 0 < y < 1 之外没有定义；训练时在 [ε, 1 − ε] 之外沿切线延伸，因此训练的是这个延伸后的损失。',
  'read from the hidden state that the first sequence of training carries, warmed up on the {0} characters before each stretch, which are not scored; samples and probes start from the same state. At the end of a run the text is read from h = 0 too':
    '从训练的第一个序列所携带的隐藏状态开始读取，并在每段之前的 {0} 个字符上预热（不计分）；采样与探针从同一状态开始。运行结束时也从 h = 0 读取一次',
  'read from h = 0, as experiments were made before the state of training was carried over':
    '从 h = 0 读取：训练状态尚未延续时的实验都是如此',
  Model: '模型',
  Budget: '预算',
  '{0} step': '{0} 步',
  '{0} per run, each on B = {1} sequences of T = {2} characters: {3} characters. The hidden state is carried from chunk to chunk, gradients are not.':
    '每次运行 {0}，每步用 B = {1} 个长 T = {2} 个字符的序列：共 {3} 个字符。隐藏状态在各段之间延续，梯度不延续。',
  Optimiser: '优化器',
  'Learning-rate policy': '学习率策略',
  'Gradient clipping': '梯度裁剪',
  'Seeds and pairing': '种子与配对',
  '{0}: {1}. Runs of one seed are paired: every output layer starts from the same weights, reads the same chunks in the same order and draws its samples with the same random numbers.':
    '{0}：{1}。同一种子的运行是配对的：各输出层从相同的权重开始，按相同的顺序读相同的文本段，并用相同的随机数采样。',
  Plan: '计划',
  'Reading outputs as probabilities': '输出读作概率',
  Evaluation: '评估',
  'The number of held-out characters is the usual one: as many as keep 30 evaluations near a quarter of the work of training, from 500 to 20 000.':
    '留出字符数为惯用值：使 30 次评估约占训练计算量的四分之一，介于 500 与 20 000 之间。',
  'Smallest difference that matters': '有意义的最小差异',
  '{0} in {1}, a convention of the lab and not of this text.': '{1} {0}，这是实验室的约定，与本文本无关。',
  '{0} in {1}, declared for this experiment.': '{1} {0}，为本实验所声明。',
  'None was declared to be too small in {0}: any difference matters.':
    '{0}上没有声明多小的差异无意义：任何差异都有意义。',
  'It is a probability of the right character that is {0} higher, as a geometric mean.':
    '它相当于正确字符的概率（几何平均）高出 {0}。',
  'Half of it and twice as much give the same verdicts.': '取其一半或两倍，结论都相同。',
  'With half of it {0} of {1} would be others, with twice as much {2}.':
    '取其一半，{1}中有 {0} 个会不同；取其两倍，有 {2} 个。',
  '{0} verdict': '{0} 个结论',
  '{0}, before the first step, {1} and after the last, {2}.': '{0}，在第一步之前、{1}和最后一步之后，{2}。',
  'after every step': '每步之后',
  'every {0} steps': '每 {0} 步',
  'Accuracy is taken from y itself.': '准确率直接取自 y。',
  'The same yardsticks are taken of the training batches of every {0}th step, before its update.':
    '每 {0} 步还在更新之前对该步的训练批取相同的指标。',
  Intervals: '区间',
  'Mean over seeds with Student’s t interval at {0}. Differences between output layers are taken seed by seed.':
    '对种子取均值，附 {0} 的学生 t 区间。输出层之间的差异逐种子计算。',
  Scope: '范围',
  'On {0} of {1} held-out characters ({2})': '在 {1} 个留出字符中的 {0} 个上（{2}）',
  'On the first {0} of {1} held-out characters ({2})': '在 {1} 个留出字符中的前 {0} 个上（{2}）',
  'Curves over steps have a row for every {0}th step, with the lowest and the highest values in between; every step is in curves.csv where the runs are kept in a folder.':
    '曲线每 {0} 步有一行，附其间的最低值与最高值；运行保存在文件夹中时，每一步都在 curves.csv 里。',
  'The rules read the tuning part of the text, which is not reported.':
    '这些规则读取文本的调参部分，该部分不予报告。',
  'The rules read the held-out part, on which the results are reported.':
    '这些规则读取留出部分，而结果正是在该部分上报告的。',
  'One generated text, one model size, one optimiser': '一段生成的文本，一种模型大小，一种优化器',
  'One text, one model size, one optimiser': '一段文本，一种模型大小，一种优化器',
  '{0}; {1}, the same for all seeds, so that intervals over seeds do not hold the luck of these characters.':
    '{0}；{1}，对所有种子相同，因此种子间的区间不含这些字符的偶然性。',
  '{0} held-out character': '{0} 个留出字符',
  'Figures repeat bit by bit on one build and processor type ({0}, {1}, {2}); elsewhere rounding may differ, and training magnifies it.':
    '在同一构建和同一种处理器上（{0}、{1}、{2}）数字逐位重现；在别处舍入可能不同，而训练会将其放大。',
  'No run was evaluated, so there is nothing to compare.': '没有运行被评估过，因此没有可比较的。',
  'Output layers are compared at step {0}, the last one at which every run was evaluated that had not diverged or failed.':
    '各输出层在第 {0} 步比较：这是所有未发散、未失败的运行都被评估过的最后一步。',
  'A run that diverged before it has no value there: it is counted and listed, not averaged.':
    '在此之前发散的运行在该处没有值：计数并列出，但不计入均值。',
  'A run that ended early stands at its end from then on.': '提前结束的运行此后保持其结束时的值。',
  'one learning rate for all output layers, η = {0}': '各输出层同一学习率，η = {0}',
  'learning rate set for each output layer': '每个输出层分别设定学习率',
  'best learning rate for each output layer, looked for before the first step':
    '每个输出层取最佳学习率，在第一步之前寻找',
  'best learning rate for each output layer (quick sweep, own seeds)':
    '每个输出层取最佳学习率，得自用另外种子的快速扫描',
  'best learning rate for each output layer (sweep, own seeds)':
    '每个输出层取最佳学习率，得自用另外种子的扫描',
  'learning rates norm-matched: first gradient norms times η agree':
    '学习率按范数匹配：首个梯度范数与 η 的乘积相同',
  'a held-out text of its own, no tuning part': '另有留出文本，无调参部分',
  '{0} (asked for: so short a text is split less finely)': '{0}（这是所要求的；文本太短，分不了那么细）',
  'a held-out text of its own, the last {0} of the other for tuning': '另有留出文本，原文本最后 {0} 用于调参',
  'the last {0} held out, no tuning part': '最后 {0} 留出，无调参部分',
  'the last {0} held out, the {1} before for tuning': '最后 {0} 留出，其前 {1} 用于调参',
  '{0} held out in blocks spread over the text, no tuning part': '{0} 以遍布文本的块留出，无调参部分',
  '{0} held out and {1} for tuning in blocks spread over the text':
    '{0} 留出、{1} 用于调参，均为遍布文本的块',
  'not known': '未知',
  'narrower than the grid': '比网格更窄',
  'ended at step {0}: {1} reached {2}': '在第 {0} 步结束：{1}达到 {2}',
  'ended at step {0}: {1} was not better by more than {2} over {3} evaluations':
    '在第 {0} 步结束：{1}在 {3} 次评估中改进未超过 {2}',
  'ended at step {0}: its budget was used up': '在第 {0} 步结束：预算用尽',
  '{0} {1}': '{0} {1}',
  '{0} {1} for {2}': '{2} 为 {0} {1}',
  'its {0} is {1} or better': '其{0}达到 {1} 或更好',
  'its {0} has not become better by more than {1} over {2} evaluations': '其{0}在 {2} 次评估中改进未超过 {1}',
  'its budget is used up ({0})': '其预算用尽（{0}）',
  'A run ends early once {0}; the others go on.': '一次运行在{0}时提前结束；其余继续。',
  ', or once': '，或',
  'Nothing was declared before the first run.': '第一次运行之前没有声明任何计划。',
  'paired seeds one by one until every pair is decided, from {0} to at most {1}':
    '逐个增加配对种子直到每对都有结论，从 {0} 个到至多 {1} 个',
  '{0} decides': '由{0}决定',
  'the yardstick is {0}': '指标为{0}',
  'Declared before the first run: {0}; {1}; the smallest difference that matters is {2}.':
    '第一次运行之前的声明：{0}；{1}；有意义的最小差异为 {2}。',
  'the bound is {0} (20 for each of {1})': '界限为 {0}（{1}，每对 20）',
  '{0} cannot decide yet: {1} are needed': '{0}还不能得出结论：需要 {1} 个',
  '{0} in {1}, of which the first {2} are the fewest that can decide, so that {3} could':
    '{0}，按{1}，其中前 {2} 个是能得出结论的最少数目，因此有 {3}可能得出结论',
  'one look': '一次查看',
  '{0} looks': '{0} 次查看',
  'Judged by the e-process, which allows looking after every seed: {0}; {1}.':
    '由 e 过程判定，它允许在每个种子之后查看：{0}；{1}。',
  '({0} more begun and given up)': '（另有 {0} 个开始后放弃）',
  'none after {0}, until decided': '{0} 个之后没有增加，直到有结论',
  'after {0}, {1} begun and given up': '{0} 个之后，{1}开始后放弃',
  '{0} after {1}{2}': '{1} 个之后增加 {0} 个{2}',
  '{0} after {1}, until decided{2}': '{1} 个之后增加 {0} 个，直到有结论{2}',
  'Seeds were added while looking at the results: {0}.': '种子是在查看结果时增加的：{0}。',
  'The data were looked at {0} before seeds were added, when there were fewer than {1}: there was no verdict yet, so none can have decided when to stop.':
    '增加种子之前看过数据{0}，当时少于 {1} 个：那时还没有结论，所以何时停止不可能由结论决定。',
  once: '一次',
  '{0} times': ' {0} 次',
  'A fixed number of seeds was planned; it was given up for a rule that allows adding.':
    '原计划种子数固定；后改用允许增加的规则。',
  'A fixed number of seeds was given up for a rule that allows adding.': '固定的种子数改为允许增加的规则。',
  'There was a verdict by the tests before: each rule errs in at most 5 % of comparisons, both together in at most 10 %.':
    '此前检验已给出过结论：每种规则至多在 5 % 的比较中出错，两者合起来至多 10 %。',
  '{0} of {1} ended by themselves in every output layer.': '{1}中有 {0} 个在每个输出层都自行结束。',
  'It ended at {0} with {1} undecided.': '在 {0}时结束，{1}尚无定论。',
  '{0} was planned': '计划 {0} 个',
  '{0} were planned': '计划 {0} 个',
  '{0} were run where {1}.': '运行了 {0}，而{1}。',
  '{0} were run where at most {1}.': '运行了 {0}，而至多{1}。',
  'Seeds were added by hand where they were to be added until decided.':
    '本应逐个增加直到有结论，却手工增加了种子。',
  'The plan was kept.': '计划得到遵守。',
  'The plan was not kept as it was declared.': '计划未按声明遵守。',
  'No plan was declared.': '没有声明计划。',
  '{0} in {1}': '{0}（{1}）',
  '{0} bits': '{0} 比特',
  'training {0}, tuning {1}, held out {2} characters ({3}).': '训练 {0}、调参 {1}、留出 {2} 个字符（{3}）。',
  'training {0}, held out {1} characters ({2}).': '训练 {0}、留出 {1} 个字符（{2}）。',
  'Sweeps and rules that end runs read the tuning part, reported yardsticks the held-out one.':
    '扫描与提前结束的规则读取调参部分，报告的指标读取留出部分。',
  'There is no tuning part: a sweep or a rule that ends runs reads the held-out part, on which results are reported.':
    '没有调参部分：扫描或提前结束的规则读取留出部分，而结果正是在该部分上报告的。',
  '{0}; unigram (add-one) and bigram (Witten–Bell) are counted on the training part and scored on the {1} characters that the runs are scored on':
    '{0}；一元（加一）与二元（Witten–Bell）模型在训练部分计数，在运行计分所用的 {1} 个字符上计分',
  Name: '名称',
  Generated: '生成',
  '{0}, seed {1}': '{0}，种子 {1}',
  Encoding: '编码',
  Size: '大小',
  '{0} characters, {1} bytes': '{0} 个字符，{1} 字节',
  'Distinct characters': '不同字符',
  'Held-out file': '留出文件',
  File: '文件',
  '{0}: {1} characters, {2}, SHA-256 {3}': '{0}：{1} 个字符，{2}，SHA-256 {3}',
  Parts: '划分',
  Baselines: '基线',
  Drift: '漂移',
  'none: the held-out part differs from the training part no more than by chance':
    '无：留出部分与训练部分的差别不超过偶然',
  '{0} a character: by so much the held-out part costs more by the character frequencies of the training part than by its own, less the same of the characters in random order':
    '每字符 {0}：留出部分按训练部分的字符频率编码比按其自身的频率多出这些，已减去字符随机排列时的同一数值',
  'In-sample entropies': '样本内熵',
  '{0} a character, {1} given the one before: of the text itself, nothing that a model could reach':
    '每字符 {0}，已知前一字符时 {1}：这是文本自身的数值，并非模型能达到的',
  Reading: '读取',
  'line ends turned into LF': '行尾转换为 LF',
  'line ends kept': '行尾保持原样',
  'characters with fewer than {0} occurrences merged into one': '出现少于 {0} 次的字符合并为一个',
  'every character kept': '保留全部字符',
  Warnings: '警告',
  'Not checked.': '未检验。',
  'Not confirmed: the loss is defined at none of the points tried.': '未确认：损失在所试的各点都没有定义。',
  'worst relative error against centred differences {0}': '与中心差分相比的最大相对误差 {0}',
  'Confirmed: {0}.': '已确认：{0}。',
  'Not confirmed: {0}.': '未确认：{0}。',
  Id: '标识',
  Activation: '激活函数',
  Pairing: '搭配',
  Parameters: '参数',
  'Gradient check': '梯度检验',
  'SHA-256 of the source': '源码的 SHA-256',
  Reference: '文献',
} satisfies Catalogue;
