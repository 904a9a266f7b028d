import { AgentOfTests } from './agent-of-tests.js';
import { PIPELINE_KEYS, startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { freePort } from './free-port.js';
import { eventually, send } from './requests.js';
import { SourceProcess } from './source-process.js';
import { WebhookReceiver } from './webhook-receiver.js';

const SANDBOX = new URL('../../sandbox/src/main.ts', import.meta.url);

/** The whole way without a key: what is asked, and what comes of the answer. */
describe('what people want, as the sandbox understands it', () => {
  let sandbox: SourceProcess;
  let receiver: WebhookReceiver;
  let api: ApiUnderTest;

  beforeAll(async () => {
    const port = await freePort();
    sandbox = new SourceProcess(SANDBOX, [], { SANDBOX_PORT: String(port), LOG_LEVEL: 'warn' });
    const SANDBOX_URL = `http://127.0.0.1:${port}`;
    await sandbox.until(() =>
      fetch(`${SANDBOX_URL}/health`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    receiver = await WebhookReceiver.start();
    const without = { OPENAI_API_KEY: '', SANDBOX_URL, OUTGOING_TO_LOOPBACK: 'true' };
    api = await startApi({ ...without, ...PIPELINE_KEYS, CONTACTS_BY_MODEL: 'true' });
  }, 60_000);
  afterAll(async () => {
    await api.close();
    await receiver.close();
    await sandbox.kill();
  });

  it('sets workflows off, and tells who they are', async () => {
    const descriptions = { escalation: 'wants to speak to a human' };
    const made = await send('POST', `${api.url}/api/workflows`, {
      body: {
        name: 'Desk',
        trigger: 'intent',
        condition: { intents: ['quote', 'cancel_booking', 'escalation'], descriptions, minConfidence: 0.7 },
        action: { type: 'webhook', url: receiver.url },
      },
    });
    expect(made.status).toBe(201);
    const { body } = await send('POST', `${api.url}/session`, { body: { userIdentity: 'asha' } });
    const agent = new AgentOfTests(api.url, String(body.sessionId));
    await agent.claim();
    await agent.tell(
      agent.said('user', 'Hello, I work for Umbra Travel.'),
      agent.said('user', 'How much does it cost?'),
      agent.said('user', "No, I don't want to cancel my booking."),
      agent.said('user', 'Let me talk to a real person.'),
    );
    const told = await eventually(
      () => receiver.heard.map(({ body: text }) => JSON.parse(text) as { data: { intent: string } }),
      ({ length }) => length >= 2,
    );
    await eventually(
      async () => (await send('GET', `${api.url}/metrics`)).text,
      (text) => text.includes('parley_messages_judged_total{outcome="judged"} 4'),
    );
    expect(told.map(({ data }) => data.intent).toSorted()).toEqual(['escalation', 'quote']);
    expect(receiver.heard).toHaveLength(2);
    const { items } = (await send('GET', `${api.url}/api/contacts`)).body;
    expect(items).toMatchObject([{ company: 'Umbra Travel', sources: { company: [{ by: 'model' }] } }]);
  });
});
