import { FakeMouth } from '../../testing/fake-mouth.js';
import { Player } from './player.js';

const FRAME = 480;

/** So many frames, each full of its number. */
function* numbered(count: number): Generator<Int16Array> {
  for (let number = 1; number <= count; number += 1) yield new Int16Array(FRAME).fill(number);
}

async function* from(pieces: Iterable<Int16Array>): AsyncGenerator<Int16Array> {
  for (const piece of pieces) {
    await Promise.resolve();
    yield piece;
  }
}

describe(Player.name, () => {
  it('plays all of a sound, in frames, the last one filled with silence', async () => {
    const mouth = new FakeMouth();
    const playing = new Player(mouth).play(from([new Int16Array(700).fill(5)]), new AbortController().signal);
    await mouth.advanceUntil(playing);
    expect(mouth.heard.map((frame) => frame.length)).toEqual([FRAME, FRAME]);
    expect(mouth.heard[1]?.at(-1)).toBe(0);
  });

  it('says again after a pause what was not heard, and nothing twice', async () => {
    const mouth = new FakeMouth();
    const player = new Player(mouth);
    const playing = player.play(from(numbered(20)), new AbortController().signal);
    await mouth.advance(6);
    player.pause();
    expect(mouth.queuedMs).toBe(0);
    await mouth.advance(10);
    expect(mouth.numbersHeard()).toEqual([1, 2, 3, 4, 5, 6]);
    player.resume();
    await mouth.advanceUntil(playing);
    expect(mouth.numbersHeard()).toEqual([...numbered(20)].map(([first]) => first));
  });

  it('can be paused when all has been handed over and not heard', async () => {
    const mouth = new FakeMouth();
    const player = new Player(mouth);
    const playing = player.play(from(numbered(3)), new AbortController().signal);
    await mouth.advance(1);
    player.pause();
    await mouth.advance(5);
    player.resume();
    await mouth.advanceUntil(playing);
    expect(mouth.numbersHeard()).toEqual([1, 2, 3]);
    expect(player.heardMs).toBe(60);
  });

  it('falls silent at once when it is aborted, also while it is paused, and knows what was heard', async () => {
    const mouth = new FakeMouth();
    const player = new Player(mouth);
    const over = new AbortController();
    const playing = player.play(from(numbered(50)), over.signal);
    await mouth.advance(4);
    player.pause();
    over.abort();
    await playing;
    await mouth.advance(5);
    expect(mouth.numbersHeard()).toEqual([1, 2, 3, 4]);
    expect(player.heardMs).toBe(80);
    expect(player.isPaused).toBe(false);
  });

  it('lets what came before a fault be heard, then rejects', async () => {
    const mouth = new FakeMouth();
    async function* broken() {
      yield* from(numbered(2));
      throw new Error('the vendor is gone');
    }
    const playing = new Player(mouth).play(broken(), new AbortController().signal);
    playing.catch(() => undefined);
    await mouth.advance(10);
    await expect(playing).rejects.toThrow('the vendor is gone');
    expect(mouth.numbersHeard()).toEqual([1, 2]);
  });
});
