import { eventually } from './eventually.ts';
import { talkingOnEach } from './talking.ts';
import type { Talking } from './talking.ts';

const JSON_BODY = { 'Content-Type': 'application/json' };
const DOWN_MS = 30_000;
/** What waits is tried again this often at the least, so that a test need not wait for minutes. */
const OFTEN = { OUTBOX_RETRY_MAX_MS: '4000' };
/** The CRM is left alone for ten seconds after five failures in a row. */
const DELIVERED_WITHIN_MS = 40_000;

interface Lead {
  name: string;
}

/** The CRM of one world, and what waits for it there. */
class Crm {
  private readonly parley: Talking;

  constructor(parley: Talking) {
    this.parley = parley;
  }

  breakDown(): Promise<unknown> {
    return this.parley.world.sandbox('/control/crm/faults', {
      method: 'PUT',
      headers: JSON_BODY,
      body: JSON.stringify({ fail: { next: 100_000, status: 503 } }),
    });
  }

  mend(): Promise<unknown> {
    return fetch(`${this.parley.world.sandboxUrl}/control/crm/faults`, { method: 'DELETE' });
  }

  async leads(): Promise<string[]> {
    const leads = await this.parley.world.sandbox<Lead[]>('/control/crm/leads');
    return leads.map(({ name }) => name);
  }

  /** How many leads wait, by the api's own figures. */
  async waiting(): Promise<number> {
    const metrics = await (await fetch(`${this.parley.world.apiUrl}/metrics`)).text();
    return Number(/^parley_outbox_items\{kind="crm.lead",state="pending"\} (\d+)$/m.exec(metrics)?.[1] ?? 0);
  }
}

describe('the CRM is down for half a minute while somebody leaves their number', () => {
  const worlds = talkingOnEach(OFTEN);

  async function outage(parley: Talking): Promise<void> {
    const { world, callers } = parley;
    const crm = new Crm(parley);
    await crm.breakDown();
    const downSince = Date.now();
    const talk = await callers.call(world.apiUrl);
    await talk.greeting();
    const turn = await talk.typedTurn('my name is asha rao and my phone number is 4155550142');
    expect(turn.tools).toMatchObject([{ name: 'save_customer_lead', ok: true }]);
    expect(turn.answer).toContain('will be sent as soon as it answers');
    await eventually('the lead in the outbox', 30_000, async () => (await crm.waiting()) === 1);

    const { sessionId } = talk.session;
    await world.kill((await world.hostOf(sessionId)).name);
    await eventually('another agent', 30_000, async () => {
      const { items } = await world.api<{ items: { type: string }[] }>(
        `/session/${sessionId}/events?limit=100`,
      );
      return items.filter(({ type }) => type === 'session.started').length === 2;
    });
    await eventually('the end of the outage', 2 * DOWN_MS, () =>
      Promise.resolve(Date.now() - downSince >= DOWN_MS),
    );
    expect(await crm.leads()).toEqual([]);
    expect(await crm.waiting()).toBe(1);

    await crm.mend();
    await eventually('the lead in the CRM', DELIVERED_WITHIN_MS, async () => (await crm.leads()).length > 0);
    await eventually('an empty outbox', 30_000, async () => (await crm.waiting()) === 0);
    expect(await crm.leads()).toEqual(['Asha Rao']);
    await talk.end();
  }

  it('reaches the CRM once, though the agent was killed, and was promised to be sent: on every database', async () => {
    await Promise.all(worlds.map(outage));
  });
});
