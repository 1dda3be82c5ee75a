import { unknownName } from '../../../errors.ts';
import { pluginDeclarations, pluginExamples, pluginTemplate } from '../../../plugins/author-files.ts';

/** Prints the start of a plug-in, its contract, or an example. */
export function printPluginFile({ types, example }: { types?: boolean; example?: string }): void {
  process.stdout.write(
    (types ? pluginDeclarations : example === undefined ? pluginTemplate : named(example)).text,
  );
}

function named(name: string) {
  const found = pluginExamples.find((each) => each.name === name || each.name === `${name}.mjs`);
  if (found) return found;
  throw unknownName(
    'example',
    name,
    pluginExamples.map((each) => each.name.replace('.mjs', '')),
  );
}
