import { jest } from '@jest/globals';
import type { DeviceRequest, RobotAction, RobotAnswer } from './robot-action.js';
import { RobotQueue } from './robot-queue.js';
import { toRobotCommand } from './to-robot-command.js';

const DONE: RobotAnswer = { status: 'done', detail: null };

describe(RobotQueue.name, () => {
  const asked: DeviceRequest[] = [];
  const underWay = new Map<string, (answer: RobotAnswer) => void>();
  let queue: RobotQueue;

  beforeEach(() => {
    jest.useFakeTimers();
    asked.length = 0;
    underWay.clear();
    queue = new RobotQueue((request) => {
      asked.push(request);
      return new Promise((resolve) => underWay.set(request.id, resolve));
    });
  });
  afterEach(() => jest.useRealTimers());

  function nod(id: string, change: Partial<RobotAction> = {}): RobotAction {
    const move = toRobotCommand('gesture', 'nod');
    if (move.type === 'robot_refusal') throw new Error(move.message);
    return { id, move, safety: false, deadlineMs: 5_000, ...change };
  }
  const stop = (id: string) => nod(id, { move: { type: 'robot_stop' } });
  async function finish(id: string, answer: RobotAnswer = DONE): Promise<void> {
    underWay.get(id)?.(answer);
    await jest.advanceTimersByTimeAsync(0);
  }
  const told = () => asked.map(({ id }) => id);

  it('asks for one move after the other, each with the time that is left', async () => {
    const first = queue.act(nod('a'));
    const second = queue.act(nod('b'));
    expect(asked).toEqual([
      { version: 1, id: 'a', command: 'robot_gesture', arguments: { gesture: 'nod' }, deadlineMs: 5_000 },
    ]);
    await jest.advanceTimersByTimeAsync(2_000);
    await finish('a', { status: 'refused', detail: 'low battery' });
    expect(await first).toEqual({ status: 'refused', detail: 'low battery' });
    expect(asked[1]).toMatchObject({ id: 'b', deadlineMs: 3_000 });
    await finish('b');
    expect(await second).toEqual(DONE);
  });

  it('asks once for an id, and answers as before when it comes again', async () => {
    const first = queue.act(nod('a'));
    const again = queue.act(nod('a'));
    await finish('a');
    expect(await Promise.all([first, again, queue.act(nod('a'))])).toEqual([DONE, DONE, DONE]);
    expect(told()).toEqual(['a']);
  });

  it('lets a stop jump, and does nothing of what waited', async () => {
    const moves = [queue.act(nod('a')), queue.act(nod('b')), queue.act(nod('c', { safety: true }))];
    const stopped = queue.act(stop('s'));
    expect(told()).toEqual(['a', 's']);
    await finish('s');
    await finish('a', { status: 'cancelled', detail: 'stopped' });
    expect((await Promise.all(moves)).map(({ status }) => status)).toEqual([
      'cancelled',
      'cancelled',
      'cancelled',
    ]);
    expect(await stopped).toEqual(DONE);
    expect(told()).toEqual(['a', 's']);
  });

  it('ends expressive moves at a barge-in, and no others', async () => {
    const running = queue.act(nod('a'));
    const waiting = queue.act(nod('b'));
    const safe = queue.act(nod('c', { safety: true }));
    queue.bargeIn();
    expect(asked.at(-1)).toMatchObject({ command: 'robot_cancel', arguments: { id: 'a' } });
    expect(await waiting).toMatchObject({ status: 'cancelled' });
    await finish('a', { status: 'cancelled', detail: null });
    expect(await running).toMatchObject({ status: 'cancelled' });

    queue.bargeIn();
    await finish('c');
    expect(await safe).toEqual(DONE);
    expect(asked.filter(({ command }) => command === 'robot_cancel')).toHaveLength(1);
  });

  it('gives up on a move at its deadline, whether it waits or the device is silent', async () => {
    const silent = queue.act(nod('a'));
    const behind = queue.act(nod('b', { deadlineMs: 1_000 }));
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await behind).toMatchObject({ status: 'timeout' });
    await jest.advanceTimersByTimeAsync(4_000);
    expect(await silent).toMatchObject({ status: 'timeout' });
    const next = queue.act(nod('c'));
    await finish('c');
    expect(await next).toEqual(DONE);
    expect(told()).toEqual(['a', 'c']);
  });

  it('refuses what is more than a robot can catch up with', async () => {
    const moves = Array.from({ length: 18 }, (_, count) => queue.act(nod(String(count))));
    expect(await moves.at(-1)).toMatchObject({ status: 'refused' });
    expect(told()).toEqual(['0']);
    queue.close('over');
  });

  it('answers everything that waits when the robot is gone, and leaves no timer', async () => {
    void queue.act(nod('a'));
    const waiting = queue.act(nod('b'));
    queue.close('the robot has left');
    await finish('a');
    expect(await waiting).toEqual({ status: 'cancelled', detail: 'the robot has left' });
    expect(await queue.act(nod('c'))).toMatchObject({ status: 'cancelled' });
    expect(jest.getTimerCount()).toBe(0);
  });
});
