import { SoundTail } from './sound-tail.js';

describe(SoundTail.name, () => {
  const count = (from: number, to: number) => Int16Array.from({ length: to - from }, (_, i) => from + i);

  it('gives back what lies between two times', () => {
    const tail = new SoundTail(1_000, 100);
    tail.write(count(0, 40));
    tail.write(count(40, 60));
    expect(tail.endMs).toBe(60);
    expect(tail.read(35, 45)).toEqual(count(35, 45));
    expect(tail.read(50, 1_000)).toEqual(count(50, 60));
  });

  it('has forgotten what is too old', () => {
    const tail = new SoundTail(1_000, 100);
    for (let from = 0; from < 250; from += 30) tail.write(count(from, from + 30));
    expect(tail.read(0, Infinity)).toEqual(count(170, 270));
    expect(tail.read(195, 205)).toEqual(count(195, 205));
    expect(tail.read(0, 50)).toEqual(new Int16Array());
  });

  it('takes more at once than it holds', () => {
    const tail = new SoundTail(1_000, 100);
    tail.write(count(0, 30));
    tail.write(count(30, 380));
    expect(tail.read(0, Infinity)).toEqual(count(280, 380));
  });
});
