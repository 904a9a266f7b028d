import { currentModel, modelNotice, noticeText, STOPPING_MODELS } from './model-table.js';

const BEFORE = Date.parse('2027-01-13T23:59:59Z');
const FROM_THEN_ON = Date.parse('2027-01-14T00:00:00Z');

describe('the table of models', () => {
  it('moves a default to its successor on the day it stops, and not before', () => {
    expect(currentModel('gpt-4o-mini', BEFORE)).toBe('gpt-4o-mini');
    expect(currentModel('gpt-4o-mini', FROM_THEN_ON)).toBe('gpt-6-luna');
    expect(currentModel('of-tomorrow', FROM_THEN_ON)).toBe('of-tomorrow');
  });

  it('leaves a default whose successor is spoken with in another way', () => {
    expect(currentModel('gpt-4o-mini-tts', FROM_THEN_ON)).toBe('gpt-4o-mini-tts');
  });

  it('says of a model that it stops, from where that is known, and what follows', () => {
    const notice = modelNotice('tts-1', BEFORE);
    expect(notice).toMatchObject({ hasStopped: true, stopsOn: '2027-01-06', firstHand: true });
    expect(notice && noticeText(notice)).toMatch(
      /^tts-1 stopped on 2027-01-06; .* gpt-realtime-2\.1-mini \(https/,
    );
    expect(modelNotice('gpt-6-luna', FROM_THEN_ON)).toBeUndefined();
  });

  it('is sound: every day is one, no model stands twice, and no way leads in a circle', () => {
    const names = STOPPING_MODELS.map(({ model }) => model);
    expect(new Set(names).size).toBe(names.length);
    for (const { model, stopsOn, source, isElsewhere } of STOPPING_MODELS) {
      expect(new Date(stopsOn).toISOString().slice(0, 10)).toBe(stopsOn);
      expect(URL.canParse(source)).toBe(true);
      expect(names.includes(currentModel(model, Infinity))).toBe(isElsewhere);
    }
  });
});
