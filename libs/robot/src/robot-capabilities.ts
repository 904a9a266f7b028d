import { z } from 'zod';
import type { RobotCommand } from './robot-command.js';

/** The participant attribute in which a device says what it can do. */
export const ROBOT_CAPABILITIES_ATTRIBUTE = 'robot.capabilities';

const MAX_CHARACTERS = 8_000;

/** Words that are not ours are let stand: a device may do more than we ask of it. */
const Words = z.array(z.string().max(64)).max(64).default([]);

export const RobotCapabilities = z.object({
  version: z.literal(1),
  gestures: Words,
  emotions: Words,
  look: Words,
  hands: Words,
  body: Words,
});
export type RobotCapabilities = z.infer<typeof RobotCapabilities>;

/** Undefined for a device that declares nothing, or nothing that we understand: it is taken for one of seed S0's. */
export function parseRobotCapabilities(text: string | undefined): RobotCapabilities | undefined {
  if (!text || text.length > MAX_CHARACTERS) return undefined;
  try {
    return RobotCapabilities.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Why the device cannot do it, in words; undefined when it can. */
export function whyIncapable(capabilities: RobotCapabilities, command: RobotCommand): string | undefined {
  const want = wanted(command);
  if (!want) return undefined;
  const [kind, value] = want;
  const known = capabilities[kind];
  if (known.includes(value)) return undefined;
  const others = known.length ? `its ${kind}: ${known.join(', ')}` : `it declares no ${kind}`;
  return `This robot cannot do "${value}" (${others}).`;
}

function wanted({ command, arguments: args }: RobotCommand): [kind: keyof Kinds, value: string] | undefined {
  switch (command) {
    case 'robot_gesture':
      return ['gestures', args.gesture];
    case 'robot_emotion':
      return ['emotions', args.emotion];
    case 'robot_look':
      return ['look', args.direction];
    case 'robot_move_hands':
      return ['hands', args.action];
    case 'robot_move_body':
      return ['body', args.action];
    case 'disconnect_call':
      return undefined; // about the call, and every device's business
  }
}

type Kinds = Omit<RobotCapabilities, 'version'>;
