/** Files that may change afterwards: views, notes, and what belongs to a program that runs. */
export const changes = (path: string): boolean =>
  /^(report\/|notes\.json$|tags$|complete$)|(^|\/)(lock$|\.lab-)/.test(path);

/** What `complete` says once all runs have ended: each file that results rest on, by its path with `/`, and its SHA-256. */
export const completeText = (files: Readonly<Record<string, string>>): string =>
  `${JSON.stringify({ format: 'loss-lab-complete', version: 1, files }, null, 2)}\n`;
