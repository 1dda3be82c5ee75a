import { sayer } from '../say.ts';
import { answer } from './answer.ts';
import { bar } from './bar.ts';
import { caveats } from './caveats.ts';
import { errors } from './errors.ts';
import { figures } from './figures.ts';
import { convergence } from './convergence.ts';
import { derivation } from './derivation.ts';
import { duels } from './duels.ts';
import { formulas } from './formulas.ts';
import { glossary } from './glossary.ts';
import { gradients } from './gradients.ts';
import { layers } from './layers.ts';
import { lesson } from './lesson.ts';
import { library } from './library.ts';
import { settings } from './settings.ts';
import { sweeps } from './sweeps.ts';
import { text } from './text.ts';
import { window } from './window.ts';
import { messages } from './messages.ts';
import { method } from './method.ts';
import { page } from './page.ts';
import { names, recorded as records } from './records.ts';
import { registered } from './registered.ts';
import { verdicts } from './verdicts.ts';

/** What the code says through templates, in Chinese. */
export const sentences = {
  ...answer,
  ...bar,
  ...verdicts,
  ...method,
  ...caveats,
  ...page,
  ...figures,
  ...convergence,
  ...derivation,
  ...duels,
  ...formulas,
  ...gradients,
  ...layers,
  ...lesson,
  ...library,
  ...settings,
  ...sweeps,
  ...text,
  ...window,
};

export const recorded = { ...records, ...messages, ...errors, ...answer };

/** 简体中文 */
export const inChinese = sayer('zh-Hans', { ...names, ...registered, ...glossary, ...sentences }, recorded, {
  last: '和',
  name: '、',
  part: '；',
});
