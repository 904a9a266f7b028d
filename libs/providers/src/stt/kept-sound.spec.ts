import { quiet, wordSound } from '../../testing/word-sound.js';
import { KeptSound } from './kept-sound.js';

const PIECE = 320;

describe(KeptSound.name, () => {
  let kept: KeptSound;
  const add = (value: number, pieces: number) => {
    for (let i = 0; i < pieces; i++) kept.add(new Int16Array(PIECE).fill(value));
  };
  const length = () => kept.unheard().pieces.reduce((sum, piece) => sum + piece.length, 0);

  beforeEach(() => {
    kept = new KeptSound(10_000);
  });

  it('keeps ten seconds and not more', () => {
    add(5_000, 1_000);
    expect(length()).toBe(160_000);
    expect(kept.unheard().from).toBe(1_000 * PIECE - 160_000);
  });

  it('forgets to the sample what was understood', () => {
    add(5_000, 10);
    kept.forgetUntil(PIECE * 3 + 7);
    expect(kept.unheard().from).toBe(PIECE * 3 + 7);
    expect(length()).toBe(PIECE * 7 - 7);
    kept.forgetUntil(PIECE);
    expect(length()).toBe(PIECE * 7 - 7);
    kept.forgetUntil(PIECE * 50);
    expect(length()).toBe(0);
    add(5_000, 1);
    expect(kept.unheard().from).toBe(PIECE * 10);
  });

  it('does not say quiet again that is long before the first sound', () => {
    kept.add(quiet(3_000));
    add(0, 100);
    add(5_000, 1);
    expect(length()).toBe(8_000 + PIECE);
    expect(kept.unheard().from + length()).toBe(kept.end);
  });

  it('keeps its own copy', () => {
    const memory = wordSound(1);
    kept.add(memory);
    memory.fill(0);
    expect(kept.unheard().pieces[0]?.[0]).toBe(wordSound(1)[0]);
  });
});
