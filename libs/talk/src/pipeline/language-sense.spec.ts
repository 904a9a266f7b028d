import { LanguageSense } from './language-sense.js';

describe(LanguageSense.name, () => {
  it('believes two turns that agree, whatever the region', () => {
    const sense = new LanguageSense();
    expect([sense.heard('hi'), sense.language]).toEqual([false, undefined]);
    expect([sense.heard('hi-IN'), sense.language, sense.name]).toEqual([true, 'hi', 'Hindi']);
    expect(sense.heard('hi')).toBe(false);
  });

  it('stays where it is for one turn in another language', () => {
    const sense = new LanguageSense();
    for (const found of ['en', 'en', 'es', 'en', 'es']) sense.heard(found);
    expect(sense.language).toBe('en');
    expect([sense.heard('es'), sense.language]).toEqual([true, 'es']);
  });

  it.each([undefined, '', 'multi', 'und', 'no language at all'])('learns nothing of %j', (found) => {
    const sense = new LanguageSense();
    expect([sense.heard('de'), sense.heard(found), sense.heard(found)]).toEqual([false, false, false]);
    expect(sense.language).toBeUndefined();
    expect(sense.heard('de')).toBe(true);
  });
});
