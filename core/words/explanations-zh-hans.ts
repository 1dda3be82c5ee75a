import { comparisonZhHans, type TranslatedExplanation } from './explanations-comparison-zh-hans.ts';

/** What cards say when they are asked, by the id of the explanation. */
export const explanationsZhHans: Readonly<Record<string, TranslatedExplanation>> = {
  ...comparisonZhHans,
  'delta-against-z': {
    title: 'δ 随 z 的变化',
    formulas: [
      String.raw`\delta_i = \frac{\partial E}{\partial z_i}`,
      String.raw`\text{线性 + 平方误差，sigmoid 或 softmax + 交叉熵：}\quad \delta_i = y_i - t_i`,
      String.raw`\text{sigmoid + 平方误差：}\quad \delta_i = (y_i - t_i)\, y_i (1 - y_i), \qquad |\delta_i| \le \tfrac{4}{27}`,
      String.raw`\text{softmax + 平方误差：}\quad \delta_i = y_i \Big[ (y_i - t_i) - \sum_j y_j (y_j - t_j) \Big]`,
      String.raw`\text{线性 + 交叉熵：}\quad \delta_i = \frac{y_i - t_i}{y_i (1 - y_i)}, \qquad 0 < y_i < 1`,
    ],
    sentences: [
      '只改变一个输出的 z，其余不变；δ 表示损失对它的拉力有多大。',
      '如果激活函数的导数与损失相消，只剩 δ = y − t，这样的输出层称为匹配的：y 错得越多，δ 越大，画成实线。不匹配的输出层中，激活函数的斜率仍是 δ 的一个因子，画成虚线，称为“σ′ 保留”。对 sigmoid + 平方误差，一个错误而又十分肯定的输出（t = 1 时 z = −8）的 δ 接近 0，几乎学不动。',
      '其余的画成点线，称为“其他”：它们的 δ 不是 y − t 的倍数，也不含斜率。Huber 和 log-cosh 使它有界，标签平滑移动它的零点，泊松损失使它像 e^y 一样增大，线性 + 交叉熵则像 1/(y(1 − y))。',
      '表中的 y、E 和 δ 属于这一个输出；softmax 的各输出共用一个和，所以那里的 E 是整个损失。‖δ‖ 是对全部 V 个输出而言，取决于其余的 z。',
      '直方条是所选权重在这段文本上给出的 z：它们所在之处才是曲线中起作用的部分。高度取对数刻度，坐标轴以外的都堆在两端。',
    ],
  },
  'delta-maps': {
    title: '一段序列上的 δ',
    formulas: [
      String.raw`z_t = W_{hy} h_t + b_y, \qquad y_t = \text{激活函数}(z_t)`,
      String.raw`E = \sum_t E_t(y_t, \text{目标}_t), \qquad \delta_t = \frac{\partial E_t}{\partial z_t}`,
      String.raw`\lVert \delta \rVert = \sqrt{\textstyle\sum_t \lVert \delta_t \rVert^2}`,
    ],
    sentences: [
      '每一列是一个时刻，每一行是词表中的一个字符。所有图用同一组权重、同一段文本，所以 z 处处相同；不同的只是输出层。',
      '负的 δ 把 z 拉高，正的 δ 把它压低。sigmoid + 平方误差，以及 sigmoid 或 softmax + 交叉熵，在目标字符处 δ 为负，其余都为正。其他输出层不一定如此：未训练的线性输出低于 0 和高于 0 大致一样常见，softmax + 平方误差也可能把错误的字符拉高。',
      '最常见的字符各占一行；放不下的合并在最后一行。',
    ],
  },
  'gradient-flow': {
    title: '梯度沿时间的流动',
    sentences: [
      '时刻 τ 的误差对 k = τ − t 个时刻之前的隐藏状态还有多大影响：对所有 τ 取平均的范数，横轴为间隔 k，纵轴取对数刻度。',
      '每一步都按固定比例下降的线表示梯度消失，上升的线表示梯度爆炸。截断在 T 步之后，更靠右的部分就没有了。',
      'δ 之后的链对每种损失都相同。除以各自 δ 的范数之后，各条线只因 δ 的方向而不同：未除之前的大差距来自 δ 的大小，而不是时间。',
    ],
  },
  'gradient-flow-triangle': {
    title: '每个误差，每个时刻',
    sentences: [
      '一行是一个时刻 τ 的误差，一列是一个时刻 t 的隐藏状态：格子是从 τ 传回到 t 的梯度的范数。对角线以上没有值，因为误差与更晚的状态无关。',
      '对角线上是在 τ 进入网络的梯度，往左每一格更早一步。以间隔 k 为横轴的曲线，是沿着与对角线平行的各条线取的平均。',
      '一行向左很远颜色仍然明显，表示误差在许多步之前仍有影响；整行颜色都淡，表示在它自己的时刻 δ 就已经很小。',
    ],
  },
  direction: {
    title: '方向：梯度之间的余弦',
    sentences: [
      '同一组权重、同一段文本上两种损失的梯度。1：两者不论长短，拉向同一方向；0：沿一个方向走一小步，另一个损失不变；小于 0：使一个降低的一小步会使另一个升高。',
      '用普通 SGD 时，单是长度的差别可以由学习率补偿，方向的差别不能。对每个参数单独缩放的优化器（Adagrad、RMSprop、Adam）也会改变步的方向：可能消去一部分差别，也可能加大差别。',
      '梯度为 0 或损失没有定义时，没有余弦。',
    ],
  },
  'duel-totals': {
    title: '所有位置合计',
    sentences: [
      '每字符比特：网络对文本中各字符平均有多意外，p 是它给下一个字符的概率。各层各写自己的文本时，指的就是那份文本：此时比特少表示网络有把握，不表示写得好。',
      '平均熵：在每个字符之前网络有多不确定，与实际出现的字符无关。一个字符占全部概率时为 0，所有字符相等时为 log₂ V。',
      '最后一幅图是（抽取或预期的）字符与第一个输出层相同的位置所占的比例，因此第一个输出层为 1。使用相同的随机数时，两层只在概率不同之处有差别；各自的文本一旦分开，读到的字符也就不同。',
    ],
  },
  'gradient-norms': {
    title: '梯度的范数',
    sentences: [
      '每个矩阵的梯度长度，以及全部参数合在一起的长度，对这段文本求和，裁剪之前。',
      '按范数裁剪时，与阈值比较的就是全部参数的范数。',
      '各种损失的尺度不同，所以梯度更长并不等于更好。用普通 SGD 和同一个学习率时，它意味着更大的一步；裁剪以及除以过去梯度的优化器会抵消其中大部分。',
    ],
  },
  'gradient-histograms': {
    title: '∂E/∂W 的直方图',
    formulas: [String.raw`\frac{\partial E}{\partial W_{ij}}\ \text{，取一个矩阵的全部 } i, j`],
    sentences: [
      '一个矩阵的梯度各项如何分布。横轴到最大的一项为止；高度取对数刻度，因为大多数项接近 0。',
      '在 0 处有窄峰、远处只有少数几项，说明梯度由少数字符或单元决定。',
    ],
  },
  'target-share': {
    title: '目标所占的份额',
    formulas: [String.raw`\frac{\sum_t \delta_{t,\,\text{目标}_t}^2}{\sum_t \sum_i \delta_{t,i}^2}`],
    sentences: [
      '‖δ‖² 中来自本应为 1 的那个输出的部分。V 个输出中只有一个是目标，其余都应为 0。',
      '接近 1 时，损失主要移动正确字符的输出；接近 0 时，主要移动其余 V − 1 个，例如未训练的 sigmoid 输出，那时所有 y 都约为 ½。',
    ],
  },
  saturation: {
    title: '饱和',
    formulas: [
      String.raw`\text{sigmoid：}\quad \sigma' = y_i (1 - y_i) < 0.05, \qquad \text{缩放的 tanh：}\quad y' < 0.05 \max y'`,
      String.raw`\text{softmax，按时刻：}\quad \max_i y_i > 0.95, \qquad \text{错误：}\quad |y_i - t_i| > 0.5`,
      String.raw`\text{隐藏单元：}\quad |h| > 0.95, \quad \text{此时 } \tanh' = 1 - h^2 < 0.1`,
    ],
    sentences: [
      '这段文本上，处在激活函数几乎平坦之处的输出和隐藏单元所占的比例，以及这些输出中错误的部分。',
      '对匹配的输出层，饱和的输出本身无害：δ = y − t 不含斜率。若 σ′ 保留在 δ 中，又饱和又错误的输出就几乎学不动。线性输出不会饱和。',
      'softmax 的输出把 1 分给 V 个，所以一开始大多数就接近 0，但并不算错。对 softmax 按整个时刻计数：最大的输出超过 0.95 时为饱和，而它不是目标时为错误。softmax + 平方误差在起点走不动，是因为因子 y 约为 1/V。',
      '饱和的隐藏单元会挡住梯度沿时间的回传，对每种损失都一样。',
    ],
  },
  'update-ratio': {
    title: '更新与权重之比',
    formulas: [
      String.raw`\frac{\lVert \Delta W \rVert}{\lVert W \rVert}, \qquad \Delta W = W_{\text{之后}} - W_{\text{之前}}`,
    ],
    sentences: [
      '一步使一个矩阵移动多远，与它之前的大小相比：包括裁剪和优化器。',
      '这里是实验的优化器在没有任何记忆时，在这段文本上、用该输出层的学习率走的第一步。在初始权重处，训练就是这样开始的。在之后的权重处，它不是训练实际走的那一步，因为除普通 SGD 外，所有优化器都有记忆：那些记录在“训练过程中”，每十步一次。',
      '约 10⁻³ 是常用的经验值；远小于它，矩阵几乎不动，远大于它，矩阵被甩来甩去。没有记忆的 Adagrad 和 Adam 会使每个有梯度的权重移动约 η。',
      '与各输出层并列显示的附加层没有学习率，也就没有这个比。',
    ],
  },
  'gradient-check': {
    title: '梯度检验',
    formulas: [
      String.raw`D(h) = \frac{E(w + h) - E(w - h)}{2h}, \qquad n = \frac{4\, D(h/2) - D(h)}{3}`,
      String.raw`\text{误差} = \frac{|a - n|}{\max(|a|, |n|)}`,
    ],
    sentences: [
      '梯度对不对？把每个权重移动一点，看损失因此改变多少，再与反向传播所说的比较。',
      'a 是反向传播得到的梯度的一项，n 是用 E 的中心差分得到的同一项，已消去 h² 项；试几个 h，取最稳定的一个。全部用 float64，对每个矩阵取若干项：最大的几项，以及均匀分布的一些。',
      '不超过 10⁻⁷ 时，两者在舍入误差内一致：正确。超过 10⁻⁴ 时，梯度是错的。两者之间则可疑。仅由 E 的舍入误差造成的差别不算。',
      '检验在训练停下时所显示的权重上进行，取这段文本的前几个时刻。',
    ],
  },
  faults: {
    title: '故意放入的错误',
    formulas: [
      String.raw`\text{丢掉 } \sigma'\text{：}\quad \delta = \frac{\partial E}{\partial y} \quad \text{而不是 } \frac{\partial E}{\partial z}`,
      String.raw`\text{忘记 } \tanh'\text{：}\quad \frac{\partial E}{\partial u_t} = \frac{\partial E}{\partial h_t} \quad \text{而不是 } (1 - h_t \odot h_t) \odot \frac{\partial E}{\partial h_t}`,
      String.raw`\text{转置错误：}\quad dh_{\text{next}} = W_{hh} \frac{\partial E}{\partial u_t} \quad \text{而不是 } W_{hh}^{\top} \frac{\partial E}{\partial u_t}`,
      String.raw`\text{目标错一位：}\quad \text{目标}_t = x_t \quad \text{而不是 } x_{t+1}`,
    ],
    sentences: [
      '手写反向传播时常见的错误。选一个，看它在哪一层的哪些矩阵上露出马脚，在哪些上不会。',
      '错误只在这次检验的梯度里。训练和其他任何图都没有它。',
    ],
  },
  'over-training': {
    title: '训练过程中',
    formulas: [
      String.raw`\lVert g_k \rVert, \qquad g_k = \frac{\partial E}{\partial W} \text{，第 } k \text{ 步}`,
      String.raw`\cos(g_k, g_{k-1}) = \frac{g_k \cdot g_{k-1}}{\lVert g_k \rVert\, \lVert g_{k-1} \rVert}`,
    ],
    sentences: [
      '每个输出层自己的梯度在训练中的变化，每十步记录一次：裁剪前每个矩阵的范数，更新与权重之比，饱和的输出和隐藏单元的比例，以及与前一步梯度的余弦。',
      '与其他卡片不同，这里每个输出层都在自己的权重上。记录不会改变任何结果。',
      '小批量时余弦接近 0 很正常；一直低于 0，往往是步子太大而越过了谷底。',
    ],
  },
  'own-loss': {
    title: '各自的损失',
    sentences: [
      '每个输出层自己最小化的量，按每个字符计：细线是训练批次，取每一段步数的中位数，带为 10 % 到 90 %；粗线是留出文本，取各种子的平均。',
      '各种损失是不同的量，所以每个输出层有自己的坐标轴：哪条线更低并不说明什么。要比较，请看“收敛”中的评分标准。',
      '同一个输出层的两条线可以比较：训练批次继续下降而留出文本上升，就是过拟合。',
    ],
  },
};
