/** Commands of a host's menu that the page carries out, as its own buttons do. */
export const hostCommands = [
  'open-text',
  'open-experiment',
  'library',
  'save-experiment',
  'export',
  'copy-link',
  'copy-command',
  'run',
  'step',
  'stop',
  'reset',
  'undo',
  'redo',
  'present',
  'convergence',
  'gradients',
  'sweep',
  'duel',
  'derivation',
  'report',
  'first-steps',
  'glossary',
  'shortcuts',
] as const;

export type HostCommand = (typeof hostCommands)[number];
