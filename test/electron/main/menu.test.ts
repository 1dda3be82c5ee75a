import { describe, expect, it } from 'vitest';
import { hostCommands } from '../../../core/contract/host-commands.ts';
import { menuTemplate, type MenuActions, type MenuFacts } from '../../../electron/main/menu.ts';

type Item = ReturnType<typeof menuTemplate>[number];

const facts: MenuFacts = {
  platform: 'linux',
  packaged: true,
  recents: [{ id: 'a-1', label: 'Q & A · text' }],
  page: null,
  theme: 'dark',
  awakeOnBattery: false,
};

function actions() {
  const done: unknown[][] = [];
  const does = new Proxy({} as MenuActions, {
    get:
      (_, name) =>
      (...all: unknown[]) =>
        void done.push([name, ...all]),
  });
  return { done, does };
}

const all = (items: readonly Item[]): Item[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? all(item.submenu) : [])]);
const entries = (changed: Partial<MenuFacts> = {}, does = actions().does) =>
  all(menuTemplate({ ...facts, ...changed }, does)).filter(({ type }) => type !== 'separator');
const click = (item: Item, checked = true) => item.click!({ checked } as never, undefined, {});

describe('the menu', () => {
  it.each(['linux', 'win32', 'darwin'] as const)(
    'has every command of the page with a shortcut of its own [%s]',
    (platform) => {
      const { done, does } = actions();
      const items = entries({ platform }, does);
      for (const item of items) if (item.click && item.accelerator) click(item);
      const sent = done.filter(([name]) => name === 'send').map(([, command]) => command);
      expect([...sent].sort()).toEqual([...hostCommands].sort());
      const keys = items.flatMap(({ accelerator }) => (accelerator ? [accelerator] : []));
      expect(new Set(keys).size).toBe(keys.length);
      // As Electron's documentation of accelerators has them: modifiers, then one key.
      for (const key of keys)
        expect(key).toMatch(
          /^(?:(?:CmdOrCtrl|Alt|Shift)\+)*(?:[A-Z0-9]|F1?\d|Enter|Backspace|Plus|[.,=/-])$/,
        );
    },
  );

  it('says what its roles are in its own words, the same on every system', () => {
    for (const platform of ['linux', 'win32', 'darwin'] as const)
      for (const { label, role } of entries({ platform })) expect(label, String(role)).toBeTruthy();
  });

  it('begins with the program itself on macOS, where quitting and About are', () => {
    const [first] = menuTemplate({ ...facts, platform: 'darwin' }, actions().does);
    expect(all([first]).map(({ role }) => role)).toEqual(expect.arrayContaining(['about', 'hide', 'quit']));
    const [file] = menuTemplate(facts, actions().does);
    expect(all([file]).map(({ role }) => role)).toContain('quit');
  });

  it('lists recent experiments by names that are no shortcuts, and can forget them', () => {
    const { done, does } = actions();
    const items = entries({}, does);
    click(items.find(({ label }) => label === 'Q && A · text')!);
    click(items.find(({ label }) => label === 'Clear Recent')!);
    expect(done).toEqual([['openRecent', 'a-1'], ['clearRecents']]);
    const open = (recents: MenuFacts['recents']) =>
      entries({ recents }).find(({ label }) => label === 'Open &Recent');
    expect(open([])!.enabled).toBe(false);
    expect(open(facts.recents)!.enabled).toBe(true);
  });

  it('ticks what is so, and tells what is ticked', () => {
    const { done, does } = actions();
    const items = entries({ awakeOnBattery: true }, does);
    const ticked = items.filter(({ checked }) => checked).map(({ label }) => label);
    expect(ticked).toEqual(['Stay &Awake on Battery While Training', '&Dark']);
    click(
      items.find(({ type }) => type === 'checkbox')!,
      false,
    );
    for (const item of items.filter(({ type }) => type === 'radio')) click(item);
    expect(done).toEqual([
      ['awakeOnBattery', false],
      ['chooseTheme', 'system'],
      ['chooseTheme', 'light'],
      ['chooseTheme', 'dark'],
    ]);
  });

  it('looks for a new version only where the program names a page, and shows no tools once it is packed', () => {
    const { done, does } = actions();
    const label = 'Check for a &New Version';
    expect(entries().map((item) => item.label)).not.toContain(label);
    click(entries({ page: 'https://lab.example/' }, does).find((item) => item.label === label)!);
    expect(done).toEqual([['openPage', 'https://lab.example/']]);
    expect(entries().map(({ role }) => role)).not.toContain('toggleDevTools');
    expect(entries({ packaged: false }).map(({ role }) => role)).toContain('toggleDevTools');
  });
});
