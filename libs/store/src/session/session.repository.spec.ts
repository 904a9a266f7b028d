import { BadInput } from '#problem';
import { DATABASES } from '../../testing/databases.js';
import { EventSource, keyOf, newSession, NOON } from '../../testing/samples.js';
import { openRepositories } from '../../testing/store-in-folder.js';
import type { Repositories } from '../../testing/store-in-folder.js';
import { ConversationLive, RoomTaken } from '../store.errors.js';
import { SessionRepository } from './session.repository.js';

describe.each(DATABASES)(`${SessionRepository.name} on $kind`, ({ fresh }) => {
  let repositories: Repositories;
  let sessions: SessionRepository;

  beforeEach(async () => {
    repositories = await openRepositories(await fresh());
    sessions = repositories.sessions;
  });
  afterEach(() => repositories.store.close());

  const claim = (sessionId: string) =>
    repositories.claims.claim({
      sessionId,
      agentProcess: 'a',
      agentIdentity: 'agent-a',
      leaseMs: 3_000,
      now: NOON,
    });

  describe('create', () => {
    it('freezes the agent and opens the conversation', async () => {
      const fresh = newSession({ metadata: { robot: 'sanbot' }, personIdentity: 'person', owner: 'key-1' });
      const { session, existing } = await sessions.create(fresh);
      expect(existing).toBe(false);
      expect(session).toMatchObject({
        state: 'created',
        agentId: 'tara',
        definition: fresh.definition,
        metadata: { robot: 'sanbot' },
        personIdentity: 'person',
        owner: 'key-1',
        createdAt: NOON,
        startedAt: null,
        people: [],
        dispatches: [],
      });
      expect(session.definitionHash).toMatch(/^[0-9a-f]{64}$/);
      await expect(repositories.conversations.find('default', fresh.conversationId)).resolves.toMatchObject({
        channel: 'room',
        createdAt: NOON,
      });
    });

    it('answers with the live session of the room', async () => {
      const { session } = await sessions.create(newSession({ room: 'lobby' }));
      await expect(sessions.create(newSession({ room: 'lobby' }))).resolves.toEqual({
        session,
        existing: true,
      });
    });

    it('takes the room again once its session has ended', async () => {
      const { session } = await sessions.create(newSession({ room: 'lobby' }));
      await sessions.end(keyOf(session.id), 'stopped', NOON);
      await expect(sessions.create(newSession({ room: 'lobby' }))).resolves.toMatchObject({
        existing: false,
      });
    });

    it("refuses another tenant's room and says nothing about it", async () => {
      const { session } = await sessions.create(newSession({ room: 'lobby' }));
      const refused = sessions.create(newSession({ room: 'lobby', tenantId: 'other' }));
      await expect(refused).rejects.toThrow(RoomTaken);
      await expect(refused).rejects.not.toThrow(session.id);
    });

    it('refuses a second live session of a conversation, and writes nothing', async () => {
      await sessions.create(newSession({ conversationId: 'c' }));
      const second = newSession({ conversationId: 'c' });
      await expect(sessions.create(second)).rejects.toThrow(ConversationLive);
      await expect(sessions.find('default', second.id)).resolves.toBeUndefined();
    });

    it('goes on with a conversation after its session has ended', async () => {
      const { session } = await sessions.create(newSession({ conversationId: 'c' }));
      await sessions.end(keyOf(session.id), 'idle', NOON);
      await expect(sessions.create(newSession({ conversationId: 'c' }))).resolves.toMatchObject({
        existing: false,
      });
    });

    it('makes one session of a hundred that start at once in one room', async () => {
      const starts = Array.from({ length: 100 }, () => sessions.create(newSession({ room: 'lobby' })));
      const outcomes = await Promise.all(starts);
      expect(outcomes.filter(({ existing }) => !existing)).toHaveLength(1);
      expect(new Set(outcomes.map(({ session }) => session.id)).size).toBe(1);
    });
  });

  it('finds a session for its own tenant, and for an agent', async () => {
    const { session } = await sessions.create(newSession());
    await expect(sessions.find('default', session.id)).resolves.toEqual(session);
    await expect(sessions.find('other', session.id)).resolves.toBeUndefined();
    await expect(sessions.findAnyTenant(session.id)).resolves.toEqual(session);
    await expect(sessions.findLiveByRoom(session.room)).resolves.toEqual(session);
    await sessions.end(keyOf(session.id), 'stopped', NOON);
    await expect(sessions.findLiveByRoom(session.room)).resolves.toBeUndefined();
  });

  it('lists its tenant newest first, page by page, each once', async () => {
    const made: string[] = [];
    for (let count = 0; count < 7; count += 1) {
      const { session } = await sessions.create(newSession({ now: NOON + Math.floor(count / 3) }));
      made.unshift(session.id);
    }
    await sessions.create(newSession({ tenantId: 'other' }));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { items, nextCursor } = await sessions.list('default', { limit: 2, cursor });
      seen.push(...items.map(({ id }) => id));
      cursor = nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(made);
    await expect(sessions.list('default', { limit: 2, cursor: 'no' })).rejects.toThrow(BadInput);
  });

  describe('life', () => {
    let id: string;
    beforeEach(async () => {
      id = (await sessions.create(newSession())).session.id;
    });
    const read = () => sessions.findAnyTenant(id);

    it('goes forward only', async () => {
      await expect(sessions.markWaiting(keyOf(id))).resolves.toBe(true);
      await expect(sessions.markWaiting(keyOf(id))).resolves.toBe(false);
      await expect(sessions.markActive(keyOf(id), NOON + 1)).resolves.toBe(true);
      await expect(sessions.markWaiting(keyOf(id))).resolves.toBe(false);
      await expect(sessions.markEnding(keyOf(id), 'stopped', NOON + 2)).resolves.toBe(true);
      await expect(sessions.markActive(keyOf(id), NOON + 3)).resolves.toBe(false);
      await expect(sessions.markEnding(keyOf(id), 'idle', NOON + 3)).resolves.toBe(false);
      await expect(sessions.end(keyOf(id), 'agent_lost', NOON + 4)).resolves.toBe(true);
      await expect(sessions.end(keyOf(id), 'stopped', NOON + 5)).resolves.toBe(false);
      await expect(read()).resolves.toMatchObject({
        state: 'ended',
        endReason: 'stopped',
        startedAt: NOON + 1,
        endingAt: NOON + 2,
        endedAt: NOON + 4,
      });
    });

    it('ends from any state, with its reason', async () => {
      await sessions.end(keyOf(id), 'no_capacity', NOON + 1, 'nobody took the job');
      await expect(read()).resolves.toMatchObject({
        endReason: 'no_capacity',
        endDetail: 'nobody took the job',
        endingAt: NOON + 1,
      });
    });

    it('knows nothing of sessions that are not there', async () => {
      await expect(sessions.markWaiting(keyOf('nobody'))).resolves.toBe(false);
      await expect(sessions.end(keyOf('nobody'), 'stopped', NOON)).resolves.toBe(false);
    });

    it('changes nothing for another tenant', async () => {
      const foreign = { tenantId: 'other', id };
      const before = await read();
      await expect(sessions.markWaiting(foreign)).resolves.toBe(false);
      await expect(sessions.markEnding(foreign, 'stopped', NOON)).resolves.toBe(false);
      await expect(sessions.end(foreign, 'stopped', NOON)).resolves.toBe(false);
      await sessions.addDispatch(foreign, { id: 'AD_1', at: NOON });
      await sessions.redefine(foreign, (definition) => ({ ...definition, instructions: 'Sell.' }));
      await expect(sessions.findLiveInRoom('other', String(before?.room))).resolves.toBeUndefined();
      await expect(read()).resolves.toEqual(before);
    });

    it('has another agent from then on', async () => {
      const before = await sessions.find('default', id);
      await sessions.redefine(keyOf(id), (definition) => ({ ...definition, instructions: 'Sell.' }));
      const after = await sessions.find('default', id);
      expect(after?.definition).toEqual({ ...before?.definition, instructions: 'Sell.' });
      expect(after?.definitionHash).not.toBe(before?.definitionHash);
    });

    it('remembers its dispatches', async () => {
      await sessions.addDispatch(keyOf(id), { id: 'AD_1', at: NOON });
      await sessions.addDispatch(keyOf(id), { id: 'AD_2', at: NOON + 1 });
      await expect(read()).resolves.toMatchObject({
        dispatches: [
          { id: 'AD_1', at: NOON },
          { id: 'AD_2', at: NOON + 1 },
        ],
      });
    });
  });

  it('shows all live sessions of all tenants to supervision', async () => {
    const first = await sessions.create(newSession());
    const second = await sessions.create(newSession({ tenantId: 'other', now: NOON + 1 }));
    const over = await sessions.create(newSession());
    await sessions.end(keyOf(over.session.id), 'stopped', NOON);
    const live = await sessions.liveSessions();
    expect(live.map(({ id }) => id)).toEqual([first.session.id, second.session.id]);
    await expect(sessions.countLive('default')).resolves.toBe(1);
    await expect(sessions.countsByState()).resolves.toEqual([{ state: 'created', count: 2 }]);
  });

  it('adds up what a session used', async () => {
    const { session } = await sessions.create(newSession());
    await expect(sessions.usage('default', session.id)).resolves.toMatchObject({
      inputTokens: 0,
      seconds: 0,
    });
    const { epoch } = await claim(session.id);
    const source = new EventSource(session.id, epoch);
    await repositories.events.ingest([source.used(5), source.used(7)], NOON);
    await expect(sessions.usage('default', session.id)).resolves.toEqual({
      inputTokens: 12,
      outputTokens: 12,
      cachedTokens: 0,
      inputAudioTokens: 12,
      outputAudioTokens: 12,
      characters: 24,
      audioSeconds: 3,
      seconds: 3,
      costMicros: null,
    });
  });
});
