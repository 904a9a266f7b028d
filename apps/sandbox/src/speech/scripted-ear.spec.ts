import { EarScriptDto, ScriptWordDto } from './ear-scripts.dto.js';
import { ScriptedEar } from './scripted-ear.js';
import { textOf } from './stream-ear.js';
import { quiet, tone, together } from './testing/sounds.js';

const RATE = 16_000;

describe(ScriptedEar.name, () => {
  const booking = script(
    'booking',
    { word: 'I', endMs: 100 },
    { word: "can't", endMs: 380, interim: 'can' },
    { word: 'come', endMs: 600, mark: ',', clauseEnd: true },
    { word: 'sorry', startMs: 1_400, endMs: 1_800, mark: '.' },
  );

  it('says words behind their time and finals behind their clause, by the clock of the samples', () => {
    const { told, ear } = listening([booking]);
    ear.write(
      together(quiet(500, RATE), tone(600, RATE), quiet(800, RATE), tone(400, RATE), quiet(500, RATE)),
    );
    expect(told).toEqual([
      'speech 500',
      'interim 700 I',
      'interim 1000 I can',
      "final 500-1100 I can't come,",
      'speech 1900',
      'final 1900-2300 sorry.',
    ]);
  });

  it.each([20, 160, 333, 1_600])('is the same in pieces of %i samples', (size) => {
    const sound = together(
      quiet(500, RATE),
      tone(600, RATE),
      quiet(800, RATE),
      tone(400, RATE),
      quiet(500, RATE),
    );
    const whole = listening([booking]);
    whole.ear.write(sound);
    const { told, ear } = listening([booking]);
    for (let from = 0; from < sound.length; from += size) ear.write(sound.subarray(from, from + size));
    expect(told).toEqual(whole.told);
  });

  it('tells a final with the sample that makes it due', () => {
    const { told, ear } = listening([script('one', { word: 'Yes', endMs: 300, mark: '.' })]);
    ear.write(together(tone(300, RATE), quiet(90, RATE)));
    expect(told.filter((line) => line.startsWith('final'))).toEqual([]);
    ear.write(quiet(10, RATE));
    expect(told.at(-1)).toBe('final 0-300 Yes.');
  });

  it('goes on with another script when it is told to, in the middle of one', () => {
    const { told, ear } = listening([booking]);
    ear.write(together(tone(200, RATE), quiet(300, RATE)));
    ear.turnTo([script('another', { word: 'Yes', endMs: 300, mark: '.' })]);
    ear.write(together(quiet(2_000, RATE), tone(300, RATE), quiet(200, RATE)));
    expect(told.filter((line) => line.startsWith('final'))).toEqual(['final 2500-2800 Yes.']);
  });

  it('waits as long as the script asks', () => {
    const { told, ear } = listening([{ ...script('late', { word: 'Yes', endMs: 300 }), finalAfterMs: 250 }]);
    ear.write(together(tone(300, RATE), quiet(240, RATE)));
    expect(told).toEqual(['speech 0', 'interim 400 Yes']);
    ear.write(quiet(10, RATE));
    expect(told.at(-1)).toBe('final 0-300 Yes');
  });

  it('settles what was said when it is told to, and the rest later', async () => {
    const { told, ear } = listening([booking]);
    ear.write(together(tone(420, RATE)));
    await ear.finalize();
    expect(told.at(-1)).toBe("forced 0-380 I can't");
    await ear.finalize();
    ear.write(together(tone(180, RATE), quiet(100, RATE)));
    expect(told.slice(-1)).toEqual(['final 380-600 come,']);
  });

  it('plays one script for each utterance, then hears nothing more', () => {
    const scripts = ['One', 'Two'].map((word) => script(word, { word, endMs: 300 }));
    const { told, ear } = listening(scripts);
    for (let i = 0; i < 3; i++) ear.write(together(tone(300, RATE), quiet(700, RATE)));
    expect(told.filter((line) => line.startsWith('final'))).toEqual([
      'final 0-300 One',
      'final 1000-1300 Two',
    ]);
  });

  it('begins nothing at a click, and not again within a clause', () => {
    const { told, ear } = listening([booking, script('next', { word: 'Next', endMs: 100 })]);
    ear.write(together(tone(30, RATE), quiet(500, RATE), tone(100, RATE), quiet(300, RATE), tone(200, RATE)));
    expect(told.filter((line) => line.startsWith('speech'))).toEqual(['speech 530', 'speech 930']);
    expect(told).not.toContain('interim 1130 Next');
  });

  function listening(scripts: EarScriptDto[]) {
    const told: string[] = [];
    const ear = new ScriptedEar(scripts, RATE, {
      speechStarted: (atMs) => told.push(`speech ${atMs}`),
      interim: ({ endMs, words }) => told.push(`interim ${endMs} ${textOf(words, true)}`),
      final: ({ startMs, endMs, words }, forced) =>
        told.push(`${forced ? 'forced' : 'final'} ${startMs}-${endMs} ${textOf(words, true)}`),
    });
    return { told, ear };
  }
});

function script(id: string, ...words: Partial<ScriptWordDto>[]): EarScriptDto {
  return Object.assign(new EarScriptDto(), {
    id,
    words: words.map((word) => Object.assign(new ScriptWordDto(), word)),
  });
}
