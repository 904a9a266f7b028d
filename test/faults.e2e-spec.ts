import type { StoredMessage } from '../src/call/parley-api.ts';
import { Callers } from './callers.ts';
import type { TestTalk } from './callers.ts';
import { eventually } from './eventually.ts';
import { World } from './world.ts';
import type { Part } from './world.ts';

const BACK_WITHIN_MS = 10_000;

describe('a process that is killed', () => {
  let world: World;
  let callers: Callers;

  beforeAll(async () => {
    world = await World.start();
    callers = new Callers();
  }, 120_000);
  afterAll(async () => {
    await callers.close();
    await world.stop();
  }, 30_000);

  /** The agent process that has the talk. */
  async function hostOf({ session }: TestTalk): Promise<Part> {
    return eventually('a host of the talk', 5_000, async () => {
      for (const part of await world.parts()) {
        if (!part.name.startsWith('agent')) continue;
        const answer = await fetch(`http://127.0.0.1:${part.port}/sessions`);
        const { items } = (await answer.json()) as { items: { sessionId: string }[] };
        if (items.some(({ sessionId }) => sessionId === session.sessionId)) return part;
      }
      return undefined;
    });
  }

  /** The next talk works: somebody is understood and answered, if need be when they say it again, as on a bad line. */
  async function expectATalk(): Promise<void> {
    const talk = await callers.call(world.apiUrl);
    await talk.greeting();
    const sentence = 'please find me a package to bali';
    let turn = await talk.turn(sentence);
    for (let again = 0; again < 2 && turn.heard !== sentence; again++) turn = await talk.turn(sentence);
    expect(turn).toMatchObject({ heard: sentence, answer: expect.stringMatching(/\w/) as string });
    await talk.end();
  }

  it('costs a talk its agent, but none of its words', async () => {
    const talk = await callers.call(world.apiUrl);
    await talk.greeting();
    const agent = await hostOf(talk);
    await talk.say('please find me a package to bali');
    await talk.hear();
    await world.kill(agent.name);
    const killedAt = performance.now();

    await eventually('the end as agent_lost', BACK_WITHIN_MS, async () => {
      const session = await world.api<{ status: string; endReason: string }>(
        `/session/${talk.session.sessionId}`,
      );
      return session.status === 'ended' && session.endReason === 'agent_lost';
    });
    const lostAfterMs = performance.now() - killedAt;
    const backAfterMs = await world.backAgain(agent, BACK_WITHIN_MS);
    console.log(
      `agent_lost after ${lostAfterMs.toFixed(0)} ms, another agent after ${backAfterMs.toFixed(0)} ms more`,
    );

    // What the room had shown of finished turns is what must have been kept: a greeting, a question, an answer.
    const { appTranscripts } = await talk.seen();
    expect(appTranscripts.map(({ speaker }) => speaker)).toEqual(['agent', 'user', 'agent']);
    const path = `/api/conversations/${talk.session.conversationId}/messages`;
    await eventually('every finished turn in the store', BACK_WITHIN_MS, async () => {
      const { items } = await world.api<{ items: StoredMessage[] }>(path);
      const stored = items.map(({ role, text }) => ({ speaker: role, text }));
      return JSON.stringify(stored) === JSON.stringify(appTranscripts);
    });
    await talk.end();
    await expectATalk();
  }, 120_000);

  it.each(['api', 'sandbox', 'livekit'])(
    'is back within ten seconds, and the next talk works: %s',
    async (name) => {
      const was = await world.kill(name);
      const ms = await world.backAgain(was, BACK_WITHIN_MS);
      console.log(`${name} back after ${ms.toFixed(0)} ms`);
      await expectATalk();
    },
    120_000,
  );
});
