import { VendorFault } from '#providers';
import { readVerdict } from './judge-answer.js';
import { labelled } from './judge-question.js';

const BUY = { name: 'buy', description: 'a trip' };
const BUY_HOUSE = { name: 'buy', description: 'a house' };
const LEAVE = { name: 'leave', description: null };
const LABELS = labelled([BUY, BUY_HOUSE, LEAVE]);
const verdict = (answer: unknown, wantsContact = false) =>
  readVerdict(typeof answer === 'string' ? answer : JSON.stringify(answer), LABELS, wantsContact);
const named = (...intents: unknown[]) => verdict({ intents });

describe(labelled.name, () => {
  it('tells apart intents that share a name', () => {
    expect([...LABELS]).toEqual([
      ['buy', BUY],
      ['buy (2)', BUY_HOUSE],
      ['leave', LEAVE],
    ]);
  });
});

describe(readVerdict.name, () => {
  it('has what was named of the list, the surest first and each once', () => {
    const { meant, ignored } = named(
      { name: 'buy (2)', confidence: 0.4 },
      { name: 'leave', confidence: 0.7 },
      { name: 'buy (2)', confidence: 0.9 },
    );
    expect(meant).toEqual([
      { intent: BUY_HOUSE, confidence: 0.9 },
      { intent: LEAVE, confidence: 0.7 },
    ]);
    expect(ignored).toBe(0);
  });

  it.each([
    ['a name that is none of the list', { name: 'refund', confidence: 1 }],
    ['a name that every object has', { name: 'constructor', confidence: 1 }],
    ['a name in another form', { name: ['buy'], confidence: 1 }],
    ['a name alone', 'buy'],
    ['no name', { confidence: 1 }],
    ['no number', { name: 'buy', confidence: 'high' }],
    ['no confidence', { name: 'buy' }],
    ['more than certainty', { name: 'buy', confidence: 80 }],
    ['less than nothing', { name: 'buy', confidence: -1 }],
    ['nothing', null],
  ])('counts %s, and keeps nothing of it', (_, one) => {
    expect(named(one, { name: 'leave', confidence: 1 })).toMatchObject({
      meant: [{ intent: LEAVE }],
      ignored: 1,
    });
  });

  it.each([
    '',
    'I cannot help with that.',
    '```json\n{"intents":[]}\n```',
    '{"intents":[{"name":"buy","confi',
    'null',
    '[]',
    '"buy"',
    '{}',
    { intents: { buy: 1 } },
    { intents: 'buy' },
    '['.repeat(10_000),
  ])('takes for no answer what is none (%#)', (answer) => {
    expect(() => verdict(answer)).toThrow(VendorFault);
  });

  it('tells in its fault nothing of what was written', () => {
    let fault: unknown;
    try {
      verdict('Asha wants a refund');
    } catch (error) {
      fault = error;
    }
    expect(fault).toMatchObject({ reason: 'answer_failed', detail: 'not_of_the_form' });
  });

  it('has of the speaker what was asked for', () => {
    const contact = { name: 'Asha' };
    expect(verdict({ intents: [], contact }, true).contact).toEqual(contact);
    expect(verdict({ intents: [], contact }).contact).toBeUndefined();
    expect(readVerdict(JSON.stringify({ contact }), labelled([]), true)).toEqual({
      meant: [],
      contact,
      ignored: 0,
    });
  });
});
