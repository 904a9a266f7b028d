import { CORE_GESTURES, ROBOT_ACTIONS } from './robot-command.js';
import { disconnectCommand, toRobotCommand } from './to-robot-command.js';

const packet = (command: string, args: Record<string, string>) => ({
  type: 'robot_command',
  command,
  arguments: args,
});

describe(toRobotCommand.name, () => {
  it.each(ROBOT_ACTIONS.gesture)('sends the gesture %s', (gesture) => {
    expect(toRobotCommand('gesture', gesture)).toEqual(packet('robot_gesture', { gesture }));
  });

  it.each(ROBOT_ACTIONS.emotion.filter((emotion) => emotion !== 'love'))(
    'sends the emotion %s',
    (emotion) => {
      expect(toRobotCommand('emotion', emotion)).toEqual(packet('robot_emotion', { emotion }));
    },
  );

  it('sends love as happy, which the app knows', () => {
    expect(toRobotCommand('emotion', 'love')).toEqual(packet('robot_emotion', { emotion: 'happy' }));
  });

  it.each(ROBOT_ACTIONS.look)('looks %s', (direction) => {
    expect(toRobotCommand('look', direction)).toEqual(packet('robot_look', { direction }));
  });

  it.each(ROBOT_ACTIONS.move_hands)('moves a hand: %s, the right one unless told otherwise', (action) => {
    expect(toRobotCommand('move_hands', action)).toEqual(
      packet('robot_move_hands', { action, hand: 'right' }),
    );
    expect(toRobotCommand('move_hands', action, { hand: 'left' })).toEqual(
      packet('robot_move_hands', { action, hand: 'left' }),
    );
  });

  it.each(ROBOT_ACTIONS.move_body)('moves the body: %s', (action) => {
    expect(toRobotCommand('move_body', action)).toEqual(packet('robot_move_body', { action }));
  });

  it('reads values as models write them', () => {
    expect(toRobotCommand('Move Body', ' Turn-Left ')).toEqual(
      packet('robot_move_body', { action: 'turn_left' }),
    );
  });

  it.each(Object.entries(ROBOT_ACTIONS))('refuses an unknown %s and lists what is known', (type, known) => {
    const refusal = toRobotCommand(type, 'moonwalk');
    expect(refusal).toMatchObject({ type: 'robot_refusal', known });
    expect(refusal).toHaveProperty('message', expect.stringContaining(known.join(', ')));
  });

  it('refuses an unknown kind of action, also one that objects have by nature', () => {
    expect(toRobotCommand('constructor', 'nod')).toMatchObject({
      type: 'robot_refusal',
      known: ['gesture', 'emotion', 'look', 'move_hands', 'move_body'],
    });
  });

  it('promises no core gesture that it does not know', () => {
    expect(ROBOT_ACTIONS.gesture).toEqual(expect.arrayContaining([...CORE_GESTURES]));
  });
});

describe(disconnectCommand.name, () => {
  it('tells the app why the call is over', () => {
    expect(disconnectCommand('customer_done')).toEqual(
      packet('disconnect_call', { reason: 'customer_done' }),
    );
  });
});
