import { languageOf, languages, wordsOf, type Language } from '../../core/words/language.ts';

const key = 'loss-lab-language';

/** The language of the words on the screen: of the system, or as the user chose; `?language=` of the address goes first. */
export class LanguageChoice {
  language = $state<Language>('en');
  words = $derived(wordsOf(this.language));

  constructor() {
    const asked = /[?&]language=([\w-]+)/.exec(location.search)?.[1] ?? localStorage.getItem(key);
    this.language = languages.find((each) => each === asked) ?? languageOf(navigator.language);
  }

  choose(language: Language): void {
    this.language = language;
    localStorage.setItem(key, language);
  }
}
