import type { CorpusOptions } from '../../../core/corpora/corpus.ts';
import { LabError } from '../../../core/errors.ts';
import { isExperimentLink } from '../../../core/experiments/link-form.ts';
import { sendInPieces } from '../../connection/upload.ts';
import type { LabState } from '../lab/lab-state.svelte.ts';
import { filesOfFolder, ownExportOf, type DroppedFolder } from './dropped.ts';
import { isLabFile, isLessonFile, isUnknownJson, openLabFile, openLink } from './open-files.ts';
import { readingOptions } from './reading-text.ts';

/** Files that are joined to one text at most: as many as a lab keeps uploads. */
export const mostFiles = 8;

/** A file on its way, under the name it has. */
interface Piece {
  readonly blob: Blob;
  readonly name: string;
}

const pieceOf = (file: File): Piece => ({ blob: file, name: file.name });

interface Intake {
  readonly name: string;
  /** 0 … 1; half is the way to the lab, half is reading. */
  readonly share: number;
}

/**
 * Brings texts into the lab, with progress and a way to cancel: dropped, chosen or pasted ones, piece by piece, and
 * files that the host's own dialog names.
 */
export class TextIntake {
  current = $state.raw<Intake | null>(null);
  /** A dropped folder, while it is asked which of its files become the text. */
  folder = $state.raw<DroppedFolder | null>(null);
  /** Opens a file that says of itself that it is a lesson. */
  asLesson: ((file: File) => Promise<void>) | null = null;
  readonly #state: LabState;
  #cancelled = false;
  /** Upload that the lab is reading now. */
  #reading: string | null = null;
  /** The host's dialog is open, or the lab reads what was chosen there. */
  #choosing = false;

  constructor(state: LabState) {
    this.#state = state;
    state.lab.on('reading', ({ name, share }) => {
      if (this.#choosing) this.current = { name, share };
      else if (this.current) this.current = { ...this.current, share: 0.5 + share / 2 };
    });
  }

  /** Gives the text up that is on its way or being read. */
  cancel(): void {
    this.#cancelled = true;
    if (this.#choosing) void this.#state.lab.cancelReading({}).catch(() => undefined);
    const uploadId = this.#reading;
    // What has been read in the meantime can no longer be cancelled.
    if (uploadId !== null) void this.#state.lab.cancelText({ uploadId }).catch(() => undefined);
  }

  /** What a drop holds: a file, several texts that become one, or a message about what else it is. */
  async drop(transfer: DataTransfer): Promise<void> {
    // Entries are known during the drop only: nothing may be waited for before.
    const entries = [...transfer.items].flatMap(
      (item) => (item.kind === 'file' && item.webkitGetAsEntry()) || [],
    );
    const folder = entries.find((entry) => entry.isDirectory) as FileSystemDirectoryEntry | undefined;
    const files = [...transfer.files];
    if (folder) return this.#droppedFolder(folder, entries.length);
    if (files.length > mostFiles)
      return this.#refuse(
        `${files.length} files were dropped; at most ${mostFiles} are joined to one text.`,
        'Join them to one file, or drop fewer.',
        'bad-argument',
      );
    if (files.length > 1) return this.#droppedTogether(files);
    if (files.length === 1) return this.#dropped(files[0]);
    const text = transfer.getData('text/plain');
    if (isExperimentLink(text)) return openLink(this.#state, text);
    if (isLink(transfer.types, text))
      return this.#refuse(
        'This is a link, not a text: the lab loads nothing from the network.',
        'Save what it leads to and drop the file, or paste its text.',
      );
    if (text) return this.take(new Blob([text]), 'dropped text', 'paste');
    return this.#refuse('Nothing that was dropped is a text.', 'Drop a text file.');
  }

  /** A saved experiment or report is opened as such; everything else is a text. */
  async #dropped(file: File): Promise<void> {
    // What cannot be read tells so when it is taken as a text.
    if (this.asLesson && (await isLessonFile(file).catch(() => false))) return this.asLesson(file);
    if (await isLabFile(file).catch(() => false)) return openLabFile(this.#state, file);
    const own = await ownExportOf(file).catch(() => null);
    if (own !== null)
      return this.#refuse(
        `'${file.name}' is ${own}.`,
        'To open the results again, drop the report.json or experiment.losslab that was saved with it.',
      );
    if (await isUnknownJson(file).catch(() => false))
      return this.#refuse(
        `'${file.name}' is JSON, but no experiment, report or lesson of the lab.`,
        'To learn its characters as a text, give it a name that ends in .txt.',
      );
    return this.take(file, file.name, 'upload');
  }

  /** Which of its files become the text is asked. */
  async #droppedFolder(entry: FileSystemDirectoryEntry, dropped: number): Promise<void> {
    if (dropped > 1) return this.#refuse('A folder was dropped with other things.', 'Drop it by itself.');
    try {
      const folder = await filesOfFolder(entry);
      if (folder.files.length === 0)
        return this.#refuse(`The folder '${folder.name}' holds no files.`, 'Drop a text file.');
      this.folder = folder;
    } catch {
      this.#refuse(
        `The folder '${entry.name}' could not be read.`,
        'Drop one of its files.',
        'text-unreadable',
      );
    }
  }

  /** Takes files of the folder that was asked about, or none. */
  async answerFolder(files: readonly File[]): Promise<void> {
    this.folder = null;
    if (files.length === 1) return this.#dropped(files[0]);
    if (files.length > 1) return this.#droppedTogether(files);
  }

  /** Several texts become one, in the order of their names. */
  async #droppedTogether(files: readonly File[]): Promise<void> {
    for (const file of files)
      if (await isLabFile(file).catch(() => false))
        return this.#refuse(
          `'${file.name}' is a saved experiment or report, and no text to be joined with others.`,
          'Drop it by itself.',
          'bad-argument',
        );
    const sorted = [...files].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
    return this.#take(sorted.map(pieceOf), 'upload', readingOptions(this.#state));
  }

  /** Sends a text to the lab as the held-out text of the present one. */
  async takeHeldOut(file: File): Promise<void> {
    const { corpus } = this.#state;
    if (!corpus) return;
    return this.#take([pieceOf(file)], 'upload', { ...corpus.options, split: 'file' }, true);
  }

  /** Has the host ask for a file and the lab read it; the old text stays on any error. */
  async choose(): Promise<void> {
    if (this.#occupied()) return;
    const { lab, messages } = this.#state;
    this.#cancelled = false;
    try {
      const read = await this.#state.changes.follow(() => {
        this.#choosing = true;
        return lab.openTextDialog({ options: readingOptions(this.#state) });
      });
      if (read) messages.settled('text');
    } catch (error) {
      messages.problem(this.#cancelled ? cancelled() : error, 'text');
    } finally {
      this.#choosing = false;
      this.current = null;
    }
  }

  /** Sends a text to the lab and makes it the corpus; the old one stays on any error. */
  take(
    blob: Blob,
    name: string,
    source: 'upload' | 'paste',
    options: CorpusOptions = readingOptions(this.#state),
  ): Promise<void> {
    return this.#take([{ blob, name }], source, options);
  }

  async #take(
    pieces: readonly Piece[],
    source: 'upload' | 'paste',
    options: CorpusOptions,
    heldOut = false,
  ): Promise<void> {
    const name = pieces.length > 1 ? `${pieces.length} files` : pieces[0].name;
    if (this.#occupied()) return;
    // The lab would say the same, but only after the whole text has been sent.
    if (this.#state.training)
      return this.#refuse(
        'The text cannot change while runs are in training.',
        'Stop or reset the experiment first.',
        'wrong-state',
      );
    this.current = { name, share: 0 };
    this.#cancelled = false;
    const { corpus: wanted } = this.#state.experiment;
    const lacksHeldOut =
      !heldOut && this.#state.corpus === null && wanted.kind === 'text' && wanted.options.split === 'file';
    try {
      await this.#send(pieces, source, options, heldOut);
      this.#state.messages.settled('text');
      if (lacksHeldOut)
        this.#refuse(
          'This experiment was evaluated on a held-out text of its own, which is not here: the end of the text stands in for it.',
          'Choose that file as the held-out text: Look at the text, Split.',
          'bad-argument',
        );
    } catch (error) {
      this.#state.messages.problem(this.#cancelled ? cancelled() : readable(error, name), 'text');
    } finally {
      this.current = null;
    }
  }

  async #send(
    pieces: readonly Piece[],
    source: 'upload' | 'paste',
    options: CorpusOptions,
    heldOut: boolean,
  ): Promise<void> {
    const { lab } = this.#state;
    const total = pieces.reduce((sum, { blob }) => sum + blob.size, 0);
    const ids: string[] = [];
    let sent = 0;
    try {
      for (const { blob, name } of pieces)
        ids.push(
          await sendInPieces(lab, blob, { name, source }, (bytes) => {
            if (this.#cancelled) throw cancelled();
            sent += bytes;
            this.current = { name, share: (0.5 * sent) / total };
          }),
        );
      if (this.#cancelled) throw cancelled();
    } catch (error) {
      for (const uploadId of ids) await lab.cancelText({ uploadId }).catch(() => undefined);
      throw error;
    }
    const [uploadId, ...more] = ids as [string, ...string[]];
    this.#reading = uploadId;
    const how = { ...(more.length > 0 && { more }), ...(heldOut && { heldOut }) };
    try {
      await this.#state.changes.follow(() => lab.finishText({ uploadId, options, ...how }));
    } finally {
      this.#reading = null;
    }
  }

  /** Says so when another text is on its way. */
  #occupied(): boolean {
    if (!this.current && !this.#choosing) return false;
    this.#refuse('A text is being read.', 'Wait or cancel it first.', 'wrong-state');
    return true;
  }

  #refuse(
    message: string,
    next: string,
    code: 'text-not-a-file' | 'text-unreadable' | 'bad-argument' | 'wrong-state' = 'text-not-a-file',
  ): void {
    this.#state.messages.problem(new LabError(code, message, next), 'text');
  }
}

/** Whether a link is dragged: it says so, or it is nothing but an address. */
const isLink = (types: readonly string[], text: string): boolean =>
  types.includes('text/uri-list') ||
  types.includes('text/x-moz-url') ||
  /^(?:https?|ftp|file|data|blob|mailto):\S+$/i.test(text.trim());

const cancelled = () => new LabError('cancelled', 'Reading was cancelled; the text before stays.');

/** A file that vanished or may not be read shows only when its bytes are asked for. */
function readable(error: unknown, name: string): unknown {
  if (!(error instanceof DOMException)) return error;
  return new LabError(
    'text-unreadable',
    `'${name}' could not be read: it is gone, or may not be read, or is a folder.`,
    'Check the file and drop it again.',
  );
}
