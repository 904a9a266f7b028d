import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { disconnectCommand } from '#robot';
import type { TalkTool, ToolAnswer, ToolCall } from '#talk';
import { answer } from './answer.js';
import type { RoomReach } from './reach.js';

const parameters = z.object({
  reason: z.string().max(200).default('customer_done').describe('Why the call ends.'),
});

/** Ends the session once the goodbye has been heard. The app only acknowledges the packet: closing the room is what ends it. */
@Injectable()
export class DisconnectCallTool implements TalkTool<RoomReach, typeof parameters> {
  readonly name = 'disconnect_call';
  readonly description = 'End the call, after the customer has said goodbye and you have too.';
  readonly parameters = parameters;
  readonly deadlineMs = 3_000;

  async run({ reason }: z.infer<typeof parameters>, call: ToolCall<RoomReach>): Promise<ToolAnswer> {
    call.hangUp('agent_ended');
    await call.reach.robot.send(disconnectCommand(reason), call.signal);
    return answer({
      success: true,
      message: 'Say goodbye in one short sentence. The call ends after it.',
    });
  }
}
