/** Scripts that put no spaces between words: there a word begins and ends anywhere. */
const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Which of some words or phrases are in a text, whole and in whatever case. What speech recognisers write is not to be told apart. */
export function wordsIn(text: string, phrases: readonly string[]): string[] {
  const plain = plainOf(text);
  return phrases.filter((phrase) => wholePhrase(plainOf(phrase), 'u').test(plain));
}

/** One form for what reads the same. */
function plainOf(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll('’', "'").trim();
}

/** Finds a phrase where it stands as a whole, however its words are spaced. */
export function wholePhrase(phrase: string, flags: string): RegExp {
  const [first = '', last = ''] = [phrase.at(0), phrase.at(-1)];
  const words = phrase.split(/\s+/).map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`${edge(first, '<!')}${words.join('\\s+')}${edge(last, '!')}`, flags);
}

function edge(character: string, look: '<!' | '!'): string {
  const isPartOfWord = /[\p{L}\p{M}\p{N}]/u.test(character) && !WITHOUT_SPACES.test(character);
  return isPartOfWord ? `(?${look}[\\p{L}\\p{M}\\p{N}])` : '';
}
