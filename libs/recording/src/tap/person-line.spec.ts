import { PersonLine } from './person-line.js';

const FRAME_MS = 10;

describe(PersonLine.name, () => {
  it('lays pieces one after the other, however irregularly they come', () => {
    const line = new PersonLine();
    const late = [0, 3, 8, 1, 0, 12, 4];
    const places = late.map((lateMs, index) => line.place(1_000 + index * FRAME_MS + lateMs, FRAME_MS));
    expect(places).toEqual(late.map((_, index) => 990 + index * FRAME_MS));
  });

  it('begins anew after the sound was away', () => {
    const line = new PersonLine();
    line.place(1_000, FRAME_MS);
    expect(line.place(5_000, FRAME_MS)).toBe(4_990);
    expect(line.place(5_010, FRAME_MS)).toBe(5_000);
  });

  it('makes good what all pieces are late by, once that has lasted', () => {
    const line = new PersonLine();
    line.place(1_000, FRAME_MS);
    const places = Array.from({ length: 120 }, (_, index) => line.place(1_310 + index * FRAME_MS, FRAME_MS));
    expect(places[0]).toBe(1_000);
    expect(places.at(-1)).toBe(1_300 + 119 * FRAME_MS);
  });

  it('leaves out what comes before its time, until it is in time again', () => {
    const line = new PersonLine();
    line.place(1_100, FRAME_MS); // late itself
    const places = Array.from({ length: 1_000 }, (_, index) =>
      line.place(1_010 + index * FRAME_MS, FRAME_MS),
    );
    expect(places.filter((place) => place === undefined).length).toBeGreaterThan(5);
    expect(Math.abs((places.at(-1) ?? 0) - (1_000 + 999 * FRAME_MS))).toBeLessThanOrEqual(15 + FRAME_MS);
  });

  it('has no place for what comes far before it can have been said', () => {
    const line = new PersonLine();
    const places = Array.from({ length: 100 }, () => line.place(1_000, FRAME_MS));
    expect(places.filter((place) => place !== undefined)).toHaveLength(21);
  });
});
