import { csvOf } from '../../core/figures/csv.ts';
import type { Figure } from '../../core/figures/figure.ts';
import { pictureOf } from '../../core/figures/drawing/svg.ts';
import type { ExportedFile } from '../../core/contract/lab-data.ts';

export type FigureFormat = 'svg' | 'png' | 'csv';

/** The same as PNG, twice as large: for slides and paper. */
async function pngOf(figure: Figure, scale = 2): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([pictureOf(figure)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
    const context = canvas.getContext('2d');
    if (!context) throw new Error('The picture could not be drawn.');
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error('The picture could not be written as PNG.');
    return blob;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/**
 * A figure as a file.
 * @param shown as it is in sight, for pictures
 * @param whole for its table
 */
export async function figureFile(
  name: string,
  format: FigureFormat,
  shown: Figure,
  whole: Figure,
): Promise<ExportedFile> {
  const bytes = async (): Promise<Uint8Array> => {
    if (format === 'png') return new Uint8Array(await (await pngOf(shown)).arrayBuffer());
    const text = format === 'svg' ? pictureOf(shown) : [...csvOf(whole.table)].join('');
    return new TextEncoder().encode(text);
  };
  const mediaType = { svg: 'image/svg+xml', png: 'image/png', csv: 'text/csv' }[format];
  return { name: `${name}.${format}`, mediaType, bytes: await bytes() };
}

/** Puts the picture on the clipboard: what is pasted is what is exported. */
export async function copyPicture(figure: Figure): Promise<void> {
  // The picture is handed over as a promise: some browsers take it only while the key or click is still under way.
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': pngOf(figure) })]);
}
