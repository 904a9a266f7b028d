import { StreamingEar } from './streaming-ear.js';
import { textOf } from './stream-ear.js';
import { quiet } from './testing/sounds.js';
import { ToneEar, toneSpeech } from './testing/tone-ear.js';

const RATE = 16_000;
const STEP = RATE / 50;

describe(StreamingEar.name, () => {
  let recogniser: ToneEar;
  let told: string[];
  let faults: unknown[];
  let ear: StreamingEar;

  beforeEach(() => {
    recogniser = new ToneEar();
    told = [];
    faults = [];
    ear = listening(false);
  });
  afterEach(() => ear.close());

  const listening = (interims: boolean) =>
    new StreamingEar({
      ear: recogniser,
      rate: RATE,
      silenceMs: 90,
      unfinishedSilenceMs: 700,
      interims,
      listener: {
        speechStarted: () => undefined,
        interim: ({ words }) => told.push(`… ${textOf(words, true)}`),
        final: ({ words }, forced) => told.push(`${forced ? '! ' : ''}${textOf(words, true)}`),
      },
      onFault: (error) => faults.push(error),
    });

  it('settles a whole sentence after a short silence', async () => {
    await hear(quiet(300, RATE), say('hello tara'), quiet(80, RATE));
    expect(told).toEqual([]);
    await hear(quiet(20, RATE));
    expect(told).toEqual(['Hello tara.']);
    await hear(quiet(2_000, RATE));
    expect(told).toHaveLength(1);
    expect(recogniser.asked).toEqual(['hello tara']);
  });

  it('begins to recognise before the silence is long enough, and gives it up when the speech goes on', async () => {
    recogniser.hold();
    await hear(say('i want'), quiet(70, RATE));
    expect(recogniser.asked).toEqual(['i want']);
    recogniser.release();
    await hear(say('bali'), quiet(100, RATE));
    expect(told).toEqual(['I want bali.']);
  });

  it('waits where a sentence is not whole, and hears both parts together', async () => {
    await hear(say('i want'), quiet(500, RATE), say('bali'), quiet(100, RATE));
    expect(told).toEqual(['I want bali.']);
  });

  it('settles what is not whole as far as it goes after a long silence, and the rest when it follows', async () => {
    await hear(say('i want'), quiet(800, RATE));
    expect(told).toEqual(['I want']);
    await hear(quiet(500, RATE), say('bali'), quiet(100, RATE));
    expect(told).toEqual(['I want', 'bali.']);
  });

  it('tells the rest of a sentence that was whole without it', async () => {
    await hear(say('i want bali'), quiet(400, RATE), say('for five nights'), quiet(100, RATE));
    expect(told).toEqual(['I want bali.', 'for five nights.']);
  });

  it('ends a sentence at its pause although the speech goes on before it was understood', async () => {
    recogniser.hold();
    await hear(say('hello tara'), quiet(150, RATE), say('i want bali'));
    expect(told).toEqual([]);
    recogniser.release();
    await hear(quiet(100, RATE));
    await hear(quiet(100, RATE));
    expect(told).toEqual(['Hello tara.', 'I want bali.']);
  });

  it('does not take what comes much later for the rest', async () => {
    await hear(say('i want bali'), quiet(4_000, RATE), say('for five nights'), quiet(800, RATE));
    expect(told).toEqual(['I want bali.', '[unclear]']);
  });

  it('is unclear about what it does not know, after a long silence', async () => {
    await hear(say('what is this'), quiet(600, RATE));
    expect(told).toEqual([]);
    await hear(quiet(200, RATE));
    expect(told).toEqual(['[unclear]']);
  });

  it('says nothing about a cough', async () => {
    await hear(say('x').subarray(0, RATE / 10), quiet(1_000, RATE));
    expect(told).toEqual([]);
  });

  it('settles at once when it is told to, and the rest of the words later', async () => {
    await hear(say('i want'), quiet(40, RATE));
    await ear.finalize();
    expect(told).toEqual(['! I want']);
    await ear.finalize();
    await hear(quiet(300, RATE), say('bali'), quiet(100, RATE));
    expect(told).toEqual(['! I want', 'bali.']);
  });

  it('resolves a finalize only when the words were told', async () => {
    recogniser.hold();
    await hear(say('hello tara'), quiet(60, RATE));
    const finalized = ear.finalize();
    await tick();
    expect(told).toEqual([]);
    recogniser.release();
    await finalized;
    expect(told).toEqual(['! Hello tara.']);
  });

  it('tells words in the order in which they were said', async () => {
    recogniser.hold();
    await hear(say('hello tara'), quiet(800, RATE));
    const first = recogniser.release.bind(recogniser);
    await hear(say('i want bali'), quiet(100, RATE));
    first();
    await hear(quiet(100, RATE));
    expect(told).toEqual(['Hello tara.', 'I want bali.']);
  });

  it('tells interims while it has nothing else to do', async () => {
    ear = listening(true);
    await hear(say('i want bali for'));
    expect(told).toEqual(['… I want', '… I want bali for']);
    told.length = 0;
    recogniser.idle = false;
    await hear(say('five'), quiet(20, RATE), say('nights'));
    expect(told).toEqual([]);
  });

  it('takes speech for unclear when its recognition fails, and goes on', async () => {
    recogniser.fault = new Error('out of threads');
    await hear(say('hello tara'), quiet(800, RATE));
    expect(faults).toEqual([recogniser.fault]);
    expect(told).toEqual(['[unclear]']);
    recogniser.fault = undefined;
    await hear(quiet(3_000, RATE), say('hello tara'), quiet(100, RATE));
    expect(told.at(-1)).toBe('Hello tara.');
  });

  it('tells nothing after it was closed', async () => {
    recogniser.hold();
    await hear(say('hello tara'), quiet(100, RATE));
    ear.close();
    recogniser.release();
    await hear(say('hello tara'), quiet(100, RATE));
    expect(told).toEqual([]);
    expect(faults).toEqual([]);
  });

  /** In pieces of 20 ms, with time for recognitions to come back between them. */
  async function hear(...sounds: Int16Array[]): Promise<void> {
    for (const sound of sounds) {
      for (let from = 0; from < sound.length; from += STEP) {
        ear.write(sound.subarray(from, from + STEP));
        await tick();
      }
    }
  }
});

const say = (text: string) => toneSpeech(text, RATE);
const tick = () => new Promise<void>((resolve) => setImmediate(resolve));
