import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ROBOT_ACTION_TYPES, ROBOT_ACTIONS, toRobotCommand } from '#robot';
import type { TalkTool, ToolAnswer, ToolCall } from '#talk';
import { answer } from './answer.js';
import type { RoomReach } from './reach.js';

const values = ROBOT_ACTION_TYPES.map((type) => `${type}: ${ROBOT_ACTIONS[type].join(', ')}`).join('; ');

const parameters = z.object({
  type: z.enum(ROBOT_ACTION_TYPES).describe('The kind of movement.'),
  value: z.string().max(50).describe(`What to do. ${values}.`),
});

@Injectable()
export class RobotActionTool implements TalkTool<RoomReach, typeof parameters> {
  readonly name = 'robot_action';
  readonly description =
    'Move the robot you speak through: a gesture, an emotion on its face, its head, hands or body.';
  readonly parameters = parameters;
  readonly deadlineMs = 3_000;

  async run({ type, value }: z.infer<typeof parameters>, call: ToolCall<RoomReach>): Promise<ToolAnswer> {
    const command = toRobotCommand(type, value);
    if (command.type === 'robot_refusal') return answer({ success: false, message: command.message });
    await call.reach.robot.send(command, call.signal);
    return answer({ success: true });
  }
}
