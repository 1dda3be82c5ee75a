/** What a person who sees the lab for the first time needs to know, in three steps. */
export const hintsEn = {
  1: { title: 'Your text.', sentence: 'Keep this one, or drop any text file into the window.' },
  2: {
    title: 'What is compared.',
    sentence: 'Output layers with their losses. All else about the networks is equal.',
  },
  3: {
    title: 'Run',
    sentence:
      'trains them side by side and tells which learns this text best. You can stop at any time; nothing is lost.',
  },
  name: (number: number) => `Hint ${number} of 3`,
  close: (number: number) => `Close hint ${number}`,
  closeHint: 'Close this hint; the ? menu shows it again',
};

export const hintsZhHans: typeof hintsEn = {
  1: { title: '你的文本。', sentence: '保留这一段，或把任何文本文件拖进窗口。' },
  2: { title: '比较什么。', sentence: '输出层及其损失函数。网络的其他一切都相同。' },
  3: {
    title: '运行',
    sentence: '让它们并排训练，并说明哪一个把这段文本学得最好。随时可以停止，不会丢失任何内容。',
  },
  name: (number) => `提示 ${number} / 3`,
  close: (number) => `关闭提示 ${number}`,
  closeHint: '关闭这条提示；? 菜单可再次显示',
};
