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
  const said = async (text: string) => {
    for await (const { pcm } of voice.speak(text, { voice: 'rms' })) return pcm;
    throw new Error('nothing was said');
  };
  const hear = async (text: string) => ear.hear(withSilence(await said(text)));

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

  it('knows when each word was said', async () => {
    const { words = [] } = await hear('i want to go to bali');
    expect(words.map(({ text }) => text).join(' ')).toBe('i want to go to bali');
    const times = words.flatMap(({ startMs, endMs }) => [startMs, endMs]);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(250);
  });

  it('knows the beginning of a sentence for what it is', async () => {
    const sound = await said('i want to go to bali for five nights');
    const heard = await ear.hear(withSilence(sound.subarray(0, 24 * 1_000)));
    expect(heard).toMatchObject({ text: '[unclear]', unclear: true });
    expect(heard.beginning).toMatch(/^i want to go/);
    expect('i want to go to bali').toContain(heard.beginning);
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
