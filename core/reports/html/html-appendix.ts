import { originWords } from '../../experiments/run-origins.ts';
import { markupIn } from './said-markup.ts';
import type { Say } from '../../words/said/say.ts';
import { sayOf } from '../words/say-of.ts';
import { html, preformatted, type Html } from '../../figures/drawing/markup.ts';
import { gibibytes, grouped, percent, significant } from '../../words/number-format.ts';
import { citation } from '../citation.ts';
import { repeatCommand } from '../repeat-command.ts';
import type { PlacedFigures } from '../report-figures.ts';
import type { MethodRow, Report } from '../report-data.ts';
import { corpusRows } from '../words/corpus-rows.ts';
import { clippedText, readingName } from '../words/method.ts';
import { seedRows, seedYardstick } from '../words/run-words.ts';
import { speedCells, speedHead, speedNote } from '../words/speed.ts';
import { labelOf } from '../words/summary.ts';
import { armKey, armRows, definitions, heading, type Numbered } from './html-parts.ts';
import { numbersTable } from './html-verdicts.ts';

function gradientRows({ arms }: Report, say: Say): string[][] {
  return arms.map(({ gradient: { first, median, last, clippedShare, steps }, layer, readingClipped }) => [
    ...(steps === 0
      ? ['–', '–', '–', '–']
      : [significant(first), significant(median), significant(last), percent(clippedShare)]),
    readingName(layer.reading, say),
    clippedText(readingClipped),
  ]);
}

/** Source, formulas and check of each layer that the experiment brought along. */
function ownLayers({ ownLayers: layers }: Report, say: Say): Html | null {
  if (layers.length === 0) return null;
  return html`${heading(3, 'own-layers', say`Layers of this experiment’s own`)}${layers.map(
    ({ definition, info, rows, source }) =>
      html`<h4>${definition.label}</h4>
        ${(info.own?.warnings ?? []).map((warning) => html`<p class="partial"><strong>${say`Warning.`}</strong> ${say.of(warning)}</p>`)}
        <pre>${preformatted(source)}</pre>
        ${definitions(rows, 'prov')}`,
  )}`;
}

function samples({ arms }: Report, say: Say): Html {
  const said = markupIn(say);
  return html`${heading(3, 'samples', say`What the networks write`)}
    <p class="cap">
      ${say`Last text drawn from one seed of each output layer, temperature 1, with the same random numbers for all.`}
    </p>
    <div class="samples">
      ${arms.map((each, i) =>
        each.sample
          ? html`<p class="cap">
                ${armKey(each, i)}${said`<b>${each.label}</b>, seed ${each.sample.seed}, step ${grouped(each.sample.step)}`}
              </p>
              <pre>${preformatted(each.sample.text)}</pre>`
          : html`<p class="cap">${armKey(each, i)}${said`<b>${each.label}</b>: no text was drawn`}</p>`,
      )}
    </div>`;
}

function machineRows(report: Report, say: Say): MethodRow[] {
  const { machine, version, arithmetic, origins } = report;
  const head = { label: say`Arithmetic`, text: say.of(arithmetic) };
  if (origins)
    return [
      { label: say`Report by`, text: `Loss Lab ${version}` },
      ...originWords(origins, labelOf(report), say).map(({ maker, runs }) => ({ label: runs, text: maker })),
      head,
    ];
  return [
    { label: 'Loss Lab', text: `${version}, ${machine.runtime}, ${machine.system}` },
    {
      label: say`Processor`,
      text: say`${machine.processor}, ${say.counted(machine.cores, 'core')}, ${gibibytes(machine.memory)} of memory`,
    },
    head,
  ];
}

/** Every run, settings, machine, hashes, how to repeat and to cite. */
export function appendixSection(report: Report, figures: PlacedFigures, numbered: Numbered): Html {
  const { text } = citation(report);
  const say = sayOf(report);
  const command = repeatCommand(report);
  return html`${heading(2, 'appendix', say`Appendix`)} ${heading(3, 'runs', say`Every run`)}
    ${numbered.table(say`Seed by seed: ${seedYardstick(report, say)}. Values of one column are paired.`)}
    ${armRows(
      report.arms,
      report.experiment.seeds.map((seed) => say`seed ${seed}`),
      seedRows(report, say),
      say,
    )}
    ${report.arms.length > 1 && numbersTable(report, numbered)}
    ${numbered.table(say`Global gradient norm before clipping: first and last step averaged over seeds, median over the steps on record of all seeds; how outputs are read as probabilities, and how often one was cut off at 0 for it.`)}
    ${armRows(report.arms, [say`first`, say`median`, say`last`, say`steps clipped`, say`read as`, say`cut off at 0`], gradientRows(report, say), say)}
    ${heading(3, 'speed', say`Speed of training`)} ${numbered.table(speedNote(report, say))}
    ${armRows(report.arms, speedHead(say), report.arms.map(speedCells), say)}
    <div class="screen">
      ${heading(3, 'own-losses', say`Own losses`)}
      <p class="cap">
        ${say`Each output layer minimises a quantity of its own; they have axes of their own and cannot be compared.`}
      </p>
      ${figures.own.map((figure) => numbered.wide(figure))}
    </div>
    ${ownLayers(report, say)} ${samples(report, say)}
    <div class="pair">
      <div>${heading(3, 'text', say`Text`)} ${definitions(corpusRows(report), 'prov')}</div>
      <div>
        ${heading(3, 'machine', say`Machine`)} ${definitions(machineRows(report, say), 'prov')}
        ${heading(3, 'repeat', say`How to repeat`)}
        <pre>${preformatted(command)}</pre>
        ${
          command.includes('experiment.json') &&
          html`<p class="cap">
            ${say`experiment.json is in the archive of this report, and in the folder of the comparison.`}
          </p>`
        }
        ${heading(3, 'cite', say`How to cite`)}
        <p class="sans">${text}</p>
        <p class="cap">
          ${
            report.derivation
              ? say`The report’s SHA-256 is over the content of report.json, which holds every value of this page but those of the derivation.`
              : say`The report’s SHA-256 is over the content of report.json, which holds every value of this page.`
          }
        </p>
      </div>
    </div>`;
}
