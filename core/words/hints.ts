/** What a person who sees the lab for the first time needs to know, in three steps. */
export const firstHints = {
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
} as const;
