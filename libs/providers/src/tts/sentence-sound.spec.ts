import { jest } from '@jest/globals';
import { bytesOf, counted, heardOf } from '../../testing/tts-sound.js';
import { SentenceSound } from './sentence-sound.js';
import { VendorFault } from '../vendor-fault.js';

describe(SentenceSound.name, () => {
  const over = jest.fn();
  let sound: SentenceSound;

  beforeEach(() => {
    jest.useFakeTimers();
    over.mockClear();
    sound = new SentenceSound('Hello there.', { firstSoundWithinMs: 3_000, nextSoundWithinMs: 2_000 }, over);
    sound.begin();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('gives samples whole, wherever the bytes were cut', async () => {
    const bytes = bytesOf(counted(1_000, -300));
    for (let at = 0; at < bytes.length; at += 333) sound.add(bytes.subarray(at, at + 333));
    sound.end();
    expect(await heardOf(sound)).toEqual([...counted(1_000, -300)]);
    expect(over).toHaveBeenCalledTimes(1);
  });

  it('stalls when nothing comes, nor anything but silence', async () => {
    jest.advanceTimersByTime(2_000);
    sound.add(Buffer.alloc(4_800));
    sound.add(Buffer.alloc(0));
    jest.advanceTimersByTime(1_000);
    await expect(heardOf(sound)).rejects.toMatchObject({ reason: 'stalled' });
  });

  it('stalls when the sound breaks off, after what came', async () => {
    sound.add(bytesOf(counted(3)));
    jest.advanceTimersByTime(2_000);
    const pieces = sound[Symbol.asyncIterator]();
    expect(await pieces.next()).toEqual({ done: false, value: counted(3) });
    await expect(pieces.next()).rejects.toMatchObject({ reason: 'stalled' });
  });

  it.each([0, 700])('is not content with %d samples', async (count) => {
    sound.add(bytesOf(counted(count)));
    sound.end();
    await expect(heardOf(sound)).rejects.toMatchObject({ reason: 'answer_failed' });
  });

  it('ends soon after all of the text was spoken, without being told', async () => {
    sound.add(bytesOf(counted(720)));
    sound.complete();
    jest.advanceTimersByTime(400);
    sound.add(bytesOf(counted(1, 721)));
    jest.advanceTimersByTime(500);
    expect(await heardOf(sound)).toHaveLength(721);
  });

  it('takes no more than the sentence can be', async () => {
    const second = bytesOf(new Int16Array(24_000).fill(1));
    for (let i = 0; i < 17; i++) sound.add(second);
    expect(sound.isOpen).toBe(false);
    await expect(heardOf(sound)).rejects.toMatchObject({ reason: 'answer_failed' });
  });

  it('forgets everything once it is dropped', async () => {
    sound.add(bytesOf(counted(720)));
    sound.fail(new VendorFault('dropped'));
    sound.drop();
    sound.add(bytesOf(counted(720)));
    expect(await heardOf(sound)).toEqual([]);
    expect(over).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is dropped by who leaves in the middle', async () => {
    sound.add(bytesOf(counted(720)));
    for await (const piece of sound) {
      expect(piece).toHaveLength(720);
      break;
    }
    expect(sound.isOpen).toBe(false);
  });
});
