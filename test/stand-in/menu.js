/** Electron's menus, as far as they are built, set and clicked; the system draws none. */
export function menuDouble() {
  let applicationMenu = null;
  const itemOf = (options) => {
    const { submenu, click, ...rest } = options;
    const item = {
      type: submenu ? 'submenu' : 'normal',
      label: '',
      enabled: true,
      checked: false,
      ...rest,
      submenu: submenu ? buildFromTemplate(submenu) : undefined,
      // A role does its own work, whatever else is said; what is to be ticked is ticked before it is told.
      click: (event = {}, window = undefined) => {
        if (item.type === 'checkbox' || item.type === 'radio') item.checked = !item.checked;
        if (!item.role) click?.(item, window, event);
      },
    };
    return item;
  };
  const buildFromTemplate = (template) => ({ items: template.map(itemOf) });
  return /** @satisfies {Partial<Record<keyof typeof Electron.Menu, unknown>>} */ ({
    buildFromTemplate,
    setApplicationMenu: (menu) => void (applicationMenu = menu),
    getApplicationMenu: () => applicationMenu,
  });
}
