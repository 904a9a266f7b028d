import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { TalkTool, ToolAnswer, ToolCall } from '#talk';
import type { Objection } from '../recording/session-recorder.js';
import { answer } from './answer.js';
import type { RoomReach } from './reach.js';

const parameters = z.object({});

const MESSAGES: Record<Objection, string> = {
  not_recorded: 'This call is not recorded. Say so.',
  goes_on:
    'Nothing is recorded any more, and what was recorded is erased. Say so in one short sentence and go on.',
  ends: 'Calls here cannot go on without a recording. What was recorded is erased. Say so, and say goodbye: the call ends then.',
};

/** For people who object to being recorded. Every agent of a recorded talk has it. */
@Injectable()
export class StopRecordingTool implements TalkTool<RoomReach, typeof parameters> {
  readonly name = 'stop_recording';
  readonly description =
    'Stop recording this call, and erase what was recorded, as soon as the person says that they do not want to be recorded.';
  readonly parameters = parameters;
  readonly deadlineMs = 5_000;

  async run(_: z.infer<typeof parameters>, call: ToolCall<RoomReach>): Promise<ToolAnswer> {
    const objection = await call.reach.objectToRecording();
    if (objection === 'ends') call.hangUp('rejected_consent');
    return answer({ success: true, message: MESSAGES[objection] });
  }
}
