const LONGEST = 4;

/** Clear statements, and nothing that only may be one: "I am fine" is no name. */
const STATEMENTS = [
  /\bmy (?:full |first )?name(?: is|['’]s)[,:]?\s+/iu,
  /\bthe name is\s+/iu,
  /\bi(?: am|['’]m) called\s+/iu,
  /\bme llamo\s+/iu,
  /\bmi nombre es\s+/iu,
  /\bje m['’]appelle\s+/iu,
  /\bich hei(?:ß|ss)e\s+/iu,
  /\bmein name ist\s+/iu,
];
/** "This is Asha Rao speaking." */
const SPEAKING = /\bthis is ((?:\p{L}[\p{L}'’.-]*\s+){1,3}?)(?:speaking|calling)\b/iu;

const TITLE = /^(?:mr|mrs|ms|dr)\b\.?\s+/iu;

/** What follows a name, or stands where one could. */
const NO_NAME = new Set(
  (
    'a an the not no i you he she we they it and or but so my your our his her their this that here there from with for in on at to of by ' +
    'please thanks thank calling speaking spelled spelt spelling wrong right already also just still is was am are what how when where why ' +
    'who which can could would will phone number email mail mobile uh um er'
  ).split(' '),
);

/** The name that a person said is theirs; undefined where none was. */
export function spokenName(text: string): string | undefined {
  const speaking = SPEAKING.exec(text)?.[1];
  if (speaking !== undefined) return nameAt(speaking, true);
  for (const statement of STATEMENTS) {
    const found = statement.exec(text);
    const name = found && nameAt(text.slice(found.index + found[0].length), false);
    if (name) return name;
  }
  return undefined;
}

function nameAt(rest: string, isWhole: boolean): string | undefined {
  const [clause = ''] = rest.replace(TITLE, '').split(/[,;:!?()\n]|\.(?:\s|$)/u, 1);
  const tokens = clause.split(/\s+/).filter(Boolean);
  const end = tokens.findIndex((token) => !isNamePart(token));
  const words = (end < 0 ? tokens : tokens.slice(0, end)).slice(0, LONGEST);
  const [first] = words;
  if (first === undefined) return undefined;
  if (/^\p{Lu}/u.test(first)) return written(words, (word) => /^\p{Lu}/u.test(word));
  // Without capitals nothing says where a name ends: one word, and a second where the sentence ends or goes on with "and".
  const after = tokens[2]?.toLowerCase();
  const hasSecond = words.length > 1 && (isWhole || after === undefined || after === 'and');
  return words
    .slice(0, hasSecond ? 2 : 1)
    .map(capital)
    .join(' ');
}

function isNamePart(token: string): boolean {
  return /^\p{L}[\p{L}\p{M}'’.-]*$/u.test(token) && !NO_NAME.has(token.toLowerCase());
}

/** As far as it is written as a name. */
function written(words: readonly string[], isName: (word: string) => boolean): string {
  const end = words.findIndex((word) => !isName(word));
  return (end < 0 ? words : words.slice(0, end)).join(' ');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
