import { ConversationEvent, newId } from '#conversation';
import type { EventPayload, EventType } from '#conversation';
import { toldOfPerson } from './told-of-person.js';

const PHONE = '+919876543210';

function event<T extends EventType>(type: T, payload: EventPayload<T>): ConversationEvent {
  const at = '2026-11-21T12:00:00.000Z';
  const envelope = { id: newId(), sessionId: 's', epoch: 1, sourceSeq: 1, type, v: 1, at, payload };
  const parsed = ConversationEvent.parse(envelope);
  if (!parsed) throw new Error('No such event.');
  return parsed;
}

const said = (text: string, role: 'user' | 'agent' = 'user') =>
  event('message.added', {
    ...{ role, text, heardText: null, interrupted: false, language: null, participant: null },
    ...{ source: 'speech', latency: null },
  });
const called = (args: Record<string, unknown>, name = 'save_contact') =>
  event('tool.called', { callId: 'c', name, arguments: args, idempotencyKey: 'k', deadlineMs: 1 });

describe(toldOfPerson, () => {
  it.each([
    ['My name is Asha Rao, my e-mail is Asha@Example.com.', { name: 'Asha Rao', email: 'asha@example.com' }],
    ['asha dot rao at example dot com', { email: 'asha.rao@example.com' }],
    ['nine eight seven six five four three two one zero', { phone: PHONE }],
    ['You reach me at +91 98765 43210 or at 098765 43210.', { phone: PHONE }],
    ['here’s my number: 98765 43210', { phone: PHONE }],
  ])('reads what a person says of themselves: %j', (text, fields) => {
    expect(toldOfPerson(said(text), 'IN')).toEqual({ by: 'message', fields, preferences: {} });
  });

  it.each([
    'I want to go to Bali for seven nights with two adults.',
    'What is your email? Is it sales@example.com?',
    'My wife’s number is 98765 43210.',
    'her email address is asha@example.com',
    'either asha@example.com or ravi@example.com',
    'It costs 12345678 rupees.',
  ])('makes nobody’s what is another’s, or may be: %j', (text) => {
    expect(toldOfPerson(said(text), 'IN')).toBeUndefined();
  });

  it.each([
    ['x', 500_000],
    ['x’s ', 100_000],
    ['nine ', 100_000],
    ['a at ', 100_000],
    ['98765 ', 100_000],
  ])('comes to an end with %j, said without one', (word, times) => {
    const long = word.repeat(times); // over which an expression that goes back and forth would be for hours
    expect(toldOfPerson(said(long), 'IN')).toBeUndefined();
    expect(() => toldOfPerson(called({ name: long, email: long, phone: long }), 'IN')).not.toThrow();
  });

  it('guesses no country', () => {
    expect(toldOfPerson(said('my number is 98765 43210'))).toBeUndefined();
    expect(toldOfPerson(said(`my number is ${PHONE}`))?.fields).toEqual({ phone: PHONE });
  });

  it('reads nothing of what an agent says', () => {
    expect(toldOfPerson(said('My name is Tara, write to tara@example.com.', 'agent'), 'IN')).toBeUndefined();
  });

  it('reads what tools are told, as people say it', () => {
    const preferences = [
      { topic: 'seat', wish: 'window' },
      { topic: ' ', wish: 'nothing' },
    ];
    const told = {
      name: ' Asha\u0000 Rao ',
      email: 'asha at example dot com',
      phone: '98765 43210',
      preferences,
    };
    expect(toldOfPerson(called({ ...told, company: 'Acme', language: 'EN-in' }), 'IN')).toEqual({
      by: 'tool',
      fields: {
        name: 'Asha Rao',
        email: 'asha@example.com',
        phone: PHONE,
        company: 'Acme',
        language: 'en-IN',
      },
      preferences: { seat: 'window' },
    });
    const lead = called({ name: 'Asha', phone: '', details: 'Bali' }, 'save_customer_lead');
    expect(toldOfPerson(lead)?.fields).toEqual({ name: 'Asha' });
  });

  it('takes no word of a model for a name that knows none, and no arguments that are none', () => {
    expect(
      toldOfPerson(called({ name: 'Unknown', email: 'n/a', language: 'the usual one' })),
    ).toBeUndefined();
    expect(toldOfPerson(called({ name: 7, preferences: 'window' }))).toBeUndefined();
    expect(toldOfPerson(called({ name: 'Asha' }, 'find_packages'))).toBeUndefined();
  });
});
