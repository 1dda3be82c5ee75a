import { languageOf, languages, type Language } from '../../../core/words/language.ts';
import { wordsOf } from '../../../core/words/words-of.ts';
import { inEnglish, type Say } from '../../../core/words/said/say.ts';
import { sayIn } from '../../../core/words/said/say-in.ts';

const key = 'loss-lab-language';

/** The language of the words on the screen: of the system, or as the user chose; `?language=` of the address goes first. */
export class LanguageChoice {
  language = $state<Language>('en');
  words = $derived(wordsOf(this.language));
  #said = $derived(sayIn(this.language));
  /** Says a sentence in the language that is chosen when it is said: what shows it follows the choice. */
  readonly say: Say = new Proxy(inEnglish, {
    apply: (_, self, [english, ...values]: Parameters<Say>) => this.#said.call(self, english, ...values),
    get: (_, key) => this.#said[key as keyof Say],
  });

  constructor() {
    const asked = /[?&]language=([\w-]+)/.exec(location.search)?.[1] ?? localStorage.getItem(key);
    this.#speak(languages.find((each) => each === asked) ?? languageOf(navigator.language));
  }

  choose(language: Language): void {
    this.#speak(language);
    localStorage.setItem(key, language);
  }

  /** The page says its language, for screen readers, fonts and line breaks. */
  #speak(language: Language): void {
    this.language = language;
    document.documentElement.lang = language;
  }
}
