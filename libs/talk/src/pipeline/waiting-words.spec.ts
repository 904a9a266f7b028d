import { VendorFault } from '#providers';
import { ScriptedSynthesizer } from '#providers/testing';
import { WaitingWords } from './waiting-words.js';

describe(WaitingWords.name, () => {
  const talk = new AbortController();

  async function made(language: string | undefined, voice = new ScriptedSynthesizer()) {
    const words = new WaitingWords(voice, language, talk.signal);
    words.prepare();
    await new Promise((resolve) => setImmediate(resolve));
    return { text: words.take().text, asked: voice.spoken.map(({ text }) => text) };
  }

  it.each([
    ['en-IN', 'One moment, please.'],
    ['de', 'Einen Moment, bitte.'],
    ['hi-IN', 'एक क्षण रुकिए।'],
    ['tlh', 'One moment, please.'],
    [undefined, 'One moment, please.'],
  ])('are said in the language of the talk (%s)', async (language, text) => {
    expect(await made(language)).toEqual({ text, asked: [text] });
  });

  it('are a recording while the voice has none', async () => {
    const voice = new ScriptedSynthesizer();
    voice.next({ fault: new VendorFault('unavailable', 503) });
    const { text, asked } = await made('de', voice);
    expect([text, asked]).toEqual(['One moment, please.', ['Einen Moment, bitte.']]);
  });
});
