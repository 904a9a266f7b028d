import { transitives, verbs } from './english-verbs.js';
import type { LanguageWords } from './language.js';
import { phraseList, wordList } from './word-list.js';

export const english: LanguageWords = {
  conjunctions: wordList(
    'and or but because cause cuz if unless although while whereas until till than whether nor plus as since so that whenever wherever',
  ),
  coordinators: wordList('and but or'),
  clauseCoordinators: wordList('but so'),
  complementizers: wordList('that'),
  relatives: wordList('that which who whom'),
  subordinators: wordList(
    'if unless because since although though while when whenever before after until once as whether whatever wherever',
  ),
  complements: wordList('whether whatever'),
  looseJoints: wordList('before after until since as once or and than'),
  subordinatingPhrases: phraseList(`
    every time
    each time
    the last time
    the first time
    the next time
    the moment
    by the time
    as soon as
    as long as
    even if
    even though
    just because
    in case`),
  determiners: wordList('a an the my your our their its his every whose'),
  indefinites: wordList('a an'),
  quantifiers: wordList(
    'this these those some any another all both each many much several few other such more most certain own either neither her no dozen',
  ),
  prepositions: wordList(`
    of from into onto to with without between among during for at per via towards toward regarding concerning including except
    despite upon within against beside beyond by about in on under like through behind versus`),
  looseAdverbs: wordList(
    'then off over up down out near around before after outside inside above below across along past since though besides next',
  ),
  particles: new Map(
    Object.entries({
      check: 'in out up',
      log: 'in out on off',
      sign: 'in out up',
      turn: 'on off up down out in',
      pick: 'up',
      drop: 'off',
      set: 'up',
      hang: 'on up',
      hold: 'on',
      call: 'back',
      come: 'in back over up',
      go: 'out on up down back off by',
      get: 'off on in up back out through by',
      move: 'in out on',
      fill: 'in out',
      find: 'out',
      give: 'up back in',
      take: 'off out over',
      put: 'on off away down up',
      switch: 'on off over',
      plug: 'in',
      run: 'out',
      shut: 'down',
      break: 'down',
      slow: 'down',
      start: 'over up',
      work: 'out',
      eat: 'in out',
      leave: 'out off',
      try: 'on out',
      send: 'back over',
      figure: 'out',
      look: 'up around',
      opt: 'in out',
      sort: 'out',
      print: 'out',
      wake: 'up',
      add: 'up',
      wash: 'up',
      show: 'up',
      sit: 'down',
      stand: 'up',
      clean: 'up',
      open: 'up',
      speed: 'up',
      stay: 'in over',
      carry: 'on',
      bring: 'back in over up',
      write: 'down back',
      read: 'out',
      pass: 'by',
      wrap: 'up',
    }).map(([verb, particles]) => [verb, wordList(particles)]),
  ),
  freeParticles: wordList('up down out off over away back through along around'),
  separables: wordList('pick drop put take send bring give print set write fill leave hand throw'),
  fillers: wordList('um umm uh uhh uhm er erm hmm hm mm eh ah'),
  fillerPhrases: phraseList(`
    you know
    i mean
    let me see
    let's see
    let me think
    what's it called
    how do i say
    how shall i put it
    hang on
    sort of
    kind of`),
  subjectPronouns: wordList('i we he she they somebody someone everybody everyone nobody'),
  eitherPronouns: wordList('you it this that these those there'),
  objectPronouns: wordList('me him her us them'),
  auxiliaries: wordList(`
    is are was were am be been being do does did have has had having will would can could should shall may might must ought
    isn't aren't wasn't weren't don't doesn't didn't haven't hasn't hadn't won't wouldn't can't cannot couldn't shouldn't mustn't
    gonna wanna gotta`),
  mainAuxiliaries: wordList('do have be been done had'),
  copulas: wordList("is are was were am be been being isn't aren't wasn't weren't"),
  contractions:
    /^(?:.+'(?:m|re|ve|ll|d)|(?:it|that|what|there|here|who|where|how|he|she|let|when|why|name|everything|something|nothing)'s)$/,
  negations: /^(?:not|never|.+n't|cannot)$/,
  questionWords: wordList('what which who whom whose how when where why'),
  objectQuestions: wordList('what which who whom'),
  amountQuestions: new Map([['how', wordList('many much')]]),
  measureVerbs: wordList('take cost last'),
  reasonQuestions: wordList('why'),
  stranding: new Map([['where', wordList('from')]]),
  infinitiveMark: 'to',
  verbs,
  transitives,
  incompletes: wordList(`
    wondering trying hoping supposed able unable willing according based looking going heading planning thinking due interested
    rather wanting used calling happen happens afraid aware responsible instead seem seems tend
    tends depending apart ahead live lives living lived flying staying goes becomes sounds looks feels tastes smells sound look feel become speak log logging allergic born told`),
  handingOver: wordList(
    'tell give let show send bring get lend hand pass offer giving sending telling showing make making makes',
  ),
  looselyHandingOver: wordList(
    'told gave sent showed asked charged promised sold taught ask owe owes put want need wants needs wanted needed',
  ),
  clauseVerbs: wordList(`
    think thinks thought suppose guess hope believe say says said told know see heard read mean means feel remember sure realize
    realised realized noticed understand wondering wonder afraid assume imagine`),
  opinionVerbs: wordList(
    'think thinks thought suppose guess hope believe say says said told assume realise realize realised realized',
  ),
  verbMarkers: wordList(`
    to please let's just also already still always never usually probably actually ever barely hardly can could will would
    should may might must i we you they he she don't didn't doesn't can't couldn't won't wouldn't i'll we'll you'll they'll
    i've we've you've they've he'll she'll i'd we'd have has had haven't hasn't`),
  adjectives: wordList(`
    big small large huge tiny new old good better best bad worse worst nice great cheap cheaper cheapest expensive direct
    double single twin quiet whole different same main next last other only red blue green black white grey gray brown yellow
    dark light long short longer shorter early earlier late later full free extra special normal regular private public local
    international domestic wrong fast faster fastest quick slow easy hard simple heavy strange weird warm cold hot wet dry
    fresh medium possible similar following previous current final total original personal official nearest closest lovely
    perfect young little beautiful romantic modern online mobile decent comfortable lower upper higher highest lowest broken
    damaged missing upcoming available vegetarian vegan monthly weekly daily annual recent latest usual non-smoking one-way
    round-trip bigger smaller nicer older newer wide narrow deep loud safe separate`),
  degrees: wordList('very quite extremely fairly pretty nearly almost just such rather'),
  looseDegrees: wordList('even approximately roughly really too only especially less least exactly'),
  nameBeginnings: wordList(`
    mr mrs ms miss dr doctor new san los las saint st mount north south west east northern southern western eastern united great
    sri hong costa buenos rio abu tel kuala de van von credit debit boarding swimming customer zip postal air frequent
    `),
  orderAdjectives: wordList('last next'),
  numbered: wordList(
    'platform gate terminal extension room flight line error option page seat row size number version level code apartment',
  ),
  relationalNouns: wordList(
    'kind type sort way chance possibility number couple bit pair bunch part rest amount date name reason middle beginning top bottom side',
  ),
  relationalMarks: wordList('the best'),
  pronounNouns: wordList(
    'one ones everything anything something nothing all thing things people person anyone somewhere anywhere',
  ),
  answers: wordList(`
    yes no yeah yep yup nope nah sure okay ok right fine great perfect good correct exactly absolutely certainly definitely
    maybe perhaps possibly probably never nothing both neither either none all nobody everyone always sometimes tomorrow today
    tonight yesterday now later soon monday tuesday wednesday thursday friday saturday sunday thanks bye
    goodbye alright indeed totally cool lovely wonderful true false`),
  openers: wordList(
    'hello hi hey morning afternoon evening good sorry excuse me pardon okay ok well so right listen look now and actually anyway yes yeah no there',
  ),
  closers: wordList('please thanks bye goodbye'),
  closingPhrases: phraseList(`
    thank you
    thank you so much
    thank you very much
    that's all
    that's it
    that is all
    that would be great
    that would be all
    that'll be all
    as soon as possible
    is that right
    is that correct
    is that possible
    is that okay
    if that's okay
    if that's all right
    if possible
    for now
    at all
    or not
    to go
    never mind
    no problem
    not really
    of course
    you too`),
  wholePhrases: phraseList(`
    think so
    hope so
    guess so
    believe so
    suppose so
    said so
    say so
    told me so
    even so
    why not
    of course not
    hope not
    probably not
    maybe not
    certainly not
    absolutely not
    definitely not
    better not
    guess not
    or not
    and you
    what about you
    how about you
    thank you
    that's it
    that's that
    like that
    like this
    about that
    about this
    after all
    at all
    not at all
    that's all
    not much
    not many
    very much
    so much
    too much
    too many
    as much
    not any more
    any more
    once more
    no more
    any longer
    any better
    been up to
    of my own
    of our own
    my own
    our own
    your own
    his own
    their own
    a bit more
    a little more
    some more
    not yet
    what else
    who else
    how come
    say what
    so what
    me too
    me neither
    far too
    i see
    let me know
    as well
    as usual
    what for
    where to
    where from
    who with
    if you like
    if you want
    if you wish
    if you can
    if you could
    whatever you like
    whenever you like
    as you like
    as you wish
    on and off
    and so on
    or so
    for a second
    a second
    a bit of both
    as possible`),
  pairs: new Map([
    ['between', 'and'],
    ['either', 'or'],
    ['both', 'and'],
  ]),
  introductions: phraseList(`
    my name is
    my name's
    name is
    this is
    i'm called
    under the name of
    under the name
    my last name is
    my first name is
    my surname is`),
  digits: new Map([
    ['zero', 0],
    ['oh', 0],
    ['o', 0],
    ['one', 1],
    ['two', 2],
    ['three', 3],
    ['four', 4],
    ['five', 5],
    ['six', 6],
    ['seven', 7],
    ['eight', 8],
    ['nine', 9],
  ]),
  looseDigits: wordList('one o oh'),
  numberAnnouncers: wordList('my our the these those next last first other'),
  timeMarks: wordList('past'),
  numbers: wordList(`
    ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy
    eighty ninety hundred thousand million half quarter`),
  ordinals: wordList(`
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth
    seventeenth eighteenth nineteenth twentieth thirtieth`),
  digitRepeats: wordList('double triple'),
  phonePhrases: phraseList('my number'),
  phoneWords: wordList('phone telephone mobile cell call reach ring landline whatsapp contact'),
  codeWords: wordList(
    'number code pin reference booking order serial account customer membership card passport postcode zip confirmation tracking policy extension error case ticket flight meter invoice',
  ),
  emailWords: wordList('email e-mail mail'),
  digitJoiners: wordList('then dash'),
  spelledAt: 'at',
  spelledDot: 'dot',
  spelledMarks: wordList('at dot dash hyphen underscore slash'),
  domains: wordList(
    'com org net de uk eu io info fr es it nl at ch edu gov ie in us biz se no dk pl be ca au',
  ),
  addressWords: wordList('live lives address street deliver delivered ship house'),
  streets: wordList(
    'street road avenue lane drive way square boulevard court place close crescent terrace gardens hill row highway park st rd ave',
  ),
  backchannels: wordList(`
    mm mhm mhmm mmhm mm-hm mm-hmm mmm hmm hm uh-huh uhhuh uh huh um aha ah oh yeah yep yup yes okay ok right sure good great fine
    nice cool alright exactly indeed true wow really`),
  backchannelPhrases: phraseList(`
    i see
    of course
    got it
    go on
    that's right`),
};
