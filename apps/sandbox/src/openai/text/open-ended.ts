/** What is answered to a person who has not finished. */
export const NOT_FINISHED = '…';

const CONJUNCTIONS = 'and but or nor because if while although unless than plus';
const DETERMINERS = 'a an the my your our their every';
const PREPOSITIONS =
  'to from for of with at by about into between during until without in on around near under over per';
/** With a full stop behind them they may well end a sentence: "please come in." */
const PARTICLES = /(?:in|on|by|about|around|over|under|with)$/;
const SUBJECTS = 'i we he she they';
const AUXILIARIES = 'am is are was were will would can could should shall have has had';
const FILLERS = 'um uh uhm er erm hmm';

const HANGING = endsIn(`${CONJUNCTIONS} ${DETERMINERS} ${FILLERS}`);
const LEADING_ON = endsIn(`${PREPOSITIONS} ${SUBJECTS} ${AUXILIARIES}`);
const SO = /(?<!\b(?:think|hope|guess) )\bso$/;
/** Said by people who are about to say what. */
const LEAD_IN =
  /\b(?:i'm|we're|(?:i|we) (?:want|need)|(?:i|we)(?: would|'d) like|looking for|find me|give me|send me|make me|can you|could you)$/;

const ASKS = /\b(?:what|which|who|whom|whose|where|when|why|how)\b/;
const AGREES = /^(?:yes|yeah|yep|no|nope|of course|sure|okay|ok)\b/;
const MARK_OF_A_PAUSE = /(?:[,;:–—-]|…|\.{3})$/;

/** Whether someone who says this and pauses has clearly more to say, as far as English words without their melody can tell. */
export function isOpenEnded(text: string): boolean {
  const said = text.trim();
  if (MARK_OF_A_PAUSE.test(said)) return true;
  if (/[?!]$/.test(said)) return false;
  const words = bareWords(said);
  if (HANGING.test(words) || SO.test(words)) return true;
  // "Where are you from", "yes I am": they end as openly as they like.
  if (ASKS.test(words) || AGREES.test(words)) return false;
  if (said.endsWith('.') && PARTICLES.test(words)) return false;
  return LEADING_ON.test(words) || LEAD_IN.test(words);
}

/** Whether instructions want the mark above, alone, when a person has not finished: the mark and that word in one sentence. */
export function asksForVerdict(instructions: string): boolean {
  return /…[^.!?\n]*\bfinish|\bfinish[^.!?\n]*…/i.test(instructions);
}

/** The words alone, in small letters: recognisers set marks and capitals as they like. */
export function bareWords(text: string): string {
  const said = text.toLowerCase().replaceAll('’', "'");
  return (said.match(/[\p{L}\p{N}']+/gu) ?? []).join(' ');
}

function endsIn(words: string): RegExp {
  return new RegExp(`\\b(?:${words.replaceAll(' ', '|')})$`);
}
