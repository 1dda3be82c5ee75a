/** Commands of a host's menu that the page carries out, as its own buttons do. */
export const hostCommands = ['open-text', 'open-experiment', 'library', 'export'] as const;

export type HostCommand = (typeof hostCommands)[number];
