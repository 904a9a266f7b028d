import type { AgentChange, OperatorCommand, OperatorOrder, OrderOutcome } from '#conversation';
import { LivekitConfig, sealOrder } from '#livekit';
import { FakeRobot } from '#robot/testing';
import { OperatorLine } from './operator-line.js';

const NOW = Date.UTC(2026, 10, 21, 12);
const livekit = Object.assign(new LivekitConfig(), { apiSecret: 'a secret that is long enough for HS256' });

class Robot extends FakeRobot {
  bargeIns = 0;
  bargeIn(): void {
    this.bargeIns += 1;
  }
}

describe(OperatorLine.name, () => {
  let robot: Robot;
  let heard: string[];
  let faults: unknown[];
  let changes: AgentChange[];
  let changing: OrderOutcome;
  let speak: (words: string) => void;
  let line: OperatorLine;

  beforeEach(() => {
    robot = new Robot();
    heard = [];
    faults = [];
    changes = [];
    changing = { status: 'done', detail: null };
    speak = (words) => void heard.push(words);
    line = new OperatorLine({
      room: {},
      claim: { sessionId: 'session-1', epoch: 2 },
      livekit,
      talk: { speak: (words) => speak(words), interrupt: () => void heard.push('…') },
      change: (change) => {
        changes.push(change);
        return Promise.resolve(changing);
      },
      end: (reason) => void heard.push(`end: ${reason}`),
      robot,
      onFault: (error) => void faults.push(error),
    });
  });

  const SAY: OperatorCommand = { type: 'say', text: 'We close.' };
  const NOD: OperatorCommand = {
    type: 'robot',
    action: 'gesture',
    value: 'nod',
    safety: true,
    deadlineMs: 800,
  };

  function order(command: OperatorCommand, change: Partial<OperatorOrder> = {}): string {
    const expiresAt = NOW + 5_000;
    return sealOrder(
      { id: 'order-1', sessionId: 'session-1', epoch: 2, expiresAt, command, ...change },
      livekit,
    );
  }
  async function take(payload: string, now = NOW): Promise<unknown> {
    return JSON.parse(await line.take(payload, now));
  }

  it('obeys once, however often the order comes', async () => {
    for (let count = 0; count < 3; count++)
      expect(await take(order(SAY))).toEqual({ status: 'done', detail: null });
    expect(heard).toEqual(['We close.']);
    expect(await take(order(SAY), NOW + 6_000)).toMatchObject({ status: 'done' });
    expect(heard).toHaveLength(1);
  });

  it('stops speech and the moves that go with it', async () => {
    await take(order({ type: 'interrupt' }));
    expect(heard).toEqual(['…']);
    expect(robot.bargeIns).toBe(1);
  });

  it('makes the agent another one, and tells what it cannot be', async () => {
    const change = { instructions: 'Sell.' };
    expect(await take(order({ type: 'change_agent', change }))).toEqual({ status: 'done', detail: null });
    expect(changes).toEqual([change]);
    changing = { status: 'unsupported', detail: 'one voice' };
    const voice = order({ type: 'change_agent', change: { voice: 'cedar' } }, { id: 'order-2' });
    expect(await take(voice)).toEqual(changing);
  });

  it('ends the session', async () => {
    expect(await take(order({ type: 'end', reason: 'stopped' }))).toEqual({ status: 'done', detail: null });
    expect(heard).toEqual(['end: stopped']);
  });

  it('moves the robot under the id of the order and tells its answer', async () => {
    robot.answerNext({ status: 'unsupported', detail: 'no head' });
    expect(await take(order(NOD))).toEqual({ status: 'unsupported', detail: 'no head' });
    expect(robot.actions).toMatchObject([
      {
        id: 'order-1',
        safety: true,
        deadlineMs: 800,
        move: { command: 'robot_gesture', arguments: { gesture: 'nod' } },
      },
    ]);
    await take(order({ ...NOD, action: 'stop', value: '' }, { id: 'order-2' }));
    expect(robot.actions.at(-1)?.move).toEqual({ type: 'robot_stop' });
  });

  it.each([
    ['of somebody in the room', 'ab.e30='],
    ['for another session', order(SAY, { sessionId: 'session-2' })],
    ['for the agent before', order(SAY, { epoch: 1 })],
    ['that nobody waits for any more', order(SAY, { expiresAt: NOW - 1 })],
  ])('refuses an order %s', async (_, payload) => {
    expect(await take(payload)).toMatchObject({ status: 'refused' });
    expect(heard).toEqual([]);
  });

  it('says so when the talk cannot do it', async () => {
    speak = () => {
      throw new Error('not running');
    };
    expect(await take(order(SAY))).toMatchObject({ status: 'refused' });
    expect(faults).toHaveLength(1);
  });
});
