import { DATABASES } from '../../testing/databases.js';
import { keyOf, newSession, NOON } from '../../testing/samples.js';
import { openRepositories } from '../../testing/store-in-folder.js';
import type { Repositories } from '../../testing/store-in-folder.js';
import { AuditRepository } from './audit.repository.js';

describe.each(DATABASES)(`${AuditRepository.name} on $kind`, ({ fresh }) => {
  let repositories: Repositories;
  let audits: AuditRepository;

  beforeEach(async () => {
    repositories = await openRepositories(await fresh());
    audits = new AuditRepository(repositories.store);
  });
  afterEach(() => repositories.store.close());

  const audit = (
    subjectId: string,
    change: { action?: string; address?: string; tenantId?: string } = {},
  ) => ({
    tenantId: 'default',
    actor: 'key:robot',
    action: 'session.started',
    subjectType: 'session',
    subjectId,
    detail: { room: 'lobby' },
    address: '192.0.2.7',
    requestId: 'request-1',
    at: NOON,
    ...change,
  });

  it('tells what happened to a thing in order, to its own tenant', async () => {
    await audits.add(audit('s1'));
    await audits.add(audit('s1', { action: 'session.stopped' }));
    await audits.add(audit('s2'));
    const told = await audits.ofSubject('default', 'session', 's1');
    expect(told.map(({ action }) => action)).toEqual(['session.started', 'session.stopped']);
    expect(told[0]).toMatchObject(audit('s1'));
    await expect(audits.ofSubject('other', 'session', 's1')).resolves.toEqual([]);
  });

  it('goes with the change when that is taken back', async () => {
    const failed = repositories.store.write(async () => {
      await audits.add(audit('s1'));
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    await expect(audits.ofSubject('default', 'session', 's1')).resolves.toEqual([]);
  });

  it('counts the sessions that an address has open', async () => {
    const open = async () => {
      const { session } = await repositories.sessions.create(newSession());
      await audits.add(audit(session.id));
      return session.id;
    };
    const first = await open();
    const second = await open();
    await audits.add(audit(second, { action: 'session.stopped' }));
    await expect(audits.countLiveSessions('default', '192.0.2.7')).resolves.toBe(2);
    await repositories.sessions.end(keyOf(first), 'stopped', NOON);
    await expect(audits.countLiveSessions('default', '192.0.2.7')).resolves.toBe(1);
    await expect(audits.countLiveSessions('default', '192.0.2.8')).resolves.toBe(0);
    await expect(audits.countLiveSessions('other', '192.0.2.7')).resolves.toBe(0);
    await expect(audits.countLiveSessions('default')).resolves.toBe(1);
    await expect(audits.countLiveSessions('other')).resolves.toBe(0);
  });

  it('sums up how long an address talked, running talks included', async () => {
    const MINUTE = 60_000;
    const { session } = await repositories.sessions.create(newSession());
    await audits.add(audit(session.id));
    const talked = (address?: string) =>
      audits.talkedMs('default', { since: NOON - 60 * MINUTE, now: NOON + 5 * MINUTE, address });
    await expect(talked()).resolves.toBe(0);
    await repositories.store.db.updateTable('session').set({ started_at: NOON }).execute();
    await expect(talked()).resolves.toBe(5 * MINUTE);
    await expect(talked('192.0.2.7')).resolves.toBe(5 * MINUTE);
    await expect(talked('192.0.2.8')).resolves.toBe(0);
    await repositories.sessions.end(keyOf(session.id), 'stopped', NOON + 2 * MINUTE);
    await expect(talked()).resolves.toBe(2 * MINUTE);
    await expect(audits.talkedMs('default', { since: NOON + MINUTE, now: NOON + 5 * MINUTE })).resolves.toBe(
      0,
    );
  });
});
