import { jest } from '@jest/globals';
import fc from 'fast-check';
import { ScriptedSynthesizer } from '../../testing/scripted-synthesizer.js';
import { heardOf } from '../../testing/tts-sound.js';
import { VendorHealths } from '../failover/vendor-health.js';
import { VendorFault } from '../vendor-fault.js';
import { FailoverSynthesizer } from './failover-synthesizer.js';

describe(FailoverSynthesizer.name, () => {
  const english = { language: 'en' };
  const talk = new AbortController();
  const down = new VendorFault('unavailable', 503);
  const cut = new VendorFault('dropped');
  const never = new Promise<never>(() => undefined);
  const listener = { failed: jest.fn(), switched: jest.fn() };
  let now = 0;
  let healths: VendorHealths;
  let first: ScriptedSynthesizer;
  let second: ScriptedSynthesizer;
  let third: ScriptedSynthesizer;
  let voices: FailoverSynthesizer;

  beforeEach(() => {
    jest.clearAllMocks();
    first = new ScriptedSynthesizer({ vendor: 'cartesia' });
    second = new ScriptedSynthesizer({ vendor: 'elevenlabs' });
    third = new ScriptedSynthesizer({ vendor: 'openai' });
    healths = new VendorHealths();
    now = 0;
    voices = new FailoverSynthesizer({ choices: [first, second, third], healths, listener, now: () => now });
  });

  const hear = (text: string, signal = talk.signal) => heardOf(voices.speak(text, english, signal));
  const trusts = (vendor: string) => healths.of('tts', vendor).isTrusted;
  const asked = (voice: ScriptedSynthesizer) => voice.spoken.map(({ text }) => text);

  it('speaks with the first choice', async () => {
    expect(await hear('Hello there.')).toHaveLength(12 * 1_440);
    expect([first, second, third].map(asked)).toEqual([['Hello there.'], [], []]);
    expect(listener.switched).not.toHaveBeenCalled();
    expect([voices.vendor, voices.modelName, voices.voice]).toEqual(['cartesia', 'scripted-1', 'nobody']);
  });

  it('lets the next one speak a sentence that was not begun', async () => {
    first.next({ fault: down });
    second.next({ fault: cut });
    expect(await hear('Hello there.')).toHaveLength(12 * 1_440);
    expect(asked(third)).toEqual(['Hello there.']);
    expect(listener.failed.mock.calls).toEqual([
      [{ kind: 'tts', vendor: 'cartesia', fault: down, isLast: false }],
      [{ kind: 'tts', vendor: 'elevenlabs', fault: cut, isLast: false }],
    ]);
    expect(listener.switched.mock.calls).toEqual([
      [{ kind: 'tts', from: 'cartesia', to: 'openai', reason: 'unavailable', afterMs: 0 }],
    ]);
  });

  it('gives up when nobody is left', async () => {
    for (const voice of [first, second, third]) voice.next({ fault: down });
    await expect(hear('Hello there.')).rejects.toBe(down);
    expect(listener.failed.mock.lastCall).toEqual([
      { kind: 'tts', vendor: 'openai', fault: down, isLast: true },
    ]);
  });

  it('takes a voice that breaks for one that failed, whatever it throws', async () => {
    first.next({ firstSoundAfter: Promise.reject(new Error('a bug')) });
    expect(await hear('Hello there.')).toHaveLength(12 * 1_440);
    expect(listener.switched).toHaveBeenCalledWith(expect.objectContaining({ reason: 'answer_failed' }));
  });

  it('counts the silence from the question to the first sound of the other', async () => {
    const failing = Promise.withResolvers<undefined>();
    const beginning = Promise.withResolvers<undefined>();
    first.next({ firstSoundAfter: failing.promise, fault: down });
    second.next({ firstSoundAfter: beginning.promise });
    const hearing = hear('Hello there.');
    now = 300;
    failing.resolve(undefined);
    now = 800;
    beginning.resolve(undefined);
    await hearing;
    expect(listener.switched).toHaveBeenCalledWith(expect.objectContaining({ afterMs: 800 }));
  });

  it('lets the next one speak the rest of a sentence that broke off', async () => {
    const text = 'We have three rooms left.';
    for (let i = 0; i < 3; i++) await hear(text);
    first.next({ breakOffAfterMs: 60 * 'We have th'.length, fault: cut });
    await hear(text);
    expect(asked(second)).toEqual(['three rooms left.']);
    expect(listener.switched).toHaveBeenCalledWith(expect.objectContaining({ reason: 'dropped' }));
    expect(healths.of('tts', 'elevenlabs').isTrusted).toBe(true);
  });

  it('asks nobody when only the end of the sound was missing', async () => {
    const text = 'We have three rooms left';
    for (let i = 0; i < 3; i++) await hear(text);
    first.next({ breakOffAfterMs: 60 * text.length - 60, fault: cut });
    await hear(text);
    expect(asked(second)).toEqual([]);
    expect(listener.failed).toHaveBeenCalledWith(expect.objectContaining({ isLast: false }));
  });

  it('gives up in the middle when nobody is left', async () => {
    voices = new FailoverSynthesizer({ choices: [first], healths, listener });
    first.next({ breakOffAfterMs: 300, fault: cut });
    await expect(hear('We have three rooms left.')).rejects.toBe(cut);
    expect(listener.failed).toHaveBeenCalledWith(expect.objectContaining({ isLast: true }));
  });

  it('says every word once, however often the sound breaks off', async () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength: 1, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(word, { minLength: 1, maxLength: 12 }),
        fc.nat(1_200),
        fc.nat(600),
        async (words, firstMs, secondMs) => {
          const choices = await knownVoices(['cartesia', 'elevenlabs', 'openai']);
          choices[0]?.next({ breakOffAfterMs: firstMs, fault: cut });
          choices[1]?.next({ breakOffAfterMs: secondMs, fault: cut });
          const relay = new FailoverSynthesizer({ choices, healths: new VendorHealths(), listener });
          const heard = await heardOf(relay.speak(words.join(' '), english, talk.signal));
          expect(wordsUnderstood(heard, choices)).toEqual(words);
        },
      ),
    );
  });

  /** Voices of ten milliseconds a character, whose pace has been learned. */
  async function knownVoices(vendors: string[]): Promise<ScriptedSynthesizer[]> {
    const known = vendors.map(
      (vendor) => new ScriptedSynthesizer({ vendor, sound: 'numbers', msPerCharacter: 10 }),
    );
    for (const voice of known) {
      const alone = new FailoverSynthesizer({ choices: [voice], healths: new VendorHealths(), listener });
      for (let i = 0; i < 3; i++) await heardOf(alone.speak('one two', english, talk.signal));
      voice.spoken.length = 0;
    }
    return known;
  }

  /** Of voices that number their characters: a word counts where most of it was heard. */
  function wordsUnderstood(heard: number[], choices: ScriptedSynthesizer[]): string[] {
    let at = 0;
    const understood = choices.flatMap(({ spoken }) =>
      spoken.flatMap(({ text, samples }) => {
        const part = heard.slice(at, at + samples);
        at += samples;
        return [...text.matchAll(/\S+/g)]
          .filter(({ 0: word, index }) => {
            const said = part.filter((number) => number > index && number <= index + word.length).length;
            return said >= 0.75 * word.length * 240;
          })
          .map(([word]) => word);
      }),
    );
    expect(at).toBe(heard.length);
    return understood;
  }

  describe('a voice that is slow to begin', () => {
    beforeEach(() => {
      jest.useFakeTimers();
    });
    afterEach(() => {
      jest.useRealTimers();
    });

    it('gets company, and whoever begins first speaks', async () => {
      first.next({ firstSoundAfter: never });
      second.next({ firstSoundAfter: 100 });
      const hearing = hear('Hello there.');
      await jest.advanceTimersByTimeAsync(1_199);
      expect(asked(second)).toEqual([]);
      now = 1_300;
      await jest.advanceTimersByTimeAsync(101);
      expect(await hearing).toHaveLength(12 * 1_440);
      expect(first.spoken[0]?.state).toBe('left');
      expect(asked(third)).toEqual([]);
      expect(listener.failed).not.toHaveBeenCalled();
      expect(listener.switched.mock.calls).toEqual([
        [{ kind: 'tts', from: 'cartesia', to: 'elevenlabs', reason: 'stalled', afterMs: 1_300 }],
      ]);
      expect(jest.getTimerCount()).toBe(0);
    });

    it('speaks itself when it begins before its company', async () => {
      first.next({ firstSoundAfter: 1_500 });
      second.next({ firstSoundAfter: 1_000 });
      const hearing = hear('Hello there.');
      await jest.advanceTimersByTimeAsync(1_500);
      expect(await hearing).toHaveLength(12 * 1_440);
      expect(second.spoken[0]).toMatchObject({ state: 'left', samples: 0 });
      expect(listener.switched).not.toHaveBeenCalled();
    });

    it('waits for its company alone once it has failed', async () => {
      const failing = Promise.withResolvers<undefined>();
      first.next({ firstSoundAfter: failing.promise, fault: down });
      second.next({ firstSoundAfter: 1_000 });
      const hearing = hear('Hello there.');
      await jest.advanceTimersByTimeAsync(1_300);
      failing.resolve(undefined);
      await jest.advanceTimersByTimeAsync(900);
      await hearing;
      expect(asked(third)).toEqual([]);
      expect(listener.switched).toHaveBeenCalledWith(expect.objectContaining({ reason: 'unavailable' }));
    });

    it('is rested when it was too slow twice', async () => {
      for (let i = 0; i < 2; i++) {
        first.next({ firstSoundAfter: never });
        const hearing = hear('Hello there.');
        await jest.advanceTimersByTimeAsync(1_200);
        await hearing;
      }
      expect(trusts('cartesia')).toBe(false);
      await hear('Hello again.');
      expect(asked(first)).toHaveLength(2);
    });

    it('lets go of all when nobody waits any more', async () => {
      const leaving = new AbortController();
      first.next({ firstSoundAfter: never });
      second.next({ firstSoundAfter: never });
      const hearing = hear('Hello there.', leaving.signal);
      await jest.advanceTimersByTimeAsync(1_200);
      leaving.abort();
      expect(await hearing).toEqual([]);
      expect([first, second].map(({ spoken }) => spoken[0]?.state)).toEqual(['left', 'left']);
      expect(trusts('cartesia')).toBe(true);
      expect(jest.getTimerCount()).toBe(0);
    });
  });

  it('tells when a voice that spoke is left alone', async () => {
    await hear('Hello there.');
    healths.of('tts', 'cartesia').failed(new VendorFault('quota_exhausted'));
    await hear('Hello again.');
    await hear('And again.');
    expect(listener.switched.mock.calls).toEqual([
      [{ kind: 'tts', from: 'cartesia', to: 'elevenlabs', reason: 'left_alone', afterMs: 0 }],
    ]);
  });

  it('does not put a voice on trial that it does not ask', async () => {
    const health = healths.of('tts', 'elevenlabs');
    const taken = jest.spyOn(health, 'takeTurn');
    await hear('Hello there.');
    expect(taken).not.toHaveBeenCalled();
  });

  it('leaves with who leaves', async () => {
    first.next({ pieceAfter: 1 });
    for await (const piece of voices.speak('Hello there.', english, talk.signal)) {
      expect(piece).toHaveLength(480);
      break;
    }
    await Promise.resolve();
    expect(first.spoken[0]).toMatchObject({ state: 'left', samples: 480 });
  });

  it('stops in the middle when nobody waits any more', async () => {
    const leaving = new AbortController();
    const pieces = voices.speak('Hello there.', english, leaving.signal)[Symbol.asyncIterator]();
    await pieces.next();
    leaving.abort();
    expect(await pieces.next()).toEqual({ done: true, value: undefined });
    expect(first.spoken[0]?.state).toBe('left');
    expect(listener.failed).not.toHaveBeenCalled();
  });

  it('warms all voices, and closes none: they speak in other talks', async () => {
    await voices.warm();
    await voices.close();
    expect([first, second, third].map(({ warmed, closed }) => [warmed, closed])).toEqual(
      Array.from({ length: 3 }, () => [1, 0]),
    );
  });
});
