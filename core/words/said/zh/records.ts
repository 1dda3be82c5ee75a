import type { Catalogue } from '../say.ts';

/** 登记处里的名称，按原文查找。 */
export const names = {
  'bits per character': '每字符比特数',
  'bits/char': '比特/字符',
  'top-1 accuracy': '准确率',
  'acc.': '准确率',
  'in top-1 accuracy': '准确率',
  'top-5 accuracy': '前五准确率',
  'top-5': '前五',
  'in top-5 accuracy': '前五准确率',
  'Brier score': 'Brier 分数',
  Brier: 'Brier',
  'in Brier score': 'Brier 分数',
  'guessing evenly': '均匀猜测',
  'the most frequent': '最常见字符',
  'pure guessing (log₂ V)': '均匀猜测（log₂ V）',
  'letter counts (unigram)': '字符频率（一元模型）',
  'letter pairs (bigram)': '字符对（二元模型）',
  'best possible (entropy rate)': '理论最优（熵率）',
  matched: '匹配',
  'σ′ stays': 'σ′ 保留',
  other: '其他',
  quadratic: '平方误差',
  'cross-entropy': '交叉熵',
  'no reading as probabilities': '不读作概率',
  'it has a byte-order mark': '有字节顺序标记',
  'found by its NUL bytes': '由 NUL 字节判断',
  'it is valid UTF-8': '是有效的 UTF-8',
  'detected, may be wrong': '自动判断，可能有误',
  'chosen by hand': '手工选定',
  'generated text': '生成的文本',
  waiting: '等待',
  training: '训练中',
  finished: '完成',
  stopped: '已停止',
  diverged: '发散',
  failed: '失败',
  loss: '损失',
  'float32, WASM SIMD with fused multiply-add': 'float32，带融合乘加的 WASM SIMD',
  'float32, WASM SIMD': 'float32，WASM SIMD',
  'float64, reference engine': 'float64，参考引擎',
  'gradient norm': '梯度范数',
  '‖∂E/∂W‖ before clipping, L2': '裁剪之前的 ‖∂E/∂W‖，L2',
  'last common step': '最后的共同步',
  'without clipping': '不裁剪',
  'in the other precision': '用另一精度',
  'on another split of the text': '用文本的另一划分',
  'float64 instead of float32': 'float64 代替 float32',
  'float32 instead of float64': 'float32 代替 float64',
  'shares of y, cut off at 0': '在 0 处截去的 y 的份额',
  'shares of e^y': 'e^y 的份额',
  'no probabilities': '无概率',
  'shares of sigmoid outputs': 'sigmoid 输出的份额',
  'softmax of z': 'z 的 softmax',
  sigmoid: 'sigmoid',
  softmax: 'softmax',
  exponential: '指数',
  unknown: '未知',
  'Hidden units': '隐藏单元',
  Steps: '步数',
  Seeds: '种子',
  Optimisers: '优化器',
  Precisions: '精度',
  'Lengths of a sequence T': '序列长度 T',
  'Sequences of a step B': '每步的序列数 B',
  'Thresholds of clipping': '裁剪阈值',
  'Evaluated characters': '评估的字符数',
  'States that held-out text is read from': '读取留出文本的起始状态',
  'Smallest differences that matter': '有意义的最小差异',
  'Rules of the verdict': '结论规则',
  'characters trained on': '训练过的字符',
  'seconds of training': '训练秒数',
  'by its activation': '按其激活函数',
  'by its activation, as before readings were chosen': '按其激活函数：当时还不能选择读法',
  'the slope of the softmax': 'softmax 的斜率',
  'the slope': '斜率',
  'the slope of tanh': 'tanh 的斜率',
  'as chosen': '按所选',
  'held out at the end instead of held out in blocks': '留出末尾代替按块留出',
  'held out in blocks instead of held out at the end': '按块留出代替留出末尾',
} satisfies Catalogue;

/** 实验与结果文件中保存的整句，由别处以英文写成。 */
export const recorded = {
  'p = (1 − ε) q + ε/V with ε = {0} for every output layer': 'p = (1 − ε) q + ε/V，各输出层的 ε 都为 {0}',
  'float32, WASM SIMD with fused multiply-add, {0} bits, tiles of {1}, {2} threads to a run':
    'float32，带融合乘加的 WASM SIMD，{0} 位，{1} 的块，每次运行 {2} 个线程',
  'float32, WASM SIMD, {0} bits, tiles of {1}, {2} threads to a run':
    'float32，WASM SIMD，{0} 位，{1} 的块，每次运行 {2} 个线程',
  'float32, WASM SIMD with fused multiply-add, {0} bits, tiles of {1}':
    'float32，带融合乘加的 WASM SIMD，{0} 位，{1} 的块',
  'float32, WASM SIMD, {0} bits, tiles of {1}': 'float32，WASM SIMD，{0} 位，{1} 的块',
  'float64, reference engine, {0} threads to a run': 'float64，参考引擎，每次运行 {0} 个线程',
  'q = max(y, 0) / Σ max(y, 0), uniform if all y ≤ 0': 'q = max(y, 0) / Σ max(y, 0)，若所有 y ≤ 0 则均匀',
  'Read as shares of y, cut off at 0, {0}: {1}.': '读作在 0 处截去的 y 的份额，{0}（{1}）。',
  'Read as shares of y, cut off at 0, {0}.': '读作在 0 处截去的 y 的份额，{0}。',
  'Read as {0}, {1}: {2}.': '读作{0}，{1}（{2}）。',
  'Read as {0}, {1}.': '读作{0}，{1}。',
  'Read as the layer itself says.': '按该层自己的说明读取。',
  'Read as the layer itself says: {0}.': '按该层自己的说明读取（{0}）。',
  'Read as the plug-in says, once it is loaded.': '插件载入后按其说明读取。',
  'Read by its activation, as before readings were chosen.': '按其激活函数读取：当时还不能选择读法。',
  'Not read as probabilities.': '不读作概率。',
  'Not read as probabilities: {0}.': '不读作概率（{0}）。',
  'Known once the plug-in is loaded.': '插件载入后才知道。',
  'Mismatched: {0} stays in δ at every point that was tried, so an output that is saturated and wrong hardly learns.':
    '不匹配：在所试的每一点 {0} 都留在 δ 中，因此饱和且错误的输出几乎学不到东西。',
  'Mismatched: {0} stays in δ, so an output that is saturated and wrong hardly learns.':
    '不匹配：{0} 留在 δ 中，因此饱和且错误的输出几乎学不到东西。',
  'Other: δ is not a multiple of y − t, and {0} is no factor of it.':
    '其他：δ 不是 y − t 的倍数，{0} 也不是它的因子。',
  'Other: δ is not a multiple of y − t.': '其他：δ 不是 y − t 的倍数。',
  'Matched: δ = c (y − t) at every point that was tried, with c = {0}.':
    '匹配：在所试的每一点 δ = c (y − t)，c = {0}。',
  'Matched: δ = c (y − t), with c = {0}.': '匹配：δ = c (y − t)，c = {0}。',
  'The gradient check did not confirm δ. {0}': '梯度检验未确认 δ。{0}',
  'The gradient check did not confirm δ: the worst relative error is {0}.':
    '梯度检验未确认 δ：最大相对误差为 {0}。',
  'The gradient check did not confirm δ: the loss is defined at none of the points that were tried.':
    '梯度检验未确认 δ：损失在所试的各点都没有定义。',
  'The gradient check did not confirm δ: E as it is computed and as it was typed differ by {0}.':
    '梯度检验未确认 δ：计算所用的 E 与所输入的 E 相差 {0}。',
  'The loss is not defined everywhere. {0}': '损失并非处处有定义。{0}',
  'The loss does not depend on the target: nothing can be learnt about the text.':
    '损失不依赖目标：关于文本什么也学不到。',
  'its δ is that of {0}': '其 δ 与 {0} 相同',
  'as chosen; its δ is that of {0}, which is read as {1}': '按所选；其 δ 与 {0} 相同，后者读作{1}',
  'as chosen; its δ is that of {0}, which is not read as probabilities':
    '按所选；其 δ 与 {0} 相同，后者不读作概率',
  'by its activation; its δ is that of {0}, which is read as {1}':
    '按其激活函数；其 δ 与 {0} 相同，后者读作{1}',
  'by its activation; its δ is that of {0}, which is not read as probabilities':
    '按其激活函数；其 δ 与 {0} 相同，后者不读作概率',
  'Gradients are not clipped anyhow.': '梯度本来就不裁剪。',
  'The held-out text is a file of its own, and is not split.': '留出文本是单独的文件，不作划分。',
  'The text has only one distinct character: there is nothing to learn.':
    '文本只有一个不同字符：没有可学的。',
  'The text has only {0} characters: too few to compare anything on.':
    '文本只有 {0} 个字符：太少，无法用来比较。',
  'The text has one NUL character.': '文本有 1 个 NUL 字符。',
  'The text has {0} NUL characters.': '文本有 {0} 个 NUL 字符。',
  'The text has one control character.': '文本有 1 个控制字符。',
  'The text has {0} control characters.': '文本有 {0} 个控制字符。',
  'The text has one character that change the direction of writing; they are shown by number.':
    '文本有 1 个改变书写方向的字符，以编号显示。',
  'The text has {0} characters that change the direction of writing; they are shown by number.':
    '文本有 {0} 个改变书写方向的字符，以编号显示。',
  'one distinct character that occurs fewer than {0} times became one "other" symbol.':
    '1 个出现少于 {0} 次的不同字符并入“其他”符号。',
  '{0} distinct characters that occur fewer than {1} times became one "other" symbol.':
    '{0} 个出现少于 {1} 次的不同字符并入一个“其他”符号。',
  'one distinct character occurs in the held-out part and never in training ({0}): no run can learn it.':
    '1 个不同字符出现在留出部分而从未出现在训练中（{0}）：任何运行都学不到它。',
  '{0} distinct characters occur in the held-out part and never in training ({1}): no run can learn them.':
    '{0} 个不同字符出现在留出部分而从未出现在训练中（{1}）：任何运行都学不到它们。',
  'one distinct character occurs in the held-out part and never in training: no run can learn it.':
    '1 个不同字符出现在留出部分而从未出现在训练中：任何运行都学不到它。',
  '{0} distinct characters occur in the held-out part and never in training: no run can learn them.':
    '{0} 个不同字符出现在留出部分而从未出现在训练中：任何运行都学不到它们。',
  'The last character in {0} is cut off at byte {1}; it was replaced by U+FFFD.':
    '{0} 的最后一个字符在第 {1} 字节处被截断，已替换为 U+FFFD。',
  'The last character is cut off at byte {0}; it was replaced by U+FFFD.':
    '最后一个字符在第 {0} 字节处被截断，已替换为 U+FFFD。',
  'one place in {0} is not valid UTF-8, the first at byte {1}; U+FFFD stands there instead.':
    '{0} 有 1 处不是有效的 UTF-8，位于第 {1} 字节；以 U+FFFD 代替。',
  'one place is not valid UTF-8, the first at byte {0}; U+FFFD stands there instead.':
    '有 1 处不是有效的 UTF-8，位于第 {0} 字节；以 U+FFFD 代替。',
  '{0} places in {1} are not valid UTF-8, the first at byte {2}; U+FFFD stands there instead.':
    '{1} 有 {0} 处不是有效的 UTF-8，第一处在第 {2} 字节；以 U+FFFD 代替。',
  '{0} places are not valid UTF-8, the first at byte {1}; U+FFFD stands there instead.':
    '有 {0} 处不是有效的 UTF-8，第一处在第 {1} 字节；以 U+FFFD 代替。',
  'one character is not valid {0}; U+FFFD stands there instead. Another encoding may fit better.':
    '1 个字符不是有效的 {0}，以 U+FFFD 代替。换一种编码或许更合适。',
  '{0} characters are not valid {1}; U+FFFD stands there instead. Another encoding may fit better.':
    '{0} 个字符不是有效的 {1}，以 U+FFFD 代替。换一种编码或许更合适。',
  "'{0}' is UTF-8 up to byte {1}, and something else from there on. Save all of it in one encoding.":
    '“{0}”在第 {1} 字节之前是 UTF-8，此后是别的编码。请全部以一种编码保存。',
  "'{0}' is UTF-8 from byte {1} on, and something else before. Save all of it in one encoding.":
    '“{0}”从第 {1} 字节起是 UTF-8，此前是别的编码。请全部以一种编码保存。',
  'The held-out part differs from the training part by a drift of {0} bits a character. {1}':
    '留出部分与训练部分不同，漂移为每字符 {0} 比特。{1}',
  'Scores measure that as well; a split by blocks, spread over the text, is fairer.':
    '分数也反映这一点；遍布文本的按块划分更公平。',
  'Scores measure that as well; put the lines of the text in another order, or take a longer text.':
    '分数也反映这一点；可打乱文本的行，或取更长的文本。',
  'Scores measure that as well: how what is learned on the one text serves on the other.':
    '分数也反映这一点：在一段文本上学到的对另一段有多少用处。',
  'Line ends are mixed: {0} LF, {1} CR LF, {2} CR. They can be made one (normalise line ends).':
    '行尾混杂：{0} 个 LF，{1} 个 CR LF，{2} 个 CR。可统一（规范行尾）。',
  'Line ends are CR LF: the LF after each CR is certain, {0} of {1} characters for nothing. They can be turned into LF (normalise line ends).':
    '行尾是 CR LF：每个 CR 之后必是 LF，{1} 个字符中有 {0} 个毫无信息。可转换为 LF（规范行尾）。',
  'Line ends are CR alone, {0} of them. They can be turned into LF (normalise line ends).':
    '行尾只有 CR，共 {0} 个。可转换为 LF（规范行尾）。',
} satisfies Catalogue;
