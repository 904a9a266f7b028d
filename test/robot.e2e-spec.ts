import { DatabaseSync } from 'node:sqlite';
import { Callers } from './callers.ts';
import type { TestTalk } from './callers.ts';
import { eventually } from './eventually.ts';
import { RobotDevice } from './robot-device.ts';
import { World } from './world.ts';

const CAPABILITIES = { version: 1, gestures: ['nod', 'greet', 'agree'], look: ['left'], hands: ['wave'] };
const LONG =
  'We have so many places to show you, and every one of them is worth a journey of its own. '.repeat(3);

interface Happened {
  type: string;
  payload: { speaker?: string; arguments?: Record<string, unknown> };
}

interface Outcome {
  status: string;
  detail: string | null;
}

/** A room with a person, an agent and a robot that says what it can do; an operator on the API. */
describe('a robot that declares what it can do', () => {
  let world: World;
  let callers: Callers;
  let talk: TestTalk;
  let robot: RobotDevice;

  beforeAll(async () => {
    world = await World.start();
    callers = new Callers();
    talk = await callers.call(world.apiUrl);
    await talk.greeting();
    robot = await RobotDevice.join(world.apiUrl, talk.session.roomName, CAPABILITIES);
    await eventually('the agent to see the robot', 30_000, async () => {
      await act('look', 'left');
      return robot.asked.length > 0;
    });
  });
  afterAll(async () => {
    await robot.leave();
    await callers.close();
    await world.stop();
  });

  const order = (path: string, body: object = {}) =>
    world.api<Outcome>(`/session/${talk.session.sessionId}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const act = (type: string, value?: string, more: object = {}) =>
    order('robot/actions', { type, ...(value && { value }), ...more });
  const events = async () => {
    const path = `/session/${talk.session.sessionId}/events?limit=100`;
    return (await world.api<{ items: Happened[] }>(path)).items;
  };
  const said = async () => {
    const path = `/api/conversations/${talk.session.conversationId}/messages?limit=100`;
    const { items } = await world.api<{ items: { role: string; text: string; interrupted: boolean }[] }>(
      path,
    );
    return items;
  };

  it('answers an operator itself', async () => {
    const startedAt = performance.now();
    await expect(act('gesture', 'nod')).resolves.toMatchObject({ status: 'done', detail: null });
    console.info(
      `operator → api → agent → robot → operator: ${Math.round(performance.now() - startedAt)} ms`,
    );
    expect(robot.moves.at(-1)).toMatchObject({ command: 'robot_gesture', arguments: { gesture: 'nod' } });
    const before = robot.asked.length;
    await expect(act('emotion', 'shy')).resolves.toMatchObject({ status: 'unsupported' });
    expect(robot.asked).toHaveLength(before);
    await expect(act('gesture', 'moonwalk')).rejects.toThrow(/answered 400/);
  });

  it('is moved by the model through calls, and no more by data packets', async () => {
    const before = (await talk.seen()).robotCommands.length;
    const { tools } = await talk.typedTurn('please wave your hand');
    expect(tools).toMatchObject([{ name: 'robot_action', ok: true }]);
    expect(robot.moves.at(-1)).toMatchObject({ command: 'robot_move_hands', status: 'done' });
    expect((await talk.seen()).robotCommands).toHaveLength(before);
  });

  it('makes one move after the other, and halts at once when it is stopped', async () => {
    robot.pace(3_000);
    const before = robot.asked.length;
    const first = act('look', 'left');
    await eventually('the first move', 30_000, () => Promise.resolve(robot.asked.length > before));
    const moves = [first, act('gesture', 'agree')];
    await eventually('the second to wait', 30_000, async () =>
      (await events()).some(({ payload }) => payload.arguments?.['gesture'] === 'agree'),
    );
    const startedAt = performance.now();
    await expect(act('stop')).resolves.toMatchObject({ status: 'done' });
    expect(performance.now() - startedAt).toBeLessThan(1_500);
    const outcomes = await Promise.all(moves);
    expect(outcomes.map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
    expect(robot.asked).toHaveLength(before + 2); // the first move and the stop
  });

  it('says what the operator says, in the agent`s voice and in the transcript', async () => {
    const words = 'We close in ten minutes.';
    await expect(order('say', { text: words })).resolves.toMatchObject({ status: 'done' });
    await talk.hear();
    await eventually('the words in the transcript', 30_000, async () =>
      (await said()).some(({ role, text }) => role === 'agent' && text === words),
    );
  });

  it('falls silent when the operator interrupts, and the robot stops what went with the speech', async () => {
    await order('say', { text: LONG });
    await eventually('the agent to speak', 30_000, async () => {
      const speech = (await events()).filter(
        ({ type, payload }) => /^speech/.test(type) && payload.speaker === 'agent',
      );
      return speech.at(-1)?.type === 'speech.started';
    });
    const before = robot.asked.length;
    const expressive = act('gesture', 'greet');
    await eventually('the gesture', 30_000, () => Promise.resolve(robot.asked.length > before));
    const safe = act('look', 'left', { safety: true, deadlineMs: 9_000 });
    await expect(order('interrupt')).resolves.toMatchObject({ status: 'done' });
    await expect(expressive).resolves.toMatchObject({ status: 'cancelled' });
    await expect(safe).resolves.toMatchObject({ status: 'done' });
    await eventually('the cut answer', 30_000, async () =>
      (await said()).some(({ interrupted }) => interrupted),
    );
  });

  it('could have met its agent through LiveKit`s own token request as well', async () => {
    const { session_id: id } = await world.api<{ session_id: string }>('/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        room_name: 'showroom',
        room_config: { agents: [{ agent_name: 'custom-agent' }] },
      }),
    });
    const status = async () => (await world.api<{ status: string }>(`/session/${id}`)).status;
    await eventually('an agent in the room', 30_000, async () => (await status()) === 'active');
    await world.api(`/session/${id}`, { method: 'DELETE' });
    // Also of one that was still on its way into the room.
    await eventually('the end', 30_000, async () => (await status()) === 'ended');
  });

  it('shows in the webhooks of the real LiveKit server, each taken once and worked on', async () => {
    const { roomName: room } = talk.session;
    const database = new DatabaseSync(world.file('parley.db'), { readOnly: true });
    const kept = database.prepare(
      'select event, participant, payload, processed_at from livekit_event where room = ? order by received_at',
    );
    await eventually('the webhooks', 30_000, () => {
      const events = kept.all(room);
      return Promise.resolve(events.length > 3 && events.every(({ processed_at }) => processed_at !== null));
    });
    const events = kept.all(room);
    database.close();
    expect(events[0]).toMatchObject({ event: 'room_started' });
    expect(
      events.filter(({ event }) => event === 'participant_joined').map(({ participant }) => participant),
    ).toEqual(expect.arrayContaining(['robot-1', 'liveavatar-voice']) as unknown);
    expect(JSON.stringify(events)).not.toMatch(/turnPassword/i);
  });
});
