import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eachGradientList } from '../../core/experiments/run.ts';
import type { ExportProgress } from '../../core/contract/lab-data.ts';
import { fillFolder } from '../../core/node/disk/fill-folder.ts';
import { ReportWriter } from '../../core/node/reports/report-writer.ts';
import { writeReport } from '../core/reports/whole-files.ts';
import type { ReportInput } from '../../core/reports/report-data.ts';
import { experiment, input } from '../core/reports/report-fixtures.ts';
import { builtEntry } from './built.ts';

let entry: URL;
beforeAll(async () => {
  entry = await builtEntry('report-thread');
});

const folders: string[] = [];
/** A folder of its own for a report. */
function place() {
  const folder = mkdtempSync(join(tmpdir(), 'loss-lab-report-'));
  folders.push(folder);
  return { folder, runs: null, text: null };
}
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** An array with room to grow behind its values, as the lab's own are. */
function roomy<A extends Float64Array | Uint8Array>(values: A): A {
  const room = new (values.constructor as new (size: number) => A)(2 * values.length);
  room.set(values);
  return room.subarray(0, values.length) as A;
}

/** A report on four arms and three seeds. */
function long(steps: number): ReportInput {
  const given = input({ experiment: experiment({ steps, seeds: [1, 2, 3] }) });
  const runs = given.runs.map((run) => {
    const { loss, gradientNorm, clipped, seconds } = run.series;
    const series = {
      loss: roomy(loss),
      gradientNorm: roomy(gradientNorm),
      clipped: roomy(clipped),
      seconds: roomy(seconds),
    };
    return { ...run, series, gradients: eachGradientList(run.gradients, roomy) };
  });
  return { ...given, runs };
}

describe('a report written in a thread', () => {
  it('has the bytes it has when it is written here', async () => {
    const writer = new ReportWriter(entry);
    const given = long(50);
    const formats = ['html', 'markdown', 'csv', 'json'] as const;
    const { folder } = place();
    await writer.writeInto({ folder, runs: null, text: null }, given, formats);
    for (const { name, bytes } of writeReport(given, formats))
      expect(readFileSync(join(folder, name)).equals(bytes), name).toBe(true);
    // The lab goes on with its own arrays.
    expect(given.runs[0].series.loss).toHaveLength(50);
  });

  it('leaves the event loop turning', async () => {
    const writer = new ReportWriter(entry);
    const given = long(2_000);
    let written = false;
    const writing = writer
      .writeInto(place(), given, ['html', 'markdown', 'csv', 'json'])
      .then(() => (written = true));
    let turns = 0;
    for (; !written; turns++) await setImmediate();
    await writing;
    expect(turns).toBeGreaterThan(100);
  });

  it('says what is wrong as the report itself does', async () => {
    const given = long(1);
    const stray = { ...given, runs: [{ ...given.runs[0], armId: 'nobody' }] };
    await expect(new ReportWriter(entry).writeInto(place(), stray, ['json'])).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining("no run of 'nobody'"),
    });
  });

  it('is cancelled by the end of the lab', async () => {
    const writer = new ReportWriter(entry);
    const writing = writer.writeInto(place(), long(20_000), ['csv']);
    const refused = expect(writing).rejects.toMatchObject({ code: 'cancelled' });
    await setImmediate();
    await writer.close();
    await refused;
  });

  it('tells what it writes, and leaves nothing under its name where it is given up', async () => {
    const { folder } = place();
    const told: ExportProgress[] = [];
    // A printer that never comes back: the archive waits for its first page.
    const never = () => new Promise<Uint8Array>(() => undefined);
    const writer = new ReportWriter(entry, { pdf: never, png: never });
    const writing = fillFolder(folder, (staging) =>
      writer.writeInto({ folder: staging, runs: null, text: null }, long(2_000), ['csv', 'archive'], (how) =>
        told.push(how),
      ),
    );
    const refused = expect(writing).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(() => told.at(-1)?.doing, { timeout: 20_000 }).toBe('print');
    expect(told[0]).toEqual({ doing: 'write', file: 'curves.csv', at: 1, of: 3 });
    expect(told.at(-1)).toMatchObject({ file: 'report.pdf', at: 1 });
    await writer.cancel();
    await refused;
    expect(readdirSync(folder)).toEqual([]);
  });
});
