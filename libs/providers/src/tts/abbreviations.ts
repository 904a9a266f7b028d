/** A name or an explanation follows: no sentence ends with these. */
const GO_ON = new Set(
  (
    'dr mr mrs ms mx prof st mt gen col capt lt sgt maj adm rev hon pres gov sen rep ' +
    'sr sra srta dra mme mlle hr fr dipl ing e.g i.e eg ie cf vs viz approx ca incl z.b d.h u.a bzw p.ej'
  ).split(' '),
);
/** A number follows, or the sentence has ended. */
const BEFORE_NUMBERS = new Set(
  'no nr nos p pp fig figs vol art sec ch ext tel apt jan feb mar apr jun jul aug sep sept oct nov dec'.split(
    ' ',
  ),
);
/** They write the fifth as `5.` */
const WITH_DOTTED_ORDINALS = new Set('de da nb nn no fi is et lv cs sk sl hr sr bs hu pl tr'.split(' '));
const LAST_TOKEN = /(?:^|[\s("'“‘«[—–-])([\p{L}\p{M}.]+)$/u;

/**
 * Whether a full stop belongs to what stands before it, and the sentence goes on.
 *
 * @param next The character after the space.
 */
export function isAbbreviation(before: string, next: string, language: string | undefined): boolean {
  // The number of a point in a list.
  if (/(?:^|\n)\s*\d{1,3}$/.test(before)) return true;
  if (/(?:^|\s)\d{1,2}$/.test(before)) return WITH_DOTTED_ORDINALS.has(language?.split('-')[0] ?? '');
  const token = LAST_TOKEN.exec(before)?.[1];
  if (token === undefined) return false;
  const word = token.toLowerCase();
  if (GO_ON.has(word)) return true;
  if (BEFORE_NUMBERS.has(word)) return /\p{N}/u.test(next);
  const isInitial = /^\p{Lu}$/u.test(token) && token !== 'I';
  return isInitial || /^(?:\p{Lu}\.)+\p{Lu}$/u.test(token);
}
