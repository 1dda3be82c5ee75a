import type { Catalogue } from '../say.ts';

/** 添加、输入或修改输出层的画面。 */
export const layers = {
  'Give it a name.': '请给它起名。',
  'Mend the formula first.': '请先改正公式。',
  '“{0}” is the name of a built-in output layer: give it another one.':
    '“{0}”是内置输出层的名称：请另起名称。',
  '“{0}” is the name of a published loss with another formula: give it another one.':
    '“{0}”是一个已发表的损失函数的名称，其公式不同：请另起名称。',
  'Another loss of your own is called “{0}” already: give it another name.':
    '已有一个自己的损失函数名为“{0}”：请另起名称。',
  'Name, formula or author': '名称、公式或作者',
  'Finds output layers by name, formula, author or year; arrow keys go through the list':
    '按名称、公式、作者或年份查找；方向键在列表中移动',
  'Shows it at the right: formula, δ and what there is to know': '在右边显示它的公式、δ 以及须知',
  'Compares it as it stands': '按原样加入比较',
  'in the comparison': '已在比较中',
  'Add {0}': '添加 {0}',
  'Delete {0}': '删除 {0}',
  'Deletes it from this experiment; undo brings it back': '从本实验中删除；可以撤销',
  'No output layer has that in its name, formula or reference.': '没有输出层的名称、公式或文献中有这些字。',
  'Type a loss': '输入损失函数',
  'A loss of your own as a formula': '用公式写出自己的损失函数',
  'Plug-in file …': '插件文件 …',
  'JavaScript (.mjs); asks before it runs': 'JavaScript（.mjs）；运行前先询问',
  'Write a plug-in …': '编写插件 …',
  'contract, template and examples': '约定、模板与示例',
  'Built in': '内置',
  'Published losses': '已发表的损失函数',
  'Your own': '自己的',
  'Add an output layer': '添加输出层',
  'Change this output layer': '修改这个输出层',
  'Back to the comparison; what was typed and not added is given up':
    '回到比较；已输入但未添加的内容将被放弃',
  'Trains it like any other output layer': '与其他输出层一样训练',
  '+ Add to the comparison': '+ 加入比较',
  'Save changes': '保存修改',
  'Not defined everywhere': '并非处处有定义',
  'Defined everywhere': '处处有定义',
  'No logarithm of 0, no division by 0, no overflow for z from −30 to 30.':
    'z 从 −30 到 30，没有对 0 取对数、除以 0 或溢出。',
  'Domain not looked at yet': '定义域尚未检查',
  'Logarithm of 0, division by 0, overflow.': '对 0 取对数、除以 0、溢出。',
  'Read as probabilities': '读作概率',
  'How its outputs become probabilities, on which bits and Brier score rest':
    '输出怎样成为概率，比特数与 Brier 分数以此为据',
  'Gradient check waits': '梯度检验尚未进行',
  'It runs once the formula reads.': '公式读懂之后进行。',
  'within rounding': '在舍入误差之内',
  'Gradient check passed': '梯度检验通过',
  'Gradient not confirmed': '梯度未得到证实',
  '{0} slopes held against differences of E; the loss is defined at none of the points.':
    '{0} 个斜率与 E 的差分对照；所试各点处损失均无定义。',
  '{0} slopes held against differences of E, worst relative error {1}.':
    '{0} 个斜率与 E 的差分对照，最大相对误差 {1}。',
  'by itself': '由损失自身决定',
  'Whether it is a proper score: not looked at yet': '是否为恰当评分：尚未检查',
  'Whether its mean is least at the true probabilities.': '其均值是否在真实概率处最小。',
  'No score of probabilities': '不是概率的评分',
  'Its outputs are not read as probabilities: there are no bits, only accuracy.':
    '输出不读作概率：没有比特数，只有准确率。',
  'Whether it is a proper score could not be found out': '无法得知是否为恰当评分',
  'The loss is defined at too few of the outputs that were tried.': '在所试的输出中，损失有定义之处太少。',
  'A proper score': '恰当评分',
  'On average it is least where its outputs say the true probabilities.':
    '平均而言，输出等于真实概率时它最小。',
  elsewhere: '偏离真实',
  'too sure': '过于自信',
  'not sure enough': '不够自信',
  'Not a proper score': '不是恰当评分',
  'Where the truth is {0} %, it is least at {1} %: {2}, so its bits suffer.':
    '真实为 {0} % 时，它在 {1} % 处最小：{2}，因此比特数受损。',
  'What it is called everywhere: screen, report and files': '在画面、报告和文件中的名称',
  'Output y': '输出 y',
  'Line {0}, place {1}:': '第 {0} 行第 {1} 个字符：',
  'Puts this in place of what is marked': '用它替换标出的部分',
  'A number beside the formula, moved by a slider': '公式旁的一个数，用滑块调节',
  'Make {0} a parameter': '把 {0} 作为参数',
  'Understood.': '已读懂。',
  'summed over the outputs': '对各输出求和',
  'one number for all outputs': '所有输出合为一个数',
  'This is {0} in other words.': '这就是 {0}，只是写法不同。',
  'Its δ is the very same, so it ends at the same weights: a comparison of the two can only come out even.':
    '两者的 δ 完全相同，训练得到的权重也相同：比较只会是平手。',
  'Loss and what it sends back': '损失及其传回的量',
  'With “{0}” it would read': '若写“{0}”，则为',
  'E, δ and what there is to know about them stand here once the formula is a loss.':
    '公式成为损失函数之后，这里显示 E、δ 以及须知。',
  'The loss of one row of outputs, in z, y and t; δ follows from it':
    '一行输出的损失，用 z、y、t 写出；δ 由它导出',
  'Loss E': '损失 E',
  'in {0}': '可用 {0}',
} satisfies Catalogue;
