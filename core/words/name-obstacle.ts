import { inEnglish, type Say } from './said/say.ts';

/** Whose name it is already, what is missing of it, or of the formula. */
type NameObstacle = 'unnamed' | 'formula' | 'builtIn' | 'published' | 'own';

/** Why an output layer of one's own cannot be added under its name, or at all. */
export const obstacleWords = (obstacle: NameObstacle, label: string, say: Say = inEnglish): string =>
  ({
    unnamed: say`Give it a name.`,
    formula: say`Mend the formula first.`,
    builtIn: say`“${label}” is the name of a built-in output layer: give it another one.`,
    published: say`“${label}” is the name of a published loss with another formula: give it another one.`,
    own: say`Another loss of your own is called “${label}” already: give it another name.`,
  })[obstacle];
