import { AuditRepository, KnownPersonRepository } from '#store';
import type { RememberedPerson } from '#store';
import { DATABASES } from '#store/testing';
import { FollowUps } from '../src/contact/follow-ups.js';
import type { ContactCaptured } from '../src/contact/follow-ups.js';
import { AgentOfTests } from './agent-of-tests.js';
import { PIPELINE_KEYS, startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { keyEntry } from './callers-of-tests.js';
import { aText } from './matchers.js';
import { eventually, report, send } from './requests.js';

const KEYS = [
  keyEntry('app', 'app-key', 'session:acme'),
  keyEntry('reader', 'reader-key', 'read:acme'),
  keyEntry('owner', 'owner-key', 'admin:acme'),
  keyEntry('stranger', 'stranger-key', 'admin'),
].join(',');

interface Contact extends Record<string, unknown> {
  id: string;
  conversations: { items: { id: string }[] };
}

describe.each(DATABASES)('/api/contacts on $kind', ({ fresh }) => {
  let api: ApiUnderTest;
  let captured: ContactCaptured[];

  beforeEach(async () => {
    api = await startApi({
      DATABASE_URL: await fresh(),
      API_KEYS: KEYS,
      PHONE_COUNTRY: 'IN',
      ...PIPELINE_KEYS,
    });
    captured = [];
    const followUps = api.app.get(FollowUps);
    const fire = followUps.captured.bind(followUps);
    followUps.captured = (capture) => {
      captured.push(capture);
      return fire(capture);
    };
  });
  afterEach(() => api.close());

  const call = (method: string, path = '', body?: unknown, key = 'owner-key') =>
    send(method, `${api.url}/api/contacts${path}`, { key, body });
  const list = async (query = '') => (await call('GET', query)).body.items as Contact[];
  const contact = async () => {
    const [only, ...more] = await list();
    expect(more).toEqual([]);
    return only;
  };

  /** An agent that talks with `asha`, a name that the client gives. */
  async function talk(userIdentity = 'asha'): Promise<AgentOfTests> {
    const { body } = await send('POST', `${api.url}/session`, { key: 'app-key', body: { userIdentity } });
    return new AgentOfTests(api.url, String(body.sessionId));
  }
  async function claimed(userIdentity?: string): Promise<AgentOfTests> {
    const agent = await talk(userIdentity);
    await agent.claim();
    return agent;
  }
  const saved = (agent: AgentOfTests, args: Record<string, unknown>, name = 'save_contact') =>
    agent.event('tool.called', { callId: 'c', name, arguments: args, idempotencyKey: 'k', deadlineMs: 1 });
  const known = (part: string) => eventually(contact, (found) => Boolean(found?.[part]));

  it('are made of what people say and of what tools are told, with where each part comes from', async () => {
    const agent = await claimed();
    const said = agent.said('user', 'My email is asha at example dot com.');
    const lead = saved(agent, { name: 'Asha', email: 'asha@example.com' }, 'save_customer_lead');
    await agent.tell(said, lead, agent.said('user', 'nine eight seven six five four three two one zero'));
    const found = await known('phone');
    expect(found).toMatchObject({
      ...{ id: aText, name: 'Asha', email: 'asha@example.com', phone: '+919876543210', company: null },
      sources: {
        email: [
          { by: 'message', eventId: said.id, sessionId: agent.sessionId, at: said.at },
          { by: 'tool', eventId: lead.id },
        ],
        name: [{ by: 'tool' }],
        phone: [{ by: 'message' }],
      },
      ...{ preferences: {}, corrected: [], createdAt: aText, updatedAt: aText },
    });
    const { body } = await call('GET', `/${found?.id}`);
    expect(body).toMatchObject({
      id: found?.id,
      conversations: { items: [{ contactId: found?.id, userId: 'asha' }] },
    });

    const audits = await api.app.get(AuditRepository).ofSubject('acme', 'contact', String(found?.id));
    expect(audits).toMatchObject([
      {
        action: 'contact.created',
        actor: 'parley',
        address: null,
        detail: { parts: ['email'], eventId: said.id },
      },
      { action: 'contact.captured', detail: { parts: ['name'], by: 'tool', eventId: lead.id } },
      { action: 'contact.captured', detail: { parts: ['phone'] } },
    ]);
    expect(JSON.stringify(audits)).not.toMatch(/asha@|98765/);
    expect(captured).toMatchObject([
      { isNew: true, parts: ['email'], contact: { id: found?.id } },
      { isNew: false, parts: ['name'] },
      { isNew: false, parts: ['phone'] },
    ]);
    const { text } = await send('GET', `${api.url}/metrics`);
    expect(text).toMatch(/^parley_contacts_captured_total\{contact="new"\} 1$/m);
    expect(text).toMatch(/^parley_contacts_captured_total\{contact="known"\} 2$/m);
  });

  it('keep what was set right', async () => {
    const agent = await claimed();
    await agent.tell(agent.said('user', 'My name is Usher Row.'));
    const { id } = (await known('name')) ?? {};
    const set = await call('PATCH', `/${id}`, {
      name: 'Asha Rao',
      language: '',
      preferences: { seat: 'window' },
    });
    expect([set.status, set.body]).toMatchObject([
      200,
      { name: 'Asha Rao', corrected: ['name', 'language', 'preferences'] },
    ]);
    await agent.tell(
      agent.said('user', 'My name is Usher Row.'),
      saved(agent, { name: 'Usher', phone: '9876543210' }),
    );
    expect(await known('phone')).toMatchObject({ name: 'Asha Rao', preferences: { seat: 'window' } });
  });

  it('are found, and refused where a word is no address', async () => {
    const agent = await claimed();
    await agent.tell(saved(agent, { name: 'Zoë', email: 'zoe@example.com', phone: '9876543210' }));
    await known('phone');
    for (const query of ['?q=zoe', '?email=ZOE@example.com', '?phone=098765%2043210']) {
      expect(await list(query)).toMatchObject([{ name: 'Zoë' }]);
    }
    expect(await list('?q=asha')).toEqual([]);
    expect((await call('GET', '?email=zoe')).body).toMatchObject({
      status: 400,
      errors: [{ field: 'email' }],
    });
    expect((await call('GET', '', undefined, 'stranger-key')).body.items).toEqual([]);
  });

  it('are merged, and erased with all that was said', async () => {
    const [one, other] = [await claimed('asha'), await claimed('ravi')];
    await one.tell(saved(one, { name: 'Asha', email: 'asha@example.com' }));
    await other.tell(saved(other, { name: 'Ravi', phone: '9876543210' }));
    const [ravi, asha] = await eventually(list, ({ length }) => length === 2);
    const [from, into] = ravi?.name === 'Ravi' ? [ravi, asha] : [asha, ravi];
    expect((await call('POST', `/${from?.id}/merge`, { into: into?.id })).status).toBe(204);
    const { body } = await call('GET', `/${from?.id}`);
    expect(body).toMatchObject({ id: into?.id, name: 'Asha', phone: '+919876543210' });
    expect((body as Contact).conversations.items).toHaveLength(2);
    expect((await call('POST', `/${from?.id}/merge`, { into: into?.id })).body).toMatchObject({
      code: 'contact_merged',
    });

    expect((await call('DELETE', `/${into?.id}`)).body).toMatchObject({ code: 'conversation_live' });
    for (const agent of [one, other]) await agent.end('agent_ended');
    expect((await call('DELETE', `/${from?.id}`)).body).toMatchObject({ conversations: 2, sessions: 2 });
    expect(await list()).toEqual([]);
    expect((await call('GET', `/${into?.id}`)).body).toMatchObject({ code: 'contact_not_found' });
    expect((await (await talk('asha')).claim()).body).toMatchObject({ person: null });
    const audits = await api.app.get(AuditRepository).ofSubject('acme', 'contact', String(into?.id));
    expect(audits.at(-1)).toMatchObject({ action: 'contact.erased', actor: 'key:owner' });
  });

  it('are their tenant’s, and their admin’s to change', async () => {
    const agent = await claimed();
    await agent.tell(saved(agent, { email: 'asha@example.com' }));
    const { id } = (await known('email')) ?? {};
    for (const [method, path, body] of [
      ['PATCH', '', { name: 'Asha' }],
      ['POST', '/merge', { into: 'x' }],
      ['DELETE', '', undefined],
    ] as const) {
      expect((await call(method, `/${id}${path}`, body, 'reader-key')).status).toBe(403);
      expect((await call(method, `/${id}${path}`, body, 'stranger-key')).body).toMatchObject({
        code: 'contact_not_found',
      });
    }
    expect((await call('GET', `/${id}`, undefined, 'reader-key')).status).toBe(200);
    expect((await call('GET', `/${id}`, undefined, 'stranger-key')).body).toMatchObject({
      code: 'contact_not_found',
    });
  });

  it('are known to the agent of the next talk, as soon as it claims it', async () => {
    const first = await claimed();
    await first.tell(first.said('agent', 'Hello.'), first.said('user', 'My name is Asha Rao.'));
    await known('name');
    await first.end('user_left');
    const second = await talk();
    expect((await second.claim()).body).toMatchObject({
      history: [],
      personIsLate: false,
      person: { name: 'Asha Rao', email: null, talks: [{ messages: [{ text: 'Hello.' }, { text: aText }] }] },
    });
    const asked = await send('GET', `${api.url}/api/ingest/claims/${second.sessionId}/person`, {
      key: 'an-ingest-token-for-the-tests',
    });
    expect(asked.body).toMatchObject({ person: { name: 'Asha Rao' } });
    expect((await (await talk('ravi')).claim()).body).toMatchObject({ person: null });
    expect(
      (await report(api.url, 'claims', { sessionId: 'x', agentProcess: 'p', agentIdentity: 'i' })).status,
    ).toBe(404);
  });

  it('keep no claim waiting', async () => {
    const never = new Promise<RememberedPerson>(() => undefined);
    api.app.get(KnownPersonRepository).remember = () => never;
    expect((await (await talk()).claim()).body).toMatchObject({ person: null, personIsLate: true });
    api.app.get(KnownPersonRepository).remember = () => Promise.reject(new Error('down'));
    expect((await (await talk('ravi')).claim()).body).toMatchObject({ person: null, personIsLate: false });
  });

  it('leave each message with its language and what it sounds like', async () => {
    const agent = await claimed();
    const great = agent.said('agent', 'That is great, I love it!');
    const unknown = agent.said('user', 'Je voudrais réserver une chambre à Madrid.');
    await agent.tell(great, { ...unknown, payload: { ...unknown.payload, language: null } });
    const { conversationId } = (
      await send('GET', `${api.url}/session/${agent.sessionId}`, { key: 'reader-key' })
    ).body;
    const messages = async () => {
      const url = `${api.url}/api/conversations/${String(conversationId)}/messages`;
      return (await send('GET', url, { key: 'reader-key' })).body.items as {
        language: string | null;
        sentiment: number | null;
      }[];
    };
    const [first, second] = await eventually(messages, ([, last]) => last?.language === 'fr');
    expect(first).toMatchObject({ language: 'en' });
    expect(first?.sentiment).toBeGreaterThan(0.5);
    expect(second?.sentiment).toBeNull();
    const url = `${api.url}/api/conversations/${String(conversationId)}/export`;
    const { body: file } = await send('GET', url, { key: 'reader-key' });
    expect(file.messages).toMatchObject([{ sentiment: first?.sentiment }, { language: 'fr' }]);
  });
});
