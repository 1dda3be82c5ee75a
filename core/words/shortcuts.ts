/** A key of the window and what it does. */
interface Shortcut {
  readonly keys: readonly string[];
  readonly does: string;
}

/** Every key that does something wherever the focus is, then those of single parts. */
export const shortcuts: readonly { readonly where: string; readonly list: readonly Shortcut[] }[] = [
  {
    where: 'Anywhere',
    list: [
      { keys: ['P'], does: 'Present: one large card at a time' },
      { keys: ['?'], does: 'Glossary' },
      { keys: ['F6'], does: 'Next part of the window: top bar, settings, results; Shift+F6 goes back' },
      { keys: ['Alt+←'], does: 'Back to the tab or screen before; Alt+→ goes forward again' },
      { keys: ['Ctrl+Z'], does: 'Undo a change of the experiment' },
      { keys: ['Ctrl+Shift+Z', 'Ctrl+Y'], does: 'Redo it' },
      { keys: ['Ctrl+V'], does: 'Open a copied link to an experiment' },
    ],
  },
  {
    where: 'Top bar and lists of tabs',
    list: [
      { keys: ['←', '→'], does: 'Button or tab before, next' },
      { keys: ['Home', 'End'], does: 'First, last' },
    ],
  },
  {
    where: 'Presenting',
    list: [
      { keys: ['→', '←'], does: 'Next card, card before' },
      { keys: ['Esc'], does: 'End' },
    ],
  },
  {
    where: 'Charts',
    list: [
      { keys: ['+', '−'], does: 'Zoom in, out' },
      { keys: ['←', '→', '↑', '↓'], does: 'Move; with Shift narrow or widen one axis' },
      { keys: ['0'], does: 'Show all' },
      { keys: ['←', '→'], does: 'On the reading line: from value to value' },
      { keys: ['↑', '↓'], does: 'On the target: move it' },
    ],
  },
  {
    where: 'Menus and dialogs',
    list: [
      { keys: ['↓'], does: 'Open a menu; then from entry to entry' },
      { keys: ['Esc'], does: 'Close; settings too, where they lie above the results' },
    ],
  },
  {
    where: 'Library',
    list: [
      { keys: ['/'], does: 'Search' },
      { keys: ['Esc'], does: 'Back to the lab' },
    ],
  },
];
