import { PersonLine } from './person-line.js';

const FRAME_MS = 10;

describe(PersonLine.name, () => {
  /** So many pieces, one every ten milliseconds. */
  function places(line: PersonLine, fromMs: number, count: number, isQuiet = true): (number | undefined)[] {
    return Array.from({ length: count }, (_, index) =>
      line.place(fromMs + index * FRAME_MS, FRAME_MS, isQuiet),
    );
  }

  it('lays pieces one after the other, however irregularly they come', () => {
    const line = new PersonLine();
    const late = [0, 3, 8, 1, 0, 12, 4];
    const found = late.map((lateMs, index) => line.place(1_000 + index * FRAME_MS + lateMs, FRAME_MS, true));
    expect(found).toEqual(late.map((_, index) => 990 + index * FRAME_MS));
  });

  it('begins anew after the sound was away', () => {
    const line = new PersonLine();
    line.place(1_000, FRAME_MS, true);
    expect(places(line, 5_000, 2)).toEqual([4_990, 5_000]);
  });

  it('makes good what all pieces are late by, once that has lasted', () => {
    const line = new PersonLine();
    line.place(1_000, FRAME_MS, true);
    const found = places(line, 1_310, 120);
    expect(found[0]).toBe(1_000);
    expect(found.at(-1)).toBe(1_300 + 119 * FRAME_MS);
  });

  it('waits for a pause with it, so that no word is torn', () => {
    const line = new PersonLine();
    line.place(1_000, FRAME_MS, true);
    const spoken = places(line, 1_310, 200, false);
    expect(spoken).toEqual(spoken.map((_, index) => 1_000 + index * FRAME_MS));
    expect(line.place(1_310 + 200 * FRAME_MS, FRAME_MS, true)).toBe(1_300 + 200 * FRAME_MS);
  });

  it('leaves out quiet that comes before its time, until what follows is in time again', () => {
    const line = new PersonLine();
    line.place(1_300, FRAME_MS, true); // late itself
    const found = places(line, 1_010, 200);
    expect(found.filter((place) => place === undefined)).toHaveLength(30);
    expect(found.at(-1)).toBe(1_000 + 199 * FRAME_MS);
  });

  it('has no place for what comes far before it can have been said', () => {
    const line = new PersonLine();
    const found = Array.from({ length: 200 }, () => line.place(1_000, FRAME_MS, true));
    expect(found.filter((place) => place !== undefined)).toHaveLength(101);
  });
});
