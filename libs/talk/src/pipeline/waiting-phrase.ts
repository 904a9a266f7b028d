const ENGLISH = 'One moment, please.';

/** By ISO 639. */
const PHRASES: Readonly<Record<string, string>> = {
  ar: 'لحظة من فضلك.',
  de: 'Einen Moment, bitte.',
  en: ENGLISH,
  es: 'Un momento, por favor.',
  fr: 'Un instant, s’il vous plaît.',
  hi: 'एक क्षण रुकिए।',
  it: 'Un momento, per favore.',
  ja: '少々お待ちください。',
  ko: '잠시만 기다려 주세요.',
  nl: 'Een ogenblik, alstublieft.',
  pl: 'Chwileczkę, proszę.',
  pt: 'Um momento, por favor.',
  ru: 'Одну минуту, пожалуйста.',
  tr: 'Bir dakika, lütfen.',
  zh: '请稍等。',
};

/** What is said to somebody who waits. @param language BCP 47; English where it is none of ours, or not known. */
export function waitingPhrase(language: string | undefined): string {
  return PHRASES[language?.split('-')[0]?.toLowerCase() ?? 'en'] ?? ENGLISH;
}
