import { jest } from '@jest/globals';
import { Ear } from './ear.js';
import type { OpenEar } from './open-ear.js';
import { OUTSIDE_THE_GRAMMAR } from './testing/outside-the-grammar.js';
import { drawUtterances, seededRandom } from './travel-grammar.js';
import { Voice } from './voice.js';

// Each utterance is synthesised and recognised: a second or two on a busy machine. measure-ear.ts does it by the thousand.
jest.setTimeout(60_000);

describe(Ear.name, () => {
  const guesses: (string | undefined)[] = [];
  const openEar: Pick<OpenEar, 'hear'> = { hear: () => Promise.resolve(guesses.shift()) };
  const ear = new Ear(openEar as OpenEar);
  const voice = new Voice();
  const hear = async (text: string) => {
    for await (const { pcm } of voice.speak(text, { voice: 'rms' })) return ear.hear(withSilence(pcm));
    throw new Error('nothing was said');
  };

  beforeAll(() => {
    ear.onApplicationBootstrap();
    voice.onApplicationBootstrap();
  });
  afterAll(() => Promise.all([ear.onApplicationShutdown(), voice.onApplicationShutdown()]));

  it.each(drawUtterances(20, 12))('hears "%s" word for word', async (text) => {
    const heard = await hear(text);
    expect(heard).toMatchObject({ text, unclear: false });
    expect(heard.confidence).toBeGreaterThan(0.5);
  });

  it('knows what the words mean', async () => {
    await expect(hear('my email address is asha dot rao at example dot com')).resolves.toMatchObject({
      slots: { intent: 'give_contact', email: 'asha.rao@example.com' },
    });
  });

  it.each(OUTSIDE_THE_GRAMMAR.filter((_, i) => i % 20 === 0))('invents nothing for "%s"', async (text) => {
    await expect(hear(text)).resolves.toMatchObject({
      text: '[unclear]',
      unclear: true,
      slots: { intent: 'unknown' },
    });
  });

  it('is unclear about silence and noise', async () => {
    const random = seededRandom(1);
    for (const loudness of [0, 300, 3000]) {
      const sound = new Int16Array(24_000).map(() => loudness * (random() - 0.5));
      await expect(ear.hear(sound)).resolves.toMatchObject({ text: '[unclear]', unclear: true });
    }
  });

  it('takes what the open recogniser says when there is one', async () => {
    guesses.push('what is the weather in london');
    await expect(hear('tell me a joke please')).resolves.toMatchObject({
      text: 'what is the weather in london',
      unclear: false,
    });
  });
});

function withSilence(pcm: Int16Array): Int16Array {
  const around = 7_200;
  const sound = new Int16Array(pcm.length + 2 * around);
  sound.set(pcm, around);
  return sound;
}
