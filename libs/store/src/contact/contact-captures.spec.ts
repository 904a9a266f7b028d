import { newId } from '#conversation';
import { DATABASES } from '../../testing/databases.js';
import { NOON } from '../../testing/samples.js';
import { openRepositories } from '../../testing/store-in-folder.js';
import type { Repositories } from '../../testing/store-in-folder.js';
import { ContactCaptures } from './contact-captures.js';
import type { Capture, Captured, ContactFields, ContactSource } from './contact.records.js';

const ASHA = { email: 'asha@example.com' };
const PHONE = '+919876543210';

describe.each(DATABASES)(`${ContactCaptures.name} on $kind`, ({ kind, fresh }) => {
  let url: string;
  let repositories: Repositories;

  beforeEach(async () => {
    url = await fresh();
    repositories = await openRepositories(url);
  });
  afterEach(() => repositories.store.close());

  async function conversation(id: string, userId: string | null = null, tenantId = 'acme') {
    const { conversations } = repositories;
    return conversations.ensure({ tenantId, id, channel: 'room', userId, metadata: {}, now: NOON });
  }
  const contactIdOf = async (id: string, tenantId = 'acme') =>
    (await repositories.conversations.find(tenantId, id))?.contactId;
  const source = (by: ContactSource['by'] = 'message', sessionId = 's'): ContactSource => ({
    by,
    eventId: newId(),
    sessionId,
    at: NOON,
  });
  async function told(
    conversationId: string,
    fields: ContactFields,
    change: Partial<Capture> = {},
    { captures }: Pick<Repositories, 'captures'> = repositories,
  ): Promise<Captured> {
    const capture = { preferences: {}, source: source(), now: NOON, ...change };
    const captured = await captures.capture({ tenantId: 'acme', conversationId, fields, ...capture });
    if (!captured) throw new Error('Nothing was captured.');
    return captured;
  }
  const all = async () => (await repositories.contacts.list('acme', {}, { limit: 100 })).items;

  it('makes one contact of what was said and what a tool was told, and knows where each part comes from', async () => {
    await conversation('c');
    const [said, called] = [source('message'), source('tool')];
    const first = await told('c', ASHA, { source: said });
    const second = await told('c', { ...ASHA, name: 'Asha' }, { source: called });
    expect([first.isNew, first.parts, second.isNew, second.parts]).toEqual([
      true,
      ['email'],
      false,
      ['name'],
    ]);
    expect(await all()).toMatchObject([
      { ...ASHA, name: 'Asha', phone: null, sources: { email: [said, called], name: [called] } },
    ]);
    await expect(contactIdOf('c')).resolves.toBe(first.contact.id);
  });

  it('knows a person again by address and by number, in another conversation', async () => {
    for (const id of ['c', 'd', 'e']) await conversation(id);
    const { contact } = await told('c', { ...ASHA, phone: PHONE });
    await told('d', ASHA);
    await told('e', { phone: PHONE, name: 'Asha' });
    expect(await all()).toMatchObject([{ id: contact.id, name: 'Asha' }]);
    expect(await Promise.all(['c', 'd', 'e'].map((id) => contactIdOf(id)))).toEqual(
      Array(3).fill(contact.id),
    );
  });

  it('keeps what was set by a person, whatever is said later', async () => {
    await conversation('c');
    const { contact } = await told('c', { ...ASHA, name: 'Usher' }, { preferences: { seat: 'aisle' } });
    const set = { name: 'Asha', phone: null, preferences: { seat: 'window' } };
    await repositories.contacts.correct('acme', contact.id, set, NOON);
    const later = { fields: { name: 'Asher', phone: PHONE }, preferences: { seat: 'aisle' } };
    await told('c', later.fields, later);
    expect(await all()).toMatchObject([
      { ...ASHA, ...set, corrected: ['name', 'phone', 'preferences'], sources: { email: [{}] } },
    ]);
  });

  it('believes the later word within a talk, and the earlier talk before the later one', async () => {
    await conversation('c');
    await told('c', { email: 'usher@example.com', name: 'Usher' });
    await told('c', { ...ASHA, name: 'Asha' });
    await told('c', { name: 'Asha Rao' }, { source: source('message', 'next talk') });
    const refused = await told('c', { name: 'Ravi' }, { source: source('message', 'next talk') });
    expect(refused.parts).toEqual([]);
    expect(await all()).toMatchObject([{ ...ASHA, name: 'Asha Rao' }]);
  });

  it('takes what a model has read where nothing is known, and never before what was said or told', async () => {
    await conversation('c');
    const by = (each: ContactSource['by'], at = NOON, sessionId = 's') => ({
      source: { ...source(each, sessionId), at },
    });
    await told('c', { name: 'Usher', company: 'Acme', email: 'a@example.com' }, by('tool'));
    const said = { ...by('message'), preferences: { seat: 'aisle' } };
    await told('c', { phone: PHONE }, said);
    const read = { name: 'Usher Rao', company: 'Umbra', email: ASHA.email, phone: '+14155552671' };
    const guessed = await told('c', read, { ...by('model'), preferences: { seat: 'window', meal: 'vegan' } });
    expect(guessed.parts).toEqual(['preferences']);
    expect(await all()).toMatchObject([
      {
        ...{ name: 'Usher', company: 'Acme', email: 'a@example.com', phone: PHONE },
        preferences: { seat: 'aisle', meal: 'vegan' },
      },
    ]);
  });

  it('lets a model mend its own reading, and everybody else whatever it has read', async () => {
    await conversation('c');
    const by = (each: ContactSource['by'], at: number, sessionId = 's') => ({
      source: { ...source(each, sessionId), at },
    });
    const nameAfter = async (name: string, change: Partial<Capture>) => {
      await told('c', { name }, change);
      return (await all())[0]?.name;
    };
    await told('c', { name: 'Asher' }, by('model', NOON + 2));
    await expect(nameAfter('Usher', by('model', NOON + 1))).resolves.toBe('Asher'); // of an earlier message, judged later
    await expect(nameAfter('Asha', by('model', NOON + 3))).resolves.toBe('Asha');
    await expect(nameAfter('Ravi', by('model', NOON + 4, 'next talk'))).resolves.toBe('Asha');
    await expect(nameAfter('Zoë', by('message', NOON + 5, 'next talk'))).resolves.toBe('Zoë');
  });

  it('lets a model make no two people one', async () => {
    for (const id of ['c', 'd']) await conversation(id);
    await told('c', ASHA);
    await told('d', { phone: PHONE });
    const { merged, parts } = await told('d', { ...ASHA, name: 'Asha' }, { source: source('model') });
    expect([merged, parts]).toEqual([[], ['name']]);
  });

  it('finds that two are one person, and leaves the address of another alone', async () => {
    for (const id of ['c', 'd', 'e']) await conversation(id);
    const known = await told('c', { ...ASHA, name: 'Asha Rao' });
    await told('d', { name: 'Asha', phone: PHONE }, { now: NOON + 1 });
    const joined = await told('d', ASHA, { now: NOON + 2 });
    expect(joined).toMatchObject({
      contact: { id: known.contact.id, phone: PHONE },
      merged: [expect.any(String)],
    });
    await told('e', { name: 'Ravi' });
    await told('e', { ...ASHA, phone: '+14155552671' });
    expect(await all()).toMatchObject([
      { name: 'Ravi', email: null, phone: '+14155552671' },
      { ...ASHA, name: 'Asha Rao', phone: PHONE },
    ]);
    await expect(contactIdOf('d')).resolves.toBe(known.contact.id);
  });

  it('knows a person again by the client’s name for them, before and after', async () => {
    await conversation('c', 'u');
    await conversation('d', 'u');
    const { contact } = await told('c', { name: 'Asha' });
    await conversation('e', 'u');
    expect(await Promise.all(['c', 'd', 'e'].map((id) => contactIdOf(id)))).toEqual(
      Array(3).fill(contact.id),
    );
    await expect(conversation('f', 'u', 'other')).resolves.toMatchObject({ contactId: null });
  });

  it.each([
    ['a name that is given to everybody', 'acme', 'widget-user'],
    ['a name that nobody had to prove', 'anonymous', 'u'],
  ])('makes nobody of %s', async (_, tenantId, userId) => {
    await conversation('c', userId, tenantId);
    await told('c', { name: 'Asha' }, { tenantId });
    await expect(conversation('d', userId, tenantId)).resolves.toMatchObject({ contactId: null });
    const { isNew } = await told('d', { name: 'Ravi' }, { tenantId });
    expect(isNew).toBe(true);
  });

  it('makes one contact when two apis hear the same person at the same time', async () => {
    const other = kind === 'postgres' ? await openRepositories(url) : repositories;
    const ids = Array.from({ length: 12 }, (_, index) => `c${index}`);
    for (const id of ids) await conversation(id);
    const captured = await Promise.all(
      ids.map((id, index) =>
        told(id, index % 3 ? ASHA : { ...ASHA, phone: PHONE }, {}, index % 2 ? repositories : other),
      ),
    );
    if (other !== repositories) await other.store.close();
    expect(captured.filter(({ isNew }) => isNew)).toHaveLength(1);
    const [contact, ...more] = await all();
    expect([contact, more]).toMatchObject([{ ...ASHA, phone: PHONE }, []]);
    expect(new Set(await Promise.all(ids.map((id) => contactIdOf(id))))).toEqual(new Set([contact?.id]));
  });

  it('makes nothing for a conversation that was erased, nor of nothing', async () => {
    await conversation('c');
    const capture = { tenantId: 'acme', preferences: {}, source: source(), now: NOON };
    const { captures } = repositories;
    await expect(
      captures.capture({ ...capture, conversationId: 'x', fields: ASHA }),
    ).resolves.toBeUndefined();
    await expect(captures.capture({ ...capture, conversationId: 'c', fields: {} })).resolves.toBeUndefined();
    expect(await all()).toEqual([]);
  });
});
