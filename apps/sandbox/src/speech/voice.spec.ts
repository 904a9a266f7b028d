import { fliteVoice, Voice } from './voice.js';
import type { SpokenSentence } from './voice.js';

describe(Voice.name, () => {
  const voice = new Voice();
  afterAll(() => voice.onApplicationShutdown());

  it('speaks sentence by sentence, at 24 kHz', async () => {
    const spoken = await collect(voice.speak('Hello, I am Tara. Where would you like to travel?'));
    expect(spoken.map(({ text }) => text)).toEqual(['Hello, I am Tara.', 'Where would you like to travel?']);
    for (const { text, pcm } of spoken) {
      const seconds = pcm.length / 24_000;
      expect(seconds / text.length).toBeGreaterThan(0.04);
      expect(seconds / text.length).toBeLessThan(0.12);
      expect(loudness(pcm)).toBeGreaterThan(500);
    }
  });

  it('begins with the first sound, and pauses between sentences', async () => {
    const [first, second] = await collect(
      voice.speak('This takes a while. The second sentence is no different.'),
    );
    const silentMs = (spoken?: SpokenSentence) =>
      (spoken?.pcm ?? new Int16Array()).findIndex((sample) => Math.abs(sample) > 200) / 24;
    expect(silentMs(first)).toBeGreaterThan(0);
    expect(silentMs(first)).toBeLessThanOrEqual(5);
    expect(silentMs(second)).toBeGreaterThan(100);
  });

  it('keeps what it has said', async () => {
    const [first] = await collect(voice.speak('Say it again.'));
    const [again] = await collect(voice.speak('Say it again.'));
    expect(again?.pcm.buffer).toBe(first?.pcm.buffer);
    const [other] = await collect(voice.speak('Say it again.', { voice: 'rms' }));
    expect(other?.pcm).not.toEqual(first?.pcm);
  });

  it('stops when it is interrupted', async () => {
    const caller = new AbortController();
    const speech = voice.speak('One more. And another.', { signal: caller.signal });
    await speech.next();
    caller.abort(new Error('interrupted'));
    await expect(collect(speech)).rejects.toThrow('interrupted');
  });

  it('says nothing for no words', async () => {
    await expect(collect(voice.speak(' … '))).resolves.toEqual([]);
  });
});

describe(fliteVoice.name, () => {
  it("turns vendors' voices into one of flite's", () => {
    expect(['marin', 'shimmer', 'cedar', 'kal16', undefined].map((name) => fliteVoice(name))).toEqual([
      'slt',
      'slt',
      'rms',
      'kal16',
      'slt',
    ]);
  });
});

function loudness(pcm: Int16Array): number {
  return Math.sqrt(pcm.reduce((energy, sample) => energy + sample ** 2, 0) / pcm.length);
}

async function collect(speech: AsyncIterable<SpokenSentence>): Promise<SpokenSentence[]> {
  const spoken: SpokenSentence[] = [];
  for await (const sentence of speech) spoken.push(sentence);
  return spoken;
}
