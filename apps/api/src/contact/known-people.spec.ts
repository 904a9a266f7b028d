import { jest } from '@jest/globals';
import type { NamedPerson, RememberedPerson } from '#store';
import { KnownPeople } from './known-people.js';

const NAMED = { tenantId: 'acme', userId: 'u' };

function talk(sessionId: string, text: string): RememberedPerson['talks'][number] {
  return { sessionId, at: '2026-11-21T12:00:00.000Z', messages: [{ role: 'user', text }] };
}

describe(KnownPeople.name, () => {
  let asked: NamedPerson[];
  let remember: () => Promise<RememberedPerson>;
  let people: KnownPeople;

  beforeEach(() => {
    jest.useFakeTimers();
    asked = [];
    remember = () =>
      Promise.resolve({ contact: null, talks: [talk('s', 'now'), talk('before', 'x'.repeat(500))] });
    const repository = {
      named: (sessionId: string) => Promise.resolve(sessionId === 'nobody' ? undefined : NAMED),
      remember: (named: NamedPerson) => {
        asked.push(named);
        return remember();
      },
    };
    const sessions = { findAnyTenant: () => Promise.resolve(undefined) };
    people = new KnownPeople(repository, sessions);
  });
  afterEach(() => jest.useRealTimers());

  it('tells what was said before, and not in this talk, in short', async () => {
    const { person, isLate } = await people.ofSession('s', 100);
    expect([person?.talks, isLate]).toEqual([
      [{ at: '2026-11-21T12:00:00.000Z', messages: [{ role: 'user', text: 'x'.repeat(300) }] }],
      false,
    ]);
    await expect(people.ofSession('nobody', 100)).resolves.toEqual({ person: null, isLate: false });
  });

  it('asks once for all who ask at the same time, and again when something has changed or time has passed', async () => {
    await Promise.all([people.ofSession('s', 100), people.ofSession('t', 100)]);
    await people.ofSession('s', 100);
    expect(asked).toHaveLength(1);
    people.forget('other');
    await people.ofSession('s', 100);
    expect(asked).toHaveLength(1);
    people.forget('acme');
    await people.ofSession('s', 100);
    expect(asked).toHaveLength(2);
    jest.advanceTimersByTime(30_000);
    await people.ofSession('s', 100);
    expect(asked).toHaveLength(3);
  });

  it('waits no longer than it may for a store that is slow, and has it a moment later', async () => {
    const slow = Promise.withResolvers<RememberedPerson>();
    remember = () => slow.promise;
    const answer = people.ofSession('s', 250);
    await jest.advanceTimersByTimeAsync(250);
    await expect(answer).resolves.toEqual({ person: null, isLate: true });
    slow.resolve({ contact: null, talks: [talk('before', 'hello')] });
    await expect(people.ofSession('s', 250)).resolves.toMatchObject({
      person: { talks: [{}] },
      isLate: false,
    });
    expect(asked).toHaveLength(1);
  });

  it('knows nobody when the store fails, and asks it again', async () => {
    remember = () => Promise.reject(new Error('down'));
    await expect(people.ofSession('s', 100)).resolves.toEqual({ person: null, isLate: false });
    remember = () => Promise.resolve({ contact: null, talks: [talk('before', 'hello')] });
    await expect(people.ofSession('s', 100)).resolves.toMatchObject({ person: { talks: [{}] } });
  });
});
