interface Phrases {
  /** To somebody who waits. */
  wait: string;
  /** To somebody whose talk stood still. */
  back: string;
}

const ENGLISH: Phrases = { wait: 'One moment, please.', back: 'Sorry, I am back. Please go on.' };

/** By ISO 639. */
const PHRASES: Readonly<Record<string, Phrases>> = {
  ar: { wait: 'لحظة من فضلك.', back: 'عذرًا، لقد عدت. تفضل بالمتابعة.' },
  de: { wait: 'Einen Moment, bitte.', back: 'Entschuldigung, ich bin wieder da. Bitte sprechen Sie weiter.' },
  en: ENGLISH,
  es: { wait: 'Un momento, por favor.', back: 'Disculpe, ya estoy de vuelta. Continúe, por favor.' },
  fr: {
    wait: 'Un instant, s’il vous plaît.',
    back: 'Excusez-moi, je suis de retour. Continuez, je vous prie.',
  },
  hi: { wait: 'एक क्षण रुकिए।', back: 'क्षमा कीजिए, संपर्क फिर बन गया है। कृपया आगे बताइए।' },
  it: { wait: 'Un momento, per favore.', back: 'Mi scusi, sono di nuovo qui. Continui pure.' },
  ja: { wait: '少々お待ちください。', back: '失礼いたしました。どうぞお続けください。' },
  ko: { wait: '잠시만 기다려 주세요.', back: '죄송합니다, 다시 연결되었습니다. 계속 말씀해 주세요.' },
  nl: { wait: 'Een ogenblik, alstublieft.', back: 'Sorry, ik ben er weer. Gaat u verder.' },
  pl: { wait: 'Chwileczkę, proszę.', back: 'Przepraszam, już jestem. Proszę mówić dalej.' },
  pt: { wait: 'Um momento, por favor.', back: 'Desculpe, estou de volta. Continue, por favor.' },
  ru: { wait: 'Одну минуту, пожалуйста.', back: 'Извините, я снова на связи. Продолжайте, пожалуйста.' },
  tr: { wait: 'Bir dakika, lütfen.', back: 'Özür dilerim, geri döndüm. Lütfen devam edin.' },
  zh: { wait: '请稍等。', back: '抱歉，我回来了。请您继续。' },
};

/** What is said to somebody who waits. @param language BCP 47; English where it is none of ours, or not known. */
export function waitingPhrase(language: string | undefined): string {
  return phrasesIn(language).wait;
}

/** What is said when a talk goes on that stood still. @param language as for `waitingPhrase` */
export function backPhrase(language: string | undefined): string {
  return phrasesIn(language).back;
}

function phrasesIn(language: string | undefined): Phrases {
  return PHRASES[language?.split('-')[0]?.toLowerCase() ?? 'en'] ?? ENGLISH;
}
