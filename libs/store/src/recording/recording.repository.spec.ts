import type { EventPayload } from '#conversation';
import { newId } from '#conversation';
import { DATABASES } from '../../testing/databases.js';
import { EventSource, keyOf, newSession, NOON } from '../../testing/samples.js';
import { openRepositories } from '../../testing/store-in-folder.js';
import type { Repositories } from '../../testing/store-in-folder.js';
import { AuditRepository } from '../audit/audit.repository.js';
import { RecordingRepository } from './recording.repository.js';

const A_DAY = 86_400_000;
const LOCATION = '0123456789abcdef'.repeat(2);

describe.each(DATABASES)(`${RecordingRepository.name} on $kind`, ({ fresh }) => {
  let repositories: Repositories;
  let recordings: RecordingRepository;
  let source: EventSource;
  let sessionId: string;
  const recordingId = newId();

  beforeEach(async () => {
    repositories = await openRepositories(await fresh());
    recordings = new RecordingRepository(repositories.store);
    const { session } = await repositories.sessions.create(newSession({ conversationId: 'c' }));
    sessionId = session.id;
    const claim = { sessionId, agentProcess: 'a', agentIdentity: 'a', leaseMs: 1, now: NOON };
    source = new EventSource(sessionId, (await repositories.claims.claim(claim)).epoch);
  });
  afterEach(() => repositories.store.close());

  const started = () =>
    source.event('recording.started', { recordingId, location: LOCATION, notice: 'This is recorded.' });
  const stopped = (reason: EventPayload<'recording.stopped'>['reason']) =>
    source.event('recording.stopped', { recordingId, location: LOCATION, reason });
  const segment = (number: number) =>
    source.event('recording.segment', {
      recordingId,
      name: `00000${number}.ogg`,
      startMs: (number - 1) * 10_000,
      durationMs: 10_000,
      bytes: 1_000 + number,
    });

  it('has a recording from its beginning to its end, its pieces once and in their order', async () => {
    const { events } = repositories;
    const [first, second] = [segment(1), segment(2)];
    await events.ingest([started()], NOON);
    expect(await recordings.list('default', 'c')).toMatchObject([
      {
        state: 'recording',
        consentedAt: NOON + 300,
        notice: 'This is recorded.',
        segments: [],
        keepUntil: null,
      },
    ]);
    await events.ingest([second], NOON);
    await events.ingest([first, stopped('ended')], NOON);
    await events.ingest([first, second, { ...first, id: newId() }], NOON);
    const [recording] = await recordings.list('default', 'c', sessionId);
    expect(recording).toMatchObject({ state: 'ended', durationMs: 20_000, bytes: 2_003, location: LOCATION });
    expect(recording?.segments.map(({ name }) => name)).toEqual(['000001.ogg', '000002.ogg']);
    expect(await recordings.list('acme', 'c')).toEqual([]);
    expect(await recordings.list('default', 'c', 'another')).toEqual([]);
    const audits = new AuditRepository(repositories.store);
    const audited = await audits.ofSubject('default', 'recording', recordingId);
    expect(audited.map(({ action }) => action).sort()).toEqual(['recording.started', 'recording.stopped']);
  });

  it('knows what the person said to it, also where they refused before it began', async () => {
    const { events } = repositories;
    expect(await recordings.consentIn('default', sessionId)).toBeNull();
    await events.ingest([started()], NOON);
    expect(await recordings.consentIn('default', sessionId)).toBe('given');
    await events.ingest(
      [source.event('recording.stopped', { recordingId: newId(), location: LOCATION, reason: 'refused' })],
      NOON,
    );
    expect(await recordings.consentIn('default', sessionId)).toBe('refused');
  });

  it('adds nothing to what was refused, and has it erased at once', async () => {
    const { events } = repositories;
    await events.ingest([started(), segment(1), stopped('refused'), segment(2)], NOON);
    expect(await recordings.list('default', 'c')).toMatchObject([{ state: 'refused' }]);
    const [due] = await recordings.due(NOON + A_DAY, 10);
    expect(due?.id).toBe(recordingId);
    if (due) await recordings.markEmpty(due);
    expect(await recordings.due(NOON + A_DAY, 10)).toEqual([]);
    expect(await recordings.list('default', 'c')).toMatchObject([{ segments: [], bytes: 0 }]);
    await events.ingest([segment(3)], NOON);
    expect(await recordings.list('default', 'c')).toMatchObject([{ segments: [] }]);
  });

  it('has one erased when its time is over, and not before its session is', async () => {
    const { events, sessions } = repositories;
    await events.ingest([started(), segment(1)], NOON, undefined, A_DAY);
    expect(await recordings.due(NOON + 2 * A_DAY, 10)).toEqual([]);
    await sessions.end(keyOf(sessionId), 'stopped', NOON);
    expect(await recordings.due(NOON, 10)).toEqual([]);
    const [due] = await recordings.due(NOON + 2 * A_DAY, 10);
    expect(due?.id).toBe(recordingId);
    expect(due && (await recordings.remove(due))).toBe(true);
    expect(due && (await recordings.remove(due))).toBe(false);
    expect(await recordings.list('default', 'c')).toEqual([]);
  });
});
