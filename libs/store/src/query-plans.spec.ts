import { DatabaseSync } from 'node:sqlite';
import { jest } from '@jest/globals';
import { sql } from 'kysely';
import { EventSource, keyOf, newSession, newWorkflow, NOON } from '../testing/samples.js';
import { KnownPersonRepository } from './contact/known-person.repository.js';
import { ConversationExport } from './conversation/conversation-export.js';
import { MirrorRepository } from './mirror/mirror.repository.js';
import { LivekitEventRepository } from './livekit-event/livekit-event.repository.js';
import { RoomRepository } from './session/room.repository.js';
import { RecordingRepository } from './recording/recording.repository.js';
import { ConversationSearch } from './search/conversation-search.js';
import { SessionPeopleRepository } from './session/session-people.repository.js';
import { USAGE_GROUPS } from './usage/usage.records.js';
import { UsageRepository } from './usage/usage.repository.js';
import { openRepositories } from '../testing/store-in-folder.js';

/** A query that reads a whole table is fast in every test and slow after a year. */
describe('queries of the repositories', () => {
  it('find their rows through an index', async () => {
    const repositories = await openRepositories('sqlite::memory:');
    const { store, sessions, conversations, claims, events, outbox } = repositories;
    await outbox.waitingSince();
    const { workflows, deliveries, contacts, captures, unread, unjudged, erasure } = repositories;
    const prepare = jest.spyOn(DatabaseSync.prototype, 'prepare');

    const workflow = await workflows.add(newWorkflow({ trigger: 'session.ended' }));
    const { session } = await sessions.create(newSession());
    const sessionId = session.id;
    const lease = { sessionId, leaseMs: 3_000, now: NOON };
    const { epoch } = await claims.claim({ ...lease, agentProcess: 'p', agentIdentity: 'agent' });
    const source = new EventSource(sessionId, epoch);
    const said = [source.said('hello'), source.called('c'), source.finished('c'), source.used(1)];
    await events.ingest([...said, source.event('session.ended', { reason: 'idle', detail: null })], NOON);
    await events.events('default', sessionId, { afterSeq: 0, limit: 10 });
    await events.events('default', sessionId, { afterSeq: 0, limit: 10, type: 'audio.quality' });
    await claims.renew({ ...lease, epoch });
    await claims.inForce('default', sessionId);
    await claims.expiredAt(NOON);
    await claims.hasten('p', { renewedBefore: NOON, leaseMs: 3_000, expiresAt: NOON });
    await claims.fence(sessionId, epoch, NOON);
    await claims.release(sessionId, epoch, NOON);
    await sessions.find('default', sessionId);
    await sessions.findAnyTenant(sessionId);
    await sessions.liveSessions();
    await sessions.countLive('default');
    await sessions.usage('default', sessionId);
    await sessions.knownCostMicros('default', sessionId);
    await new UsageRepository(store).knownCostMicros('default', NOON);
    const tokens = {
      inputTokens: 1,
      outputTokens: 1,
      cachedTokens: 0,
      inputAudioTokens: 0,
      outputAudioTokens: 0,
    };
    const used = { vendor: 'openai', model: 'm', ...tokens, seconds: 1 };
    await new UsageRepository(store).add(keyOf(sessionId), used, 1, NOON);
    await sessions.addDispatch(keyOf(sessionId), { id: 'AD', at: NOON });
    await sessions.redefine(keyOf(sessionId), (definition) => definition);
    await sessions.markWaiting(keyOf(sessionId));
    const cursor = Buffer.from(JSON.stringify([NOON, 'x'])).toString('base64url');
    for (const page of [{ limit: 10 }, { limit: 10, cursor }]) {
      await sessions.list('default', page);
      await conversations.list('default', page);
      await conversations.messages('default', session.conversationId, page);
      await workflows.list('default', page);
      await deliveries.list('default', workflow.id, page);
    }
    await conversations.history('default', sessionId, 10);
    await new RoomRepository(store).finished(['a', 'b']);
    await new SessionPeopleRepository(store).left({ room: 'a', identity: 'b', name: null, at: NOON });
    const recording = { recordingId: 'r', location: '0'.repeat(32) };
    const segment = { recordingId: 'r', name: '000001.ogg', startMs: 0, durationMs: 1, bytes: 1 };
    await events.ingest(
      [
        source.event('recording.started', { ...recording, notice: 'n' }),
        source.event('recording.segment', segment),
        source.event('recording.stopped', { ...recording, reason: 'ended' }),
      ],
      NOON,
    );
    const recordings = new RecordingRepository(store);
    await recordings.list('default', session.conversationId, sessionId);
    await recordings.consentIn('default', sessionId);
    await recordings.due(NOON, 10);
    await recordings.markEmpty({ tenantId: 'default', id: 'r' });
    await recordings.remove({ tenantId: 'default', id: 'r' });
    const told = new LivekitEventRepository(store);
    await told.waiting(10);
    await told.markProcessed('EV_1', NOON);
    await told.forget(NOON);
    const deferred = { kind: 'quote', idempotencyKey: 'k', because: 'unavailable', body: {} } as const;
    await events.ingest([source.event('crm.deferred', deferred)], NOON);
    const except = { kinds: ['a'], workflowIds: ['b'] };
    await outbox.lease({ worker: 'w', limit: 1, leaseMs: 1, now: NOON - 1, except });
    for (const item of await outbox.lease({ worker: 'w', limit: 8, leaseMs: 1, now: NOON })) {
      if (item.workflowId !== null) await deliveries.replay('default', item.workflowId, item.id, NOON + 9);
      await outbox.revise(item, {});
      await outbox.resultOf('default', item.id);
      await outbox.settle(item, { state: 'done', result: {} }, NOON);
    }
    await outbox.retryBlocked('crm.quote', NOON);
    await outbox.endLeases(NOON);
    await outbox.counts();
    const workflowKey = { tenantId: 'default', id: workflow.id };
    await deliveries.find('default', workflow.id, 'x');
    await workflows.toRun('default', workflow.id, NOON);
    await workflows.replace(workflowKey, workflow, NOON);
    await workflows.rotate(workflowKey, 'whsec_', NOON, NOON);
    await workflows.disable(workflowKey, 'gone', NOON);
    await workflows.remove(workflowKey);
    await new ConversationSearch(store).messages('default', 'hello there', { limit: 10, cursor });
    const exported = new ConversationExport(store).read('default', session.conversationId);
    for await (const part of exported) expect(part).toBeDefined();
    const fresh = await sessions.create(newSession());
    await sessions.end(keyOf(fresh.session.id), 'stopped', NOON);
    await erasure.person('default', { userId: 'u' });
    const whom = {
      tenantId: 'default',
      conversationId: fresh.session.conversationId,
      preferences: {},
      now: NOON,
    };
    const from = { by: 'message', eventId: 'e', sessionId: 's', at: NOON } as const;
    for (const fields of [{ email: 'a@b.cd' }, { phone: '+1' }, { email: 'a@b.cd', phone: '+1' }]) {
      await captures.capture({ ...whom, fields, source: from });
    }
    for (const filter of [{}, { text: 'asha' }, { email: 'a@b.cd' }, { phone: '+1' }]) {
      await contacts.list('default', filter, { limit: 10, cursor });
    }
    const { items: people } = await contacts.list('default', {}, { limit: 10 });
    for (const { id } of people) {
      await contacts.conversations('default', id, { limit: 10, cursor });
      await contacts.correct('default', id, { name: 'Asha' }, NOON);
      await erasure.person('default', { contactId: id });
    }
    await new KnownPersonRepository(store).named(fresh.session.id);
    await new KnownPersonRepository(store).remember({ tenantId: 'default', userId: 'u' });
    for (const event of await unread.next(10)) {
      await unread.judge(event, { language: null, sentiment: null });
      await unread.take(event);
      await unjudged.note(event, NOON);
      await unjudged.before(event, 6);
    }
    await repositories.triggers.conditions('default', 'intent');
    for (const { event } of await unjudged.due(NOON, 10)) {
      await unjudged.postpone(event, 1, NOON);
      await unjudged.take(event);
    }
    const last = await sessions.create(newSession());
    await sessions.end(keyOf(last.session.id), 'stopped', NOON);
    await erasure.conversation('default', last.session.conversationId);
    await erasure.endedBefore(NOON, 10, { ...keyOf('s'), endedAt: 0 });
    const mirror = new MirrorRepository(store, outbox);
    const places = { from: 1, to: 2 };
    const ofFresh = { tenantId: 'default', sessionId: fresh.session.id };
    await mirror.note('django.session', { ...ofFresh, said: places, ended: true }, NOON);
    await mirror.messages(keyOf(fresh.session.id), places, 10);
    for (const by of USAGE_GROUPS) {
      await new UsageRepository(store).sums('default', { by, from: 0, to: NOON, now: NOON, limit: 10 });
    }

    const statements = new Set(prepare.mock.calls.map(([text]) => text).filter((text) => / "/.test(text)));
    prepare.mockRestore();
    expect(statements.size).toBeGreaterThan(30);
    for (const statement of statements) {
      const plan = await sql.raw<{ detail: string }>(`explain query plan ${statement}`).execute(store.db);
      const scans = plan.rows
        .map(({ detail }) => detail)
        // `part` is no table: it is what a query has put together.
        .filter((detail) => /^SCAN \w+$/.test(detail) && detail !== 'SCAN part');
      expect([statement, scans]).toEqual([statement, []]);
    }
    await store.close();
  });
});
