import { travelSlots } from '../speech/travel-slots.js';
import { TravelDialogue } from './travel-dialogue.js';
import type { DeclaredTool, HeardTurn, Reply } from './travel-dialogue.js';
import { TRAVEL_SCRIPT } from './travel-script.js';

const FOUND = {
  success: true,
  count: 2,
  packages: [
    { id: '103', name: 'Bali Beach Holiday', nights: 5, price: 820, currency: 'USD', destinations: ['Bali'] },
    { id: '104', name: 'Bali Temple Tour', nights: 8, price: 1390, currency: 'USD', destinations: ['Bali'] },
  ],
};

describe(TravelDialogue.name, () => {
  it('goes through the travel script with every tool', () => {
    const dialogue = withTools();
    const [search = '', contact = '', quote = '', wave = '', goodbye = ''] = TRAVEL_SCRIPT;

    expect(say(dialogue, search)).toEqual(call('find_packages', { destination: 'Bali', nights: 7 }));
    expect(done(dialogue, 'find_packages', FOUND).say).toBe(
      'I found 2 packages. One is Bali Beach Holiday, 5 nights for 820 US dollars. ' +
        'Another is Bali Temple Tour, 8 nights for 1390 US dollars. Shall I make you a quote?',
    );

    expect(say(dialogue, contact)).toEqual(
      call('save_customer_lead', {
        name: 'Asha Rao',
        phone: '4155550142',
        details: 'Destination: Bali, nights: 7',
      }),
    );
    expect(done(dialogue, 'save_customer_lead', { success: true, lead_id: 7 }).say).toBe(
      'Thank you, Asha. I have saved your details. Shall I make you a quote?',
    );

    expect(say(dialogue, quote)).toEqual(
      call('create_quote', {
        customer_name: 'Asha Rao',
        customer_phone: '4155550142',
        package_id: '103',
        travellers: 2,
      }),
    );
    const made = { success: true, quoteNumber: 'Q-1', total: 1640, currency: 'USD' };
    expect(done(dialogue, 'create_quote', made).say).toMatch(/^The total is 1640 US dollars\./);

    expect(say(dialogue, wave)).toEqual({
      say: 'I am waving to you.',
      calls: [{ name: 'robot_action', arguments: { type: 'move_hands', value: 'wave' } }],
    });
    expect(done(dialogue, 'robot_action', { success: true })).toEqual({});

    expect(say(dialogue, goodbye)).toEqual(call('disconnect_call', { reason: 'customer_done' }));
    expect(done(dialogue, 'disconnect_call', { success: true }).say).toBe(
      'Thank you for your visit, Asha. Goodbye!',
    );
  });

  it('prefers the words that a tool has for the ear', () => {
    const dialogue = withTools();
    say(dialogue, 'i want to go to bali');
    const told = done(dialogue, 'find_packages', { ...FOUND, voice_summary: 'Two trips to Bali.' });
    expect(told.say).toBe('Two trips to Bali. Shall I make you a quote?');
  });

  it('calls nothing and says what it understands when the speech was unclear', () => {
    const dialogue = withTools();
    const unclear: HeardTurn = { text: '[unclear]', slots: { intent: 'unknown' }, unclear: true };
    const [first, second] = [dialogue.hear(unclear), dialogue.hear(unclear)];
    expect(first.calls ?? second.calls).toBeUndefined();
    expect(first.say).toMatch(/understand travel sentences.*open speech/);
    expect(second.say).toMatch(/please find me a package/);
    expect(second.say).not.toMatch(/open speech/);
  });

  it('says honestly that it is the sandbox when it does not know', () => {
    const reply = say(withTools(), 'What is the capital of France?');
    expect(reply.say).toMatch(/^I am the sandbox/);
    expect(reply.calls).toBeUndefined();
  });

  it('calls only tools that the session declared', () => {
    const dialogue = new TravelDialogue();
    const replies = [
      ...TRAVEL_SCRIPT,
      'which destinations do you offer',
      'please tell me more about the first package',
    ].map((text) => say(dialogue, text));
    for (const { say: words, calls } of replies) {
      expect(calls).toBeUndefined();
      expect(words).toBeTruthy();
    }
  });

  it('asks for what a lead still needs, and saves it once', () => {
    const dialogue = withTools();
    expect(say(dialogue, 'my email address is asha dot rao at example dot com').say).toMatch(/your name/);
    expect(say(dialogue, 'my name is asha rao').calls).toEqual([
      { name: 'save_customer_lead', arguments: { name: 'Asha Rao', email: 'asha.rao@example.com' } },
    ]);
    done(dialogue, 'save_customer_lead', { success: true });
    const more = say(dialogue, 'my phone number is one two three four five six seven');
    expect(more.calls).toBeUndefined();
  });

  it('collects what a quote needs and then makes it', () => {
    const dialogue = withTools();
    say(dialogue, 'i want to go to bali');
    done(dialogue, 'find_packages', FOUND);
    expect(say(dialogue, 'can you send me a quote for the second package').say).toMatch(/how many people/);
    expect(say(dialogue, 'for two people please').say).toMatch(/your name/);
    expect(say(dialogue, 'my name is asha rao').say).toMatch(/phone number/);
    expect(say(dialogue, 'asha@example.com').calls?.[0]?.name).toBe('save_customer_lead');
    const reply = done(dialogue, 'save_customer_lead', { success: true });
    expect(reply.say).toMatch(/saved/);
    expect(reply.calls).toMatchObject([{ name: 'create_quote', arguments: { package_id: '104' } }]);
  });

  it('takes yes for the quote it has just offered, and only then', () => {
    const dialogue = withTools();
    say(dialogue, 'i want to go to bali with two people');
    done(dialogue, 'find_packages', FOUND);
    expect(say(dialogue, 'yes please').say).toMatch(/your name/);
    expect(say(withTools(), 'yes please')).toEqual({ say: 'Is there anything else I can do for you?' });
  });

  it('looks again for less when nothing fits', () => {
    const dialogue = withTools();
    say(dialogue, 'i want to go to bali for twelve nights');
    const again = done(dialogue, 'find_packages', { success: true, count: 0, packages: [] });
    expect(again).toEqual(call('find_packages', { destination: 'Bali' }));
    const none = done(dialogue, 'find_packages', { success: true, count: 0, packages: [] });
    expect(none).toEqual({ say: 'I have no packages to Bali. Where would you like to go?' });
  });

  it('asks for the details of a package it has read out', () => {
    const dialogue = withTools();
    say(dialogue, 'i want to go to bali');
    done(dialogue, 'find_packages', FOUND);
    const asked = say(dialogue, 'please tell me more about the second package');
    expect(asked).toEqual(call('find_packages', { package_id: '104' }));
    const told = done(dialogue, 'find_packages', { success: true, id: '104', voice_description: 'Temples!' });
    expect(told.say).toBe('Temples! Shall I make you a quote?');
  });

  it('lists places out of what the CRM has', () => {
    const dialogue = withTools();
    expect(say(dialogue, 'which destinations do you offer')).toEqual(call('find_packages', {}));
    expect(done(dialogue, 'find_packages', FOUND).say).toMatch(/^I have packages to Bali, among others/);
  });

  it('puts the place into the query of a tool that has nothing better', () => {
    const dialogue = new TravelDialogue();
    dialogue.declare([tool('find_packages', 'query', 'package_id')]);
    expect(say(dialogue, 'i want to go to goa')).toEqual(call('find_packages', { query: 'Goa' }));
  });

  it('passes on what a tool says when it could not', () => {
    const dialogue = withTools();
    say(dialogue, 'i want to go to bali');
    const failure = { success: false, message: 'The CRM cannot be reached right now.' };
    expect(done(dialogue, 'find_packages', failure).say).toMatch(/The CRM cannot be reached right now\.$/);
  });
});

function withTools(): TravelDialogue {
  const dialogue = new TravelDialogue();
  dialogue.declare([
    tool('find_packages', 'query', 'destination', 'nights', 'max_price', 'package_id'),
    tool('save_customer_lead', 'name', 'phone', 'email', 'details'),
    tool('create_quote', 'customer_name', 'package_id', 'travellers', 'customer_email', 'customer_phone'),
    tool('robot_action', 'type', 'value'),
    tool('disconnect_call', 'reason'),
  ]);
  return dialogue;
}

function tool(name: string, ...fields: string[]): DeclaredTool {
  return { name, parameters: { type: 'object', properties: Object.fromEntries(fields.map((f) => [f, {}])) } };
}

function say(dialogue: TravelDialogue, text: string): Reply {
  return dialogue.hear({ text, slots: travelSlots(text), unclear: false });
}

function done(dialogue: TravelDialogue, name: string, output: object): Reply {
  return dialogue.toolResult('call_1', name, JSON.stringify(output));
}

function call(name: string, args: Record<string, unknown>): Reply {
  return { calls: [{ name, arguments: args }] };
}
