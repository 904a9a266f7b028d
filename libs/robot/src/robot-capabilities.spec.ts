import { parseRobotCapabilities, whyIncapable } from './robot-capabilities.js';
import { disconnectCommand, toRobotCommand } from './to-robot-command.js';

const NOTHING = { gestures: [], emotions: [], look: [], hands: [], body: [] };

describe(parseRobotCapabilities.name, () => {
  it('reads a declaration, and takes what it leaves out for nothing', () => {
    expect(parseRobotCapabilities('{"version":1,"gestures":["nod","moonwalk"]}')).toEqual({
      version: 1,
      ...NOTHING,
      gestures: ['nod', 'moonwalk'],
    });
  });

  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['no JSON', '{'],
    ['a list', '[]'],
    ['another version', '{"version":2}'],
    ['no version', '{"gestures":["nod"]}'],
    ['words that are no list', '{"version":1,"gestures":"nod"}'],
    ['words that are no words', '{"version":1,"gestures":[1]}'],
    ['far too long a one', JSON.stringify({ version: 1, gestures: Array(64).fill('x'.repeat(200)) })],
  ])('takes a device with %s for one that declares nothing', (_, text) => {
    expect(parseRobotCapabilities(text)).toBeUndefined();
  });
});

describe(whyIncapable.name, () => {
  const able = { version: 1 as const, ...NOTHING, gestures: ['nod'], hands: ['wave'] };

  function why(type: string, value: string): string | undefined {
    const command = toRobotCommand(type, value);
    if (command.type === 'robot_refusal') throw new Error(command.message);
    return whyIncapable(able, command);
  }

  it('lets through what the device declares, and the end of the call', () => {
    expect(why('gesture', 'nod')).toBeUndefined();
    expect(why('move_hands', 'wave')).toBeUndefined();
    expect(whyIncapable(able, disconnectCommand('done'))).toBeUndefined();
  });

  it.each([
    ['gesture', 'wave', 'its gestures: nod'],
    ['move_hands', 'raise', 'its hands: wave'],
    ['emotion', 'shy', 'it declares no emotions'],
    ['look', 'left', 'it declares no look'],
    ['move_body', 'wiggle', 'it declares no body'],
  ])('says what can be asked for in place of %s %s', (type, value, words) => {
    expect(why(type, value)).toContain(words);
  });
});
