import { jest } from '@jest/globals';
import { quiet, wordSound } from '../../testing/word-sound.js';
import { HearingWatch } from './hearing-watch.js';

const loud = wordSound(0).subarray(0, 320);
const soft = quiet(20);

describe(HearingWatch.name, () => {
  let now: number;
  let stalls: number;
  let watch: HearingWatch;
  const send = (sound: Int16Array, ms: number) => {
    for (let sent = 0; sent < ms; sent += 20) {
      now += 20;
      watch.sent(sound);
    }
  };

  beforeEach(() => {
    now = 0;
    stalls = 0;
    watch = new HearingWatch({ stalled: () => (stalls += 1), now: () => now });
    send(soft, 100);
  });

  it('notices three seconds of voice without a word', () => {
    send(loud, 2_900);
    expect(stalls).toBe(0);
    send(loud, 200);
    expect(stalls).toBe(1);
  });

  it('is owed words for voice longer than a breath, from when it asks for them until something comes', () => {
    send(loud, 200);
    expect(watch.owesWords).toBe(false);
    watch.finalized();
    expect(watch.owesWords).toBe(true);
    watch.heard();
    expect(watch.owesWords).toBe(false);
    send(loud, 180);
    watch.finalized();
    expect(watch.owesWords).toBe(false);
  });

  it('is content with any word', () => {
    send(loud, 2_900);
    watch.heard();
    send(loud, 2_900);
    expect(stalls).toBe(0);
  });

  it('expects nothing of quiet, and forgets coughs', () => {
    for (let i = 0; i < 20; i++) {
      send(loud, 200);
      send(soft, 3_000);
    }
    expect(stalls).toBe(0);
  });

  it('takes a steady noise for the room', () => {
    watch = new HearingWatch({ stalled: () => (stalls += 1), now: () => now });
    send(new Int16Array(320).fill(1_000), 60_000);
    expect(stalls).toBe(0);
  });

  it('gives sound that is said again at once the time of the clock', () => {
    for (let i = 0; i < 500; i++) watch.sent(loud);
    expect(stalls).toBe(0);
    now += 3_000;
    watch.sent(loud);
    expect(stalls).toBe(1);
  });

  describe('asked to settle what it heard', () => {
    beforeEach(() => {
      jest.useFakeTimers();
    });
    afterEach(() => {
      watch.close();
      expect(jest.getTimerCount()).toBe(0);
      jest.useRealTimers();
    });

    it('is to say something of a whole sentence', () => {
      send(loud, 1_000);
      watch.finalized();
      jest.advanceTimersByTime(1_199);
      expect(stalls).toBe(0);
      jest.advanceTimersByTime(1);
      expect(stalls).toBe(1);
    });

    it('may say anything, or nothing of a cough', () => {
      send(loud, 1_000);
      watch.finalized();
      watch.heard();
      send(loud, 400);
      watch.finalized();
      jest.advanceTimersByTime(5_000);
      expect(stalls).toBe(0);
    });

    it('has as long for what the person says when they go on', () => {
      send(loud, 1_000);
      watch.finalized();
      jest.advanceTimersByTime(1_000);
      send(loud, 200);
      watch.finalized();
      jest.advanceTimersByTime(1_000);
      expect(stalls).toBe(0);
    });
  });
});
