import { isDeepStrictEqual } from 'node:util';
import { DATABASES } from '#store/testing';
import { AgentOfTests } from './agent-of-tests.js';
import { INGEST_TOKEN, startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { eventually, report, send } from './requests.js';
import { textLike } from './matchers.js';

describe.each(DATABASES)('how agents report, on $kind', ({ fresh }) => {
  let api: ApiUnderTest;
  let talk: Record<string, unknown>;
  let agent: AgentOfTests;

  beforeAll(async () => {
    api = await startApi({ DATABASE_URL: await fresh() });
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    talk = (await send('POST', `${api.url}/orchestrated/session/start`, { body: {} })).body;
    agent = new AgentOfTests(api.url, String(talk.sessionId));
  });

  const session = async () => (await send('GET', `${api.url}/session/${agent.sessionId}`)).body;
  const messages = (query = '') =>
    send('GET', `${api.url}/api/conversations/${String(talk.conversationId)}/messages${query}`);

  describe('POST /api/ingest/claims', () => {
    it('hands the session over, with all that an agent has to know', async () => {
      const { status, body } = await agent.claim();
      expect(status).toBe(201);
      expect(body).toMatchObject({
        sessionId: talk.sessionId,
        tenantId: 'default',
        conversationId: talk.conversationId,
        room: talk.roomName,
        door: 'room',
        voiceFrom: 'voice',
        epoch: 1,
        leaseMs: 3_000,
        startedAt: null,
        history: [],
        recordingConsent: null,
        personIdentity: textLike(/^user-/),
        definition: {
          id: 'tara',
          providers: { realtime: [{ vendor: 'openai', model: 'gpt-realtime', voice: 'marin' }] },
          limits: { maxDurationS: 3_600, idleS: 120 },
        },
      });
      expect(Date.parse(String(body.endsAt)) - Date.now()).toBeCloseTo(3_600_000, -4);
      expect((await session()).status).toBe('active');
    });

    it('gives a later claim the history, and removes what is left of the agent before', async () => {
      await agent.claim();
      await agent.tell(agent.said('agent', 'Where to?'), agent.said('user', 'Dubai.'));
      const successor = new AgentOfTests(api.url, agent.sessionId);
      const { body } = await successor.claim();
      expect(body).toMatchObject({
        epoch: 2,
        history: [
          { role: 'agent', text: 'Where to?' },
          { role: 'user', text: 'Dubai.' },
        ],
      });
      expect(body.startedAt).toEqual(expect.any(String));
      expect(api.livekit.removed.at(-1)).toEqual({ room: talk.roomName, identity: agent.identity });

      const superseded = await agent.renew();
      expect(superseded.status).toBe(409);
      expect(superseded.body.code).toBe('lease_superseded');
      expect((await successor.renew()).body).toEqual({ leaseMs: 3_000, ending: null });
    });

    it('is put down by an agent that goes: another one is sent for, and what the first still tells is kept', async () => {
      await agent.claim();
      const last = agent.said('user', 'Dubai.');
      const { dispatchesMade } = api.livekit;
      const released = await report(api.url, `claims/${agent.sessionId}/release`, { epoch: agent.epoch });
      expect(released.status).toBe(204);
      expect(await session()).toMatchObject({ status: 'waiting', endReason: null });
      expect(api.livekit.dispatchesMade).toBe(dispatchesMade + 1);
      const open = api.livekit.openDispatches.filter(({ room }) => room === talk.roomName);
      expect(open).toHaveLength(1);
      expect(api.livekit.removed).toContainEqual({ room: talk.roomName, identity: agent.identity });
      const again = await report(api.url, `claims/${agent.sessionId}/release`, { epoch: agent.epoch });
      expect(again.body.code).toBe('lease_superseded');

      expect((await agent.tell(last)).body.accepted).toBe(1);
      const { body } = await new AgentOfTests(api.url, agent.sessionId).claim();
      expect(body).toMatchObject({ epoch: 2, history: [{ text: 'Dubai.' }], toolCalls: [] });
      expect((await session()).status).toBe('active');
    });

    it('leaves one claim in force when many come at the same time: the newest', async () => {
      const rivals = Array.from({ length: 8 }, () => new AgentOfTests(api.url, agent.sessionId));
      await Promise.all(rivals.map((rival) => rival.claim()));
      const inOrder = rivals.toSorted((a, b) => a.epoch - b.epoch);
      expect(inOrder.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);

      const renewals = await Promise.all(inOrder.map((rival) => rival.renew()));
      expect(renewals.map(({ status }) => status)).toEqual([409, 409, 409, 409, 409, 409, 409, 200]);
      const told = await Promise.all(inOrder.map((rival) => rival.tell(rival.said('agent', 'Me!'))));
      expect(told.map(({ body }) => body.accepted)).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
    });

    it('answers 404 for a session it does not know and 409 for one that is over', async () => {
      const unknown = await new AgentOfTests(api.url, 'nobody').claim();
      expect(unknown.status).toBe(404);
      expect(unknown.body.code).toBe('session_not_found');

      await send('DELETE', `${api.url}/session/${agent.sessionId}`);
      const over = await agent.claim();
      expect(over.status).toBe(409);
      expect(over.body.code).toBe('session_over');
    });

    it('refuses what is not a claim', async () => {
      const { status, body } = await report(api.url, 'claims', { sessionId: '', agent: 'x' });
      expect(status).toBe(400);
      const fields = (body.errors as { field: string }[]).map(({ field }) => field);
      expect(fields.sort()).toEqual(['agent', 'agentIdentity', 'agentProcess', 'sessionId']);
    });
  });

  describe('POST /api/ingest/events', () => {
    it('keeps what was said, once, whatever is repeated', async () => {
      await agent.claim();
      const said = [
        agent.said('agent', 'Hello.'),
        agent.said('user', 'Hi.'),
        agent.said('agent', 'Where to?'),
      ];
      expect((await agent.tell(...said)).body).toEqual({ accepted: 3, duplicates: 0, rejected: [] });
      expect((await agent.tell(...said.toReversed())).body).toEqual({
        accepted: 0,
        duplicates: 3,
        rejected: [],
      });

      const { body } = await messages();
      const items = body.items as { text: string; seq: number }[];
      expect(items.map(({ text }) => text)).toEqual(['Hello.', 'Hi.', 'Where to?']);
      expect(items.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    });

    it('keeps where an agent had no room for what happened', async () => {
      await agent.claim();
      const until = new Date().toISOString();
      const gap = agent.event('events.lost', { count: 3, until });
      agent.skip(2);
      await agent.tell(gap, agent.said('user', 'Are you there?'));
      const { body } = await send('GET', `${api.url}/session/${agent.sessionId}/events`);
      expect(body.items).toMatchObject([
        { seq: 1, type: 'events.lost', payload: { count: 3, until } },
        { seq: 2, type: 'message.added' },
      ]);
    });

    it('gives the messages out in pages', async () => {
      await agent.claim();
      await agent.tell(...['one', 'two', 'three'].map((text) => agent.said('user', text)));
      const first = (await messages('?limit=2')).body;
      expect(first.items).toHaveLength(2);
      const second = (await messages(`?limit=2&cursor=${String(first.nextCursor)}`)).body;
      expect(second).toMatchObject({ items: [{ text: 'three' }], nextCursor: null });
      expect((await messages('?limit=101')).status).toBe(400);
      expect((await messages('?cursor=nonsense')).status).toBe(400);
    });

    it('keeps a lead that the CRM did not take, and shows that it waits', async () => {
      await agent.claim();
      const deferred = { kind: 'lead', idempotencyKey: 'key', because: 'unavailable' } as const;
      await agent.tell(agent.event('crm.deferred', { ...deferred, body: { name: 'Asha' } }));
      const outbox = async () => (await send('GET', `${api.url}/health/ready`)).body.outbox;
      // No CRM is configured here: it waits for somebody to do so.
      const blocked = { pending: 0, blocked: 1, unknown: 0, dead: 0 };
      await eventually(outbox, (counts) => isDeepStrictEqual(counts, blocked));
      const metrics = await send('GET', `${api.url}/metrics`);
      expect(metrics.text).toContain('parley_outbox_items{kind="crm.lead",state="blocked"} 1');
    });

    it('refuses single events by their id', async () => {
      await agent.claim();
      const good = agent.said('user', 'good');
      const bad = { ...agent.said('user', 'bad'), epoch: 'first' };
      const stray = { ...agent.said('user', 'stray'), sessionId: 'nobody' };
      const { status, body } = await agent.tell(bad, good, stray);
      expect(status).toBe(200);
      expect(body).toEqual({
        accepted: 1,
        duplicates: 0,
        rejected: [
          { id: bad.id, code: 'bad_event' },
          { id: stray.id, code: 'session_not_found' },
        ],
      });
    });

    it('refuses events of a claim that was superseded', async () => {
      await agent.claim();
      await new AgentOfTests(api.url, agent.sessionId).claim();
      const late = { ...agent.said('user', 'late'), at: new Date(Date.now() + 1_000).toISOString() };
      expect((await agent.tell(late)).body).toMatchObject({
        accepted: 0,
        rejected: [{ id: late.id, code: 'lease_superseded' }],
      });
    });

    it('refuses more than 1,000 events, more than 1 MB, and what has no id', async () => {
      await agent.claim();
      const many = Array.from({ length: 1_001 }, () => ({ id: 'x' }));
      expect((await agent.tell(...many)).status).toBe(400);
      const big = agent.said('user', 'x'.repeat(1_000_001));
      expect((await agent.tell(big)).status).toBe(413);
      expect((await agent.tell(agent.said('user', 'x'.repeat(500_000)))).status).toBe(200);
      const { status, body } = await agent.tell({ type: 'message.added' });
      expect(status).toBe(400);
      expect(body).toMatchObject({ errors: [{ field: 'events.0.id' }] });
    });

    it('ends the session when the agent says so, and closes its room', async () => {
      await agent.claim();
      await agent.end('agent_ended');
      expect(await session()).toMatchObject({ status: 'ended', endReason: 'agent_ended' });
      await eventually(
        () => api.livekit.openRooms.has(String(talk.roomName)),
        (open) => !open,
      );
    });
  });

  describe('the ingest token', () => {
    it.each([undefined, 'wrong', `${INGEST_TOKEN}x`])('is wanted: %s is none', async (key) => {
      for (const path of ['claims', `claims/${agent.sessionId}/renew`, 'events', 'interims']) {
        const { status, body } = await send('POST', `${api.url}/api/ingest/${path}`, { key, body: {} });
        expect(status).toBe(401);
        expect(body.code).toBe('unauthenticated');
      }
    });
  });
});
