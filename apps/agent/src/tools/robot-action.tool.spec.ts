import { jest } from '@jest/globals';
import { FakeRobot } from '#robot/testing';
import { RobotActionTool } from './robot-action.tool.js';

describe(RobotActionTool.name, () => {
  const tool = new RobotActionTool();

  function act(robot: FakeRobot, value: string) {
    return tool.run(
      { type: 'gesture', value },
      {
        sessionId: 'session-1',
        idempotencyKey: 'key-1',
        signal: new AbortController().signal,
        reach: {
          robot,
          isOurs: () => Promise.resolve(true),
          objectToRecording: () => Promise.resolve('not_recorded' as const),
        },
        hangUp: () => undefined,
        report: () => undefined,
      },
    );
  }

  it('moves the robot, under the idempotency key of the call', async () => {
    const robot = new FakeRobot();
    expect(await act(robot, 'nod')).toMatchObject({ ok: true });
    expect(robot.actions).toMatchObject([{ id: 'key-1', safety: false, move: { command: 'robot_gesture' } }]);
  });

  it('tells the model what the robot knows instead, and sends nothing', async () => {
    const robot = new FakeRobot();
    const answer = await act(robot, 'moonwalk');
    expect(answer.ok).toBe(false);
    expect(String(answer.content['message'])).toContain('nod, shake');
    expect(robot.actions).toEqual([]);
  });

  it('tells the model why a robot did not move', async () => {
    const robot = new FakeRobot();
    robot.answerNext({ status: 'unsupported', detail: 'it has no head' });
    expect(await act(robot, 'nod')).toMatchObject({
      ok: false,
      content: { message: 'The robot did not do it: it has no head.' },
    });
  });

  it('does not wait for a robot that is still moving', async () => {
    jest.useFakeTimers();
    const robot = new FakeRobot();
    robot.answerNext(new Promise(() => undefined));
    const answer = act(robot, 'nod');
    await jest.advanceTimersByTimeAsync(500);
    expect(await answer).toMatchObject({ ok: true });
    jest.useRealTimers();
  });
});
