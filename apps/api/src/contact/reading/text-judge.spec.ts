import { TextJudge } from './text-judge.js';

describe(TextJudge.name, () => {
  let judge: TextJudge;
  beforeEach(() => (judge = new TextJudge()));
  afterEach(() => judge.onApplicationShutdown());

  it.each([
    ['I am very happy with this, thank you!', 'en'],
    ['Je voudrais réserver une chambre.', 'fr'],
    ['Ich möchte nach Bali fliegen.', 'de'],
    ['Quiero ir a Madrid el lunes', 'es'],
  ])('knows the language of %j', async (text, language) => {
    await expect(judge.judge(text, null)).resolves.toMatchObject({ language });
  });

  it.each(['ok', 'Goa', 'asha@example.com', '12345', 'मुझे गोवा जाना है'])(
    'guesses none for %j',
    async (text) => {
      await expect(judge.judge(text, null)).resolves.toEqual({ language: null, sentiment: null });
    },
  );

  it('tells good from bad in English, and nothing in other languages', async () => {
    const sentimentOf = async (text: string, language: string | null) =>
      (await judge.judge(text, language)).sentiment;
    await expect(sentimentOf('This is great, I love it!', 'en-IN')).resolves.toBeGreaterThan(0.5);
    await expect(sentimentOf('This is terrible. I am not happy.', null)).resolves.toBeLessThan(-0.5);
    await expect(sentimentOf('The flight is on Monday.', 'en')).resolves.toBe(0);
    await expect(sentimentOf('Das ist super, ich liebe es!', 'de')).resolves.toBeNull();
  });

  it('lets nobody wait when it is closed', async () => {
    const answer = judge.judge('hello there, how are you?', null);
    await judge.onApplicationShutdown();
    await expect(answer).resolves.toEqual({ language: null, sentiment: null });
  });
});
