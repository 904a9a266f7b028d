import type { TriggerCause } from '#conversation';
import { newId, TRIGGERS } from '#conversation';
import { DATABASES } from '../../testing/databases.js';
import { EventSource, keyOf, newSession, newWorkflow, NOON } from '../../testing/samples.js';
import { openRepositories } from '../../testing/store-in-folder.js';
import type { Repositories } from '../../testing/store-in-folder.js';
import { Triggers } from './triggers.js';

const COMMON = {
  tenantId: 'default',
  at: NOON,
  sessionId: 's',
  conversationId: 'c',
  agentId: 'tara',
};
const said = { messageId: 'm', role: 'user', text: 'I want a refund' } as const;
const contact = { contactId: 'k', name: 'Asha', email: null, phone: '+91', company: null };

/** One of each, as whoever finds it out tells it. */
const CAUSES: TriggerCause[] = [
  { ...COMMON, id: '1', on: 'session.started', facts: { door: 'room', room: 'r' } },
  {
    ...COMMON,
    id: '2',
    on: 'session.ended',
    facts: { door: 'room', room: 'r', reason: 'idle', durationS: 9 },
  },
  { ...COMMON, id: '3', on: 'contact.captured', facts: { ...contact, captured: ['name', 'phone'] } },
  {
    ...COMMON,
    id: '4',
    on: 'intent',
    facts: { intent: 'buy', description: null, confidence: 0.9, messageId: 'm', text: 'x' },
  },
  { ...COMMON, id: '5', on: 'keyword', facts: said },
  { ...COMMON, id: '6', on: 'sentiment', facts: { ...said, sentiment: -0.7 } },
  { ...COMMON, id: '7', on: 'tool.called', facts: { callId: 'c', name: 'create_quote', arguments: {} } },
];

describe.each(DATABASES)(`${Triggers.name} on $kind`, ({ fresh }) => {
  let repositories: Repositories;

  beforeEach(async () => {
    repositories = await openRepositories(await fresh());
  });
  afterEach(() => repositories.store.close());

  const fire = (...causes: TriggerCause[]) => repositories.triggers.fire(causes, NOON);
  const workflow = (...change: Parameters<typeof newWorkflow>) =>
    repositories.workflows.add(newWorkflow(...change));
  const items = () => repositories.outbox.lease({ worker: 'w', limit: 100, leaseMs: 1_000, now: NOON });
  const forAll = async () => {
    for (const trigger of TRIGGERS) {
      await workflow({ trigger, condition: trigger === 'keyword' ? { keywords: ['refund'] } : {} });
    }
  };

  it.each(CAUSES.map((cause) => [cause.on, cause] as const))(
    'makes one delivery of %s',
    async (on, cause) => {
      await forAll();
      await expect(fire(cause)).resolves.toBe(1);
      const [item, ...more] = await items();
      expect(more).toEqual([]);
      expect(item).toMatchObject({
        kind: 'webhook',
        sessionId: 's',
        payload: {
          type: on,
          timestamp: new Date(NOON).toISOString(),
          data: { sessionId: 's', conversationId: 'c', agentId: 'tara', ...cause.facts },
        },
      });
    },
  );

  it('fires once for a cause, and for each workflow that waits for it', async () => {
    await forAll();
    const told: string[] = [];
    repositories.triggers.onFired((on) => told.push(on));
    await workflow({ trigger: 'keyword', condition: { keywords: ['lawyer', 'refund'] } });
    await workflow({ trigger: 'keyword', condition: { keywords: ['lawyer'] } });
    await workflow({ trigger: 'keyword', condition: { keywords: ['refund'] }, enabled: false });
    await workflow({ trigger: 'keyword', condition: { keywords: ['refund'] }, tenantId: 'other' });
    await expect(fire(...CAUSES)).resolves.toBe(8);
    await expect(fire(...CAUSES, ...CAUSES)).resolves.toBe(0);
    await expect(items()).resolves.toHaveLength(8);
    expect(told.sort()).toEqual([...TRIGGERS, 'keyword'].sort());
  });

  it('is a part of the transaction of its cause', async () => {
    await forAll();
    const told: string[] = [];
    repositories.triggers.onFired((on) => told.push(on));
    const failed = repositories.store.write(async () => {
      await fire(...CAUSES);
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    await expect(items()).resolves.toEqual([]);
    expect(told).toEqual([]);
  });

  describe('in a session', () => {
    let sessionId: string;
    let source: EventSource;

    beforeEach(async () => {
      await forAll();
      sessionId = (await repositories.sessions.create(newSession())).session.id;
      source = await claim();
    });
    const claim = async () => {
      const claimed = { sessionId, agentProcess: 'p', agentIdentity: newId(), leaseMs: 1_000, now: NOON };
      return new EventSource(sessionId, (await repositories.claims.claim(claimed)).epoch);
    };
    const types = async () => (await items()).map(({ payload }) => payload.type);
    const started = (from: EventSource) =>
      from.event('session.started', { agentProcess: 'p', mode: 'realtime', vendor: 'v', model: 'm' });

    it('follow what agents tell, each event once', async () => {
      const batch = [
        started(source),
        source.said('I want a refund'),
        source.said('A refund? Of course.', 'agent'),
        source.called('c1'),
        source.event('session.ended', { reason: 'user_left', detail: null }),
      ];
      await expect(repositories.events.ingest(batch, NOON)).resolves.toMatchObject({ fired: 4 });
      await expect(repositories.events.ingest(batch, NOON)).resolves.toMatchObject({ fired: 0 });
      const told = await items();
      expect(told.map(({ payload }) => payload.type).toSorted()).toEqual([
        'keyword',
        'session.ended',
        'session.started',
        'tool.called',
      ]);
      expect(told.find(({ payload }) => payload.type === 'session.ended')?.payload.data).toMatchObject({
        sessionId,
        reason: 'user_left',
        durationS: 1,
      });
      expect(told.find(({ payload }) => payload.type === 'keyword')?.payload.data).toMatchObject({
        text: 'I want a refund',
        keywords: ['refund'],
      });
    });

    it('tell the start of a session once, however many agents take it', async () => {
      await repositories.events.ingest([started(source)], NOON);
      const next = await claim();
      await repositories.events.ingest([started(next)], NOON);
      await expect(types()).resolves.toEqual(['session.started']);
    });

    it('tell its end once, whoever ends it', async () => {
      await repositories.sessions.end(keyOf(sessionId), 'agent_lost', NOON + 60_000);
      await repositories.sessions.end(keyOf(sessionId), 'stopped', NOON + 61_000);
      const ended = source.event('session.ended', { reason: 'error', detail: null });
      await repositories.events.ingest([ended], NOON);
      const told = await repositories.outbox.lease({
        worker: 'w',
        limit: 9,
        leaseMs: 1,
        now: NOON + 60_000,
      });
      expect(told.map(({ payload }) => payload.data)).toEqual([
        expect.objectContaining({ reason: 'agent_lost', durationS: 60 }),
      ]);
    });

    it('say what was heard of an answer that was cut short', async () => {
      await workflow({ trigger: 'keyword', condition: { keywords: ['sorry'], from: 'agent' } });
      const answer = source.said('I am here, and sorry', 'agent');
      const cut = { ...answer, payload: { ...answer.payload, heardText: 'I am here', interrupted: true } };
      await expect(repositories.events.ingest([cut], NOON)).resolves.toMatchObject({ fired: 0 });
    });
  });
});
