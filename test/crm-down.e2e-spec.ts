import { Callers } from './callers.ts';
import type { TestTalk } from './callers.ts';
import { eventually } from './eventually.ts';
import { World } from './world.ts';

const JSON_BODY = { 'Content-Type': 'application/json' };
/** As with an outage of half a minute, without waiting for one. */
const SHORT_PAUSES = { OUTBOX_RETRY_MS: '300', OUTBOX_RETRY_MAX_MS: '2000' };
/** The CRM is left alone for ten seconds after five failures in a row. */
const DELIVERED_WITHIN_MS = 40_000;

/** With `PARLEY_TEST_DATABASE_URL` on that database, which has to be empty; else on SQLite. */
const DATABASE = process.env.PARLEY_TEST_DATABASE_URL;

describe('the CRM is down while somebody leaves their number', () => {
  let world: World;
  let callers: Callers;

  beforeAll(async () => {
    world = await World.start({ ...SHORT_PAUSES, ...(DATABASE && { DATABASE_URL: DATABASE }) });
    callers = new Callers();
  }, 180_000);
  afterAll(async () => {
    await callers.close();
    await world.stop();
  }, 30_000);

  const leads = () => world.sandbox<{ name: string }[]>('/control/crm/leads');
  const breakCrm = () =>
    world.sandbox('/control/crm/faults', {
      method: 'PUT',
      headers: JSON_BODY,
      body: JSON.stringify({ fail: { next: 100_000, status: 503 } }),
    });
  const mendCrm = () => fetch(`${world.sandboxUrl}/control/crm/faults`, { method: 'DELETE' });
  /** How many leads wait, by the api's own figures. */
  const waiting = async () => {
    const metrics = await (await fetch(`${world.apiUrl}/metrics`)).text();
    return Number(/^parley_outbox_items\{kind="crm.lead",state="pending"\} (\d+)$/m.exec(metrics)?.[1] ?? 0);
  };

  it('reaches the CRM once, though the agent was killed, and was promised to be sent', async () => {
    await breakCrm();
    const talk = await callers.call(world.apiUrl);
    await talk.greeting();
    const turn = await talk.typedTurn('my name is asha rao and my phone number is 4155550142');
    expect(turn.tools).toMatchObject([{ name: 'save_customer_lead', ok: true }]);
    expect(turn.answer).toContain('will be sent as soon as it answers');
    await eventually('the lead in the outbox', 5_000, async () => (await waiting()) === 1);

    const host = await hostOf(talk);
    await world.kill(host);
    await eventually('the end of the talk', 15_000, async () => {
      const session = await world.api<{ endReason: string | null }>(`/session/${talk.session.sessionId}`);
      return session.endReason === 'agent_lost';
    });
    await eventually('some attempts in vain', 30_000, async () => {
      const { items } = await world.sandbox<{ items: unknown[] }>('/control/requests?vendor=crm&limit=100');
      return items.length >= 8;
    });
    expect(await leads()).toEqual([]);
    expect(await waiting()).toBe(1);

    await mendCrm();
    await eventually('the lead in the CRM', DELIVERED_WITHIN_MS, async () => (await leads()).length > 0);
    await eventually('an empty outbox', 5_000, async () => (await waiting()) === 0);
    expect((await leads()).map(({ name }) => name)).toEqual(['Asha Rao']);
  }, 180_000);

  /** The agent process that has the talk. */
  async function hostOf({ session }: TestTalk): Promise<string> {
    return eventually('a host of the talk', 5_000, async () => {
      for (const { name, port } of await world.parts()) {
        if (!name.startsWith('agent')) continue;
        const answer = await fetch(`http://127.0.0.1:${port}/sessions`);
        const { items } = (await answer.json()) as { items: { sessionId: string }[] };
        if (items.some(({ sessionId }) => sessionId === session.sessionId)) return name;
      }
      return undefined;
    });
  }
});
