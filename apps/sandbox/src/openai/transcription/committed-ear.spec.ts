import { quiet } from '../../speech/testing/sounds.js';
import { ToneEar, toneSpeech } from '../../speech/testing/tone-ear.js';
import { CommittedEar } from './committed-ear.js';

const RATE = 24_000;

describe(CommittedEar.name, () => {
  let recogniser: ToneEar;
  let faults: unknown[];
  let ear: CommittedEar;

  beforeEach(() => {
    recogniser = new ToneEar();
    faults = [];
    ear = new CommittedEar(recogniser, (error) => faults.push(error));
  });

  const say = (text: string) => {
    ear.write(toneSpeech(text, RATE));
    ear.write(quiet(150, RATE));
  };
  const heard = async (text: string) => {
    say(text);
    return (await ear.commit()).text;
  };

  it('tells what was said from one commit to the next', async () => {
    expect(await heard('hello tara')).toBe('hello tara');
    expect(await ear.commit()).toMatchObject({ text: '' });
    expect(await heard('i want bali')).toBe('i want bali');
  });

  it('tells the beginning of a sentence, and then the rest of it', async () => {
    expect(await heard('i want')).toBe('i want');
    expect(await heard('bali for')).toBe('bali for');
    expect(await heard('five nights')).toBe('five nights');
  });

  it('keeps the order of two commits', async () => {
    recogniser.hold();
    const both = [heard('hello tara'), heard('i want bali')];
    recogniser.release();
    expect(await Promise.all(both)).toEqual(['hello tara', 'i want bali']);
  });

  it('is unclear about what it does not know', async () => {
    expect(await heard('what is this')).toBe('[unclear]');
  });

  it('forgets what was cleared', async () => {
    say('i want');
    ear.close();
    expect(await heard('hello tara')).toBe('hello tara');
  });

  it('tells of a recognition that failed, and goes on', async () => {
    recogniser.fault = new Error('no thread is left');
    expect(await heard('i want bali')).toBe('[unclear]');
    expect(faults).toEqual([recogniser.fault]);
    recogniser.fault = undefined;
    expect(await heard('hello tara')).toBe('hello tara');
  });
});
