import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ROBOT_ACTION_TYPES, ROBOT_ACTIONS, toRobotCommand } from '#robot';
import type { TalkTool, ToolAnswer, ToolCall } from '#talk';
import { within } from '#talk/within';
import { answer } from './answer.js';
import type { RoomReach } from './reach.js';

const values = ROBOT_ACTION_TYPES.map((type) => `${type}: ${ROBOT_ACTIONS[type].join(', ')}`).join('; ');

const parameters = z.object({
  type: z.enum(ROBOT_ACTION_TYPES).describe('The kind of movement.'),
  value: z.string().max(50).describe(`What to do. ${values}.`),
});

/** How long a robot may take for a move; it is over long before the talk is. */
const MOVE_DEADLINE_MS = 5_000;
/** A robot that cannot or will not move says so at once; the talk does not wait for one that is moving. */
const NEWS_WITHIN_MS = 500;

@Injectable()
export class RobotActionTool implements TalkTool<RoomReach, typeof parameters> {
  readonly name = 'robot_action';
  readonly description =
    'Move the robot you speak through: a gesture, an emotion on its face, its head, hands or body.';
  readonly parameters = parameters;
  readonly deadlineMs = 3_000;

  async run({ type, value }: z.infer<typeof parameters>, call: ToolCall<RoomReach>): Promise<ToolAnswer> {
    const move = toRobotCommand(type, value);
    if (move.type === 'robot_refusal') return answer({ success: false, message: move.message });
    const action = { id: call.idempotencyKey, move, safety: false, deadlineMs: MOVE_DEADLINE_MS };
    // No news while the robot is still moving.
    const news = await within(NEWS_WITHIN_MS, call.reach.robot.act(action));
    if (!news || news.status === 'done') return answer({ success: true });
    return answer({ success: false, message: `The robot did not do it: ${news.detail ?? news.status}.` });
  }
}
