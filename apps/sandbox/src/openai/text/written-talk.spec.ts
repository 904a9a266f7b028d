import { ANYTHING_ELSE, GREETING } from '../../dialogue/tara-says.js';
import { TravelDialogue } from '../../dialogue/travel-dialogue.js';
import type { DeclaredTool, Reply } from '../../dialogue/travel-dialogue.js';
import { nextReply } from './written-talk.js';
import type { WrittenTurn } from './written-talk.js';

const TOOLS: DeclaredTool[] = [
  tool('find_packages', 'destination', 'nights'),
  tool('save_customer_lead', 'name', 'phone'),
  tool('create_quote', 'customer_name', 'package_id', 'travellers'),
  tool('robot_action', 'type', 'value'),
];
const FOUND = JSON.stringify({ success: true, packages: [{ id: 'p1', name: 'Bali Beach' }] });
const CONTACT = 'my name is asha rao and my phone number is four one five five five five zero one four two';

const says = (text: string): WrittenTurn => ({ by: 'person', text });
const told = (name: string, output: string): WrittenTurn => ({ by: 'tool', callId: 'c', name, output });
const ANSWERED: WrittenTurn = { by: 'agent' };

describe(nextReply.name, () => {
  const reply = (turns: WrittenTurn[], instructions = 'You are Tara.', tools = TOOLS): Reply =>
    nextReply({ instructions, tools, turns }, () => new TravelDialogue());

  it('greets when nothing was said, and offers more when nothing is left to answer', () => {
    expect(reply([])).toEqual({ say: GREETING });
    expect(reply([says('hello tara'), ANSWERED])).toEqual({ say: ANYTHING_ELSE });
  });

  it('calls a tool and tells what came of it', () => {
    const asked = says('please find me a package to bali');
    expect(reply([asked]).calls).toEqual([{ name: 'find_packages', arguments: { destination: 'Bali' } }]);
    const answer = reply([asked, ANSWERED, told('find_packages', FOUND)]);
    expect(answer.say).toContain('Bali Beach');
    expect(answer.calls).toBeUndefined();
  });

  it('saves a lead again that could not be saved, and not one that was', () => {
    const before = [says(CONTACT), ANSWERED];
    const failed = told('save_customer_lead', '{"success":false,"message":"Out of order."}');
    expect(reply([...before, failed]).say).toContain('Out of order.');
    expect(reply([...before, failed, ANSWERED, says(CONTACT)]).calls?.[0]?.name).toBe('save_customer_lead');
    const saved = told('save_customer_lead', '{"success":true}');
    expect(reply([...before, saved, ANSWERED, says(CONTACT)]).calls).toBeUndefined();
  });

  it('takes for done what nobody wrote down the result of', () => {
    expect(reply([says(CONTACT), ANSWERED, says(CONTACT)]).calls).toBeUndefined();
  });

  it('answers once to who went on talking', () => {
    const answer = reply([
      says('my name is asha rao'),
      says('my phone number is four one five five five five zero one four two'),
    ]);
    expect(answer.calls).toHaveLength(1);
    expect(answer.calls?.[0]?.arguments).toMatchObject({ name: 'Asha Rao' });
  });

  it('always says or does something', () => {
    const wave = says('please wave your hand');
    expect(reply([wave]).calls).toMatchObject([{ name: 'robot_action' }]);
    expect(reply([wave, ANSWERED, told('robot_action', '{"success":true}')])).toEqual({ say: ANYTHING_ELSE });
  });

  it('goes on with what another began, and not with what it would not have said', () => {
    const hello = says('hello tara how are you');
    const whole = reply([hello]).say ?? '';
    const [first = '', ...rest] = whole.split(' ');
    expect(reply([hello, { by: 'agent', cutOff: `${first} ` }]).say).toBe(rest.join(' '));
    expect(reply([hello, { by: 'agent', cutOff: whole }])).toEqual({ say: '' });
    expect(reply([hello, { by: 'agent', cutOff: 'Bananas' }])).toEqual({ say: '' });
  });

  it('does not act on what was not understood', () => {
    expect(reply([says('[unclear]')]).say).toContain('unclear');
    expect(reply([says('[unclear]')], 'Be brief.', []).say).toContain('unclear');
  });

  it('judges only the last thing that a person said', () => {
    const judge = 'You are Tara. If the caller has not finished, answer with a single … only.';
    expect(reply([says('find me a package to')], judge)).toEqual({ say: '…' });
    expect(
      reply([says('i want to go to bali and'), ANSWERED, told('find_packages', FOUND)], judge).say,
    ).toContain('Bali');
  });

  it('is no other agent for somebody who talked with Tara before', () => {
    const known = 'Be kind.\n<known_person>\n{"talks":[{"text":"Hello, I am Tara."}]}\n</known_person>';
    expect(reply([says('hello there')], known, []).say).toContain('hello there');
  });

  it('has no travel for agents that have none, and repeats what it heard', () => {
    const { say, calls } = reply(
      [says('please find me a package to bali')],
      'You are a helpful AI assistant.',
      [],
    );
    expect(say).toContain('please find me a package to bali.');
    expect(calls).toBeUndefined();
    expect(reply([says('a '.repeat(500))], '', []).say?.length).toBeLessThan(300);
  });
});

function tool(name: string, ...fields: string[]): DeclaredTool {
  return { name, parameters: { properties: Object.fromEntries(fields.map((field) => [field, {}])) } };
}
