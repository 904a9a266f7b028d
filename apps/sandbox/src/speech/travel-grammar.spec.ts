import {
  DECOY_MARK,
  drawUtterance,
  drawUtterances,
  isTravelSentence,
  seededRandom,
  TRAVEL_RULES,
  travelJsgf,
} from './travel-grammar.js';

describe('the travel grammar', () => {
  it('draws the same sentences for the same seed, and others for another', () => {
    expect(drawUtterances(1, 20)).toEqual(drawUtterances(1, 20));
    expect(drawUtterances(2, 20)).not.toEqual(drawUtterances(1, 20));
  });

  it('draws a name, an e-mail address and a phone number among the first twenty of any seed', () => {
    for (let seed = 0; seed < 50; seed++) {
      const drawn = drawUtterances(seed, 20).join('; ');
      expect(drawn).toMatch(/my name is/);
      expect(drawn).toMatch(/my email address is/);
      expect(drawn).toMatch(/my phone number is/);
    }
  });

  it('knows its own sentences and no others', () => {
    const random = seededRandom(3);
    for (let i = 0; i < 300; i++) expect(isTravelSentence(drawUtterance(random))).toBe(true);
    for (const other of ['', 'hello tara how', 'my phone number is one two three', 'i want to go to']) {
      expect(isTravelSentence(other)).toBe(false);
    }
  });

  it('draws phone numbers that nobody has', () => {
    const random = seededRandom(4);
    for (let i = 0; i < 300; i++) {
      expect(drawUtterance(random, 'phone')).toMatch(/^(\w+ ){3}five five five zero one \w+ \w+$/);
    }
  });

  it('gives the recogniser its rules with decoys, and people without', () => {
    expect(travelJsgf()).toContain(`${DECOY_MARK}berlin`);
    expect(Object.values(TRAVEL_RULES).join(' ')).not.toContain(DECOY_MARK);
  });
});
