import type { ToolCall } from '#talk';
import { FakeRobot } from '#robot/testing';
import type { Objection } from '../recording/session-recorder.js';
import type { RoomReach } from './reach.js';
import { StopRecordingTool } from './stop-recording.tool.js';

describe(StopRecordingTool.name, () => {
  async function objected(objection: Objection): Promise<{ message: string; ends: string[] }> {
    const ends: string[] = [];
    const call: ToolCall<RoomReach> = {
      sessionId: 's',
      idempotencyKey: 'k',
      signal: AbortSignal.timeout(60_000),
      reach: {
        robot: new FakeRobot(),
        isOurs: () => Promise.resolve(true),
        objectToRecording: () => Promise.resolve(objection),
      },
      report: () => undefined,
      hangUp: (reason) => ends.push(reason),
    };
    const { content } = await new StopRecordingTool().run({}, call);
    return { message: String(content.message), ends };
  }

  it('tells the model what became of the recording', async () => {
    expect(await objected('goes_on')).toEqual({
      message: expect.stringMatching(/erased/) as string,
      ends: [],
    });
    expect(await objected('not_recorded')).toEqual({
      message: expect.stringMatching(/not recorded/) as string,
      ends: [],
    });
  });

  it('ends the talk where it cannot go on without one', async () => {
    expect((await objected('ends')).ends).toEqual(['rejected_consent']);
  });
});
