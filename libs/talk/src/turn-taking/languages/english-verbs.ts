import { wordList } from './word-list.js';

/** Want an object in any form: "I need", "we booked", "are you looking for a place to rent". */
const TRANSITIVE = wordList(`
  accept achieve acquire add adjust admire admit afford allow annoy anticipate apply appreciate approve arrange assign assume
  attach attract avoid bake base beat believe bend bill bite blame bless book borrow bring build buy carry catch cause
  celebrate change check choose claim collect combine compare complete confirm connect consider contact contain cost count
  cover deactivate decorate define delete demand deny describe deserve design destroy detect develop disable discover discuss
  download drop email employ enable encourage enjoy ensure enter estimate examine exchange expect explain explore extend feed
  fill find finish fix fold force forward get gift give guarantee handle hate hear hide hire hold identify ignore imagine
  import improve include increase inform insert install insure intend introduce invent invite involve keep know lend let lift
  like limit list locate lock lose love make manage mean measure mention miss mix move need negotiate notice notify obtain
  offer open order organise organize owe own pack paint pick place plan plant play prefer prepare prevent print produce
  promise pronounce propose protect prove provide publish pull purchase push put quote raise reach read realise realize rebook
  receive recharge recognise recognize recommend record recover reduce refund refuse register reinstall reject remove rent
  reorder repair repeat replace report request require reschedule resend reserve reset resolve restart review sacrifice save say scan
  schedule see select sell send separate serve set settle shake share show sign skip solve spell spend split spread steal
  store submit suggest supply support suppose switch take teach tell test thank think throw tie top touch track trade transfer
  translate treat trust try undo unlock unpack unplug update upgrade upload use validate value verify view visit want warn
  waste wear win wish wrap write`);

/** May do without: "I want to pay", "it works". */
const INTRANSITIVE = wordList(`
  act agree answer apologise apologize appear argue arrive ask bark be become begin belong blink boil bounce break breathe
  burn buzz call cancel care charge chat clean click climb close come complain concentrate continue cook crash cross cry cycle
  dance decline deliver depart depend die differ disappear do drain drive drop eat end exist expire fail fall fit flash flow
  fly follow forget freeze function go grow guess hang happen have head help hike hope hurry hurt interrupt jam join jump last
  laugh lead learn leave lie listen live load look matter mind occur operate park participate pass pause pay phone plug rain
  react relax rely remain remember respond rest retire return ring rise run search seem shine ship shop shut sing sit sleep
  slip smell smile smoke snow sound speak stand start stay stick stop struggle study suffer swim talk taste teach travel turn
  type understand vary vote wait wake walk warm wash watch wonder work worry`);

const IRREGULAR: Readonly<Record<string, string>> = {
  be: 'is are was were am been being',
  become: 'became',
  begin: 'began begun',
  break: 'broke broken',
  beat: 'beaten',
  bring: 'brought',
  build: 'built',
  buy: 'bought',
  catch: 'caught',
  choose: 'chose chosen',
  come: 'came',
  do: 'does did done',
  drive: 'drove driven',
  eat: 'ate eaten',
  fall: 'fell fallen',
  find: 'found',
  fly: 'flew flown',
  forget: 'forgot forgotten',
  feed: 'fed',
  freeze: 'froze frozen',
  get: 'got gotten',
  give: 'gave given',
  go: 'goes went gone',
  grow: 'grew grown',
  hang: 'hung',
  have: 'has had',
  hear: 'heard',
  hide: 'hid hidden',
  hold: 'held',
  keep: 'kept',
  know: 'knew known',
  lead: 'led',
  leave: 'left',
  lend: 'lent',
  lie: 'lay lain lying',
  lose: 'lost',
  make: 'made',
  mean: 'meant',
  pay: 'paid',
  ring: 'rang rung',
  run: 'ran',
  rise: 'rose risen',
  say: 'said',
  see: 'saw seen',
  sell: 'sold',
  send: 'sent',
  shake: 'shook shaken',
  show: 'shown',
  sing: 'sang sung',
  sit: 'sat',
  sleep: 'slept',
  speak: 'spoke spoken',
  spend: 'spent',
  spell: 'spelt',
  steal: 'stole stolen',
  stand: 'stood',
  stick: 'stuck',
  swim: 'swam swum',
  take: 'took taken',
  teach: 'taught',
  tell: 'told',
  think: 'thought',
  throw: 'threw thrown',
  understand: 'understood',
  wake: 'woke woken',
  wear: 'wore worn',
  win: 'won',
  write: 'wrote written',
};

/** Double their last letter before an ending. */
const DOUBLING = wordList(
  'plan stop drop wrap jam get win shut slip put set sit swim run let plug log chat ship cancel travel skip split',
);

export const transitives = forms(TRANSITIVE);
export const verbs: ReadonlySet<string> = new Set([...transitives, ...forms(INTRANSITIVE)]);

function forms(bases: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(
    [...bases].flatMap((base) => [base, ...inflect(base), ...(IRREGULAR[base]?.split(' ') ?? [])]),
  );
}

function inflect(base: string): string[] {
  const doubled = DOUBLING.has(base) ? [`${base}${base.at(-1)}ing`, `${base}${base.at(-1)}ed`] : [];
  if (base.endsWith('e')) return [`${base}s`, `${base}d`, `${base.slice(0, -1)}ing`];
  if (/[^aeiou]y$/.test(base)) return [`${base.slice(0, -1)}ies`, `${base.slice(0, -1)}ied`, `${base}ing`];
  if (/(?:s|x|z|ch|sh)$/.test(base)) return [`${base}es`, `${base}ed`, `${base}ing`];
  return [`${base}s`, `${base}ed`, `${base}ing`, ...doubled];
}
