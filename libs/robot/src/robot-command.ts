/** Version of the commands and their values. It grows when one changes its meaning, not when one is added. */
export const ROBOT_PROTOCOL_VERSION = 1;

/** What the SanBot app can do, by the kind of action the model names. */
export const ROBOT_ACTIONS = {
  gesture: [
    'nod',
    'shake',
    'wave',
    'greet',
    'thinking',
    'agree',
    'disagree',
    'excited',
    'listening',
    'goodbye',
    'acknowledge',
  ],
  /** The app does not know `love`, which S0's model was offered: it is sent as `happy`. */
  emotion: ['happy', 'excited', 'thinking', 'curious', 'shy', 'laugh', 'goodbye', 'normal', 'love'],
  look: ['left', 'right', 'up', 'down', 'center'],
  move_hands: ['wave', 'raise'],
  move_body: ['turn_left', 'turn_right', 'wiggle'],
} as const;

export type RobotActionType = keyof typeof ROBOT_ACTIONS;
export type RobotActionValue<T extends RobotActionType = RobotActionType> = (typeof ROBOT_ACTIONS)[T][number];

export const ROBOT_ACTION_TYPES = [
  'gesture',
  'emotion',
  'look',
  'move_hands',
  'move_body',
] as const satisfies readonly RobotActionType[];

/** The gestures that S0's README promises; a device without a declaration of its own is offered these first. */
export const CORE_GESTURES = [
  'wave',
  'nod',
  'greet',
  'thinking',
  'excited',
  'goodbye',
] as const satisfies readonly RobotActionValue<'gesture'>[];

export const ROBOT_HANDS = ['left', 'right'] as const;
export type RobotHand = (typeof ROBOT_HANDS)[number];

interface Arguments {
  robot_gesture: { gesture: RobotActionValue<'gesture'> };
  robot_emotion: { emotion: Exclude<RobotActionValue<'emotion'>, 'love'> };
  robot_look: { direction: RobotActionValue<'look'> };
  robot_move_hands: { action: RobotActionValue<'move_hands'>; hand: RobotHand };
  robot_move_body: { action: RobotActionValue<'move_body'> };
  /** The app acknowledges it and stays: who ends the call has to close the room too. */
  disconnect_call: { reason: string };
}

/** A data packet as the SanBot app reads it on the topic `robot-commands`. */
export type RobotCommand = {
  [C in keyof Arguments]: { type: 'robot_command'; command: C; arguments: Arguments[C] };
}[keyof Arguments];

/** Something the robot cannot do, refused before it leaves: the app would nod at any unknown word. */
export interface RobotRefusal {
  type: 'robot_refusal';
  /** For the model, in words, with what is known. */
  message: string;
  known: readonly string[];
}
