import { desktopHost } from '../../connection/host.ts';

type ThemeChoice = 'system' | 'dark' | 'light';

const key = 'loss-lab-theme';
const choices: readonly ThemeChoice[] = ['system', 'dark', 'light'];

/** The colours of the window: as the system has them, or as the user chose. */
export class Theme {
  choice = $state<ThemeChoice>('system');
  #system = $state<'dark' | 'light'>('dark');
  resolved = $derived<'dark' | 'light'>(this.choice === 'system' ? this.#system : this.choice);

  constructor() {
    const query = matchMedia('(prefers-color-scheme: light)');
    this.#system = query.matches ? 'light' : 'dark';
    query.addEventListener('change', () => (this.#system = query.matches ? 'light' : 'dark'));
    // The desktop program remembers the choice, and its colours are the system's to the page.
    const stored = desktopHost() ? null : localStorage.getItem(key);
    this.choice = choices.find((choice) => choice === stored) ?? 'system';
  }

  choose(choice: ThemeChoice): void {
    const host = desktopHost();
    if (host) return host.chooseTheme(choice);
    this.choice = choice;
    localStorage.setItem(key, choice);
  }
}
