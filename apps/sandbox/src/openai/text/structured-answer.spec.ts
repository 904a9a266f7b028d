import { intentsIn } from './intent-words.js';
import { structuredAnswer } from './structured-answer.js';

const INTENTS = [
  { name: 'quote' },
  { name: 'book_trip', description: 'wants to reserve a package' },
  { name: 'cancellation' },
  { name: 'escalation', description: 'wants to speak to a human' },
  { name: 'goodbye' },
  { name: 'SpeakToManager' },
];
const OF_LIST = { type: 'array', items: { type: 'object', properties: { name: { enum: ['quote'] } } } };
const TEXT_OR_NULL = { type: ['string', 'null'] };

describe(intentsIn.name, () => {
  it.each([
    ['how much does it cost for two people', ['quote']],
    ['please book the trip to Bali', ['book_trip']],
    ['I want to reserve the second package', ['book_trip']],
    ['I have to cancel, sorry', ['cancellation']],
    ['let me talk to a real person', ['escalation', 'SpeakToManager']],
    ['that is all for today, goodbye', ['goodbye']],
    ["no, I don't want to cancel", []],
    ['what a lovely day', []],
    ['', []],
  ])('hears in %j the intents %j', (message, names) => {
    expect(intentsIn(message, INTENTS).map(({ name }) => name)).toEqual(names);
  });
});

describe(structuredAnswer.name, () => {
  it('tells the intents of a list that a message has, and who somebody is', () => {
    const contact = {
      type: 'object',
      properties: { name: TEXT_OR_NULL, email: TEXT_OR_NULL, likes: OF_LIST },
    };
    const schema = { type: 'object', properties: { intents: OF_LIST, contact } };
    const question = {
      intents: [{ name: 'quote' }],
      message: 'My name is Asha Rao, I work for Umbra. Please make me a quote.',
    };
    expect(JSON.parse(structuredAnswer(schema, JSON.stringify(question)))).toEqual({
      intents: [{ name: 'quote', confidence: 0.9 }],
      contact: { name: 'Asha Rao', email: null, phone: null, company: 'Umbra', likes: [] },
    });
  });

  it('is as empty as any other form allows', () => {
    const properties = {
      a: { type: 'string' },
      b: { type: 'integer' },
      c: { type: 'boolean' },
      d: TEXT_OR_NULL,
      e: { enum: ['x', 'y'] },
      f: { type: 'object', properties: { g: { type: 'array' } } },
    };
    expect(JSON.parse(structuredAnswer({ type: 'object', properties }, 'hello'))).toEqual({
      ...{ a: '', b: 0, c: false, d: null, e: 'x' },
      f: { g: [] },
    });
  });
});
