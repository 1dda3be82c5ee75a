import { Option, type Command } from 'commander';
import { collected } from './option-values.ts';

/** The language of a page. */
export const languageOption = (): Option =>
  new Option('--language <tag>', 'language of the report: English, or Chinese (zh, zh-Hans)').choices([
    'en',
    'zh',
    'zh-Hans',
  ]);

/** What is said on a report by whoever makes it. */
export const withHeadingOptions = (command: Command): Command =>
  command
    .option('--title <text>', 'title instead of the name of the comparison')
    .option('--author <name, affiliation>', 'an author; may be repeated', collected)
    .option('--address <doi or url>', 'where the report is published')
    .option('--notes <text>', 'a paragraph of your own')
    .addOption(languageOption());
