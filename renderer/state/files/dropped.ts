/** Files of a dropped folder that are offered at most; a folder may hold anything. */
export const mostOffered = 200;

/** A folder that was dropped, as far as it was looked through. */
export interface DroppedFolder {
  readonly name: string;
  /** With their places within the folder, in the order of those. */
  readonly files: readonly { readonly place: string; readonly file: File }[];
  /** There were more than are offered. */
  readonly more: boolean;
}

const byPlace = new Intl.Collator('en', { numeric: true });

const entriesOf = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> =>
  new Promise((resolve, reject) => reader.readEntries(resolve, reject));

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

/** Looks through a folder, folders in it too; what begins with a dot or is empty is passed over. */
export async function filesOfFolder(root: FileSystemDirectoryEntry): Promise<DroppedFolder> {
  const files: { place: string; file: File }[] = [];
  const waiting: FileSystemDirectoryEntry[] = [root];
  let more = false;
  for (let folder = waiting.shift(); folder && !more; folder = waiting.shift()) {
    const reader = folder.createReader();
    // A reader answers in pieces, and with none at the end.
    for (
      let entries = await entriesOf(reader);
      entries.length > 0 && !more;
      entries = await entriesOf(reader)
    )
      for (const entry of entries) {
        if (entry.name.startsWith('.')) continue;
        if (entry.isDirectory) waiting.push(entry as FileSystemDirectoryEntry);
        else if (files.length >= mostOffered) more = true;
        else {
          const file = await fileOf(entry as FileSystemFileEntry).catch(() => null);
          if (file && file.size > 0)
            files.push({ place: entry.fullPath.slice(root.fullPath.length + 1), file });
        }
      }
  }
  files.sort((a, b) => byPlace.compare(a.place, b.place));
  return { name: root.name, files, more };
}

/** What the lab writes for people and other programs, and cannot open again; each with what can be opened instead. */
const ownExports: readonly { readonly is: (head: string, name: string) => boolean; readonly what: string }[] =
  [
    {
      is: (head) => /<title>[^<]* – Loss Lab report<\/title>/.test(head),
      what: 'a report of the lab as a page, made to be read',
    },
    {
      is: (head, name) =>
        /\.csv$/i.test(name) && /^\ufeff?arm,seed,step,characters,seconds,metric,value\b/.test(head),
      what: 'a table of curves that the lab has exported, made for other programs',
    },
    {
      is: (head, name) =>
        /\.md$/i.test(name) && /^# .*\n[\s\S]{0,600}Comparison of \d+ (?:arm|output layer)s? on /.test(head),
      what: 'a report of the lab as Markdown, made to be read',
    },
  ];

/** What a file is that the lab has exported and does not open again; null for every other. */
export async function ownExportOf(file: File): Promise<string | null> {
  const head = await file.slice(0, 4096).text();
  return ownExports.find(({ is }) => is(head, file.name))?.what ?? null;
}
