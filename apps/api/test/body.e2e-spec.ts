import { INGEST_TOKEN, startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { report, send } from './requests.js';

describe('bodies', () => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  const claims = (body: string | undefined, type = 'application/json') =>
    send('POST', `${api.url}/api/ingest/claims`, {
      key: INGEST_TOKEN,
      body,
      headers: { 'Content-Type': type },
    });
  const MISSING = ['agentIdentity', 'agentProcess', 'sessionId'];
  const fieldsOf = (body: Record<string, unknown>) =>
    (body.errors as { field: string }[]).map(({ field }) => field).sort();

  it('that are empty are {}', async () => {
    for (const body of [undefined, '', '{}']) {
      const answer = await claims(body);
      expect(answer.status).toBe(400);
      expect(fieldsOf(answer.body)).toEqual(MISSING);
    }
  });

  it.each([
    ['broken JSON', '{"sessionId": ', 400, 'bad_request'],
    ['a list', '[]', 400, 'bad_input'],
    ['a number', '7', 400, 'bad_request'],
    ['more than 100 kB', JSON.stringify({ sessionId: 'x'.repeat(100_001) }), 413, 'payload_too_large'],
  ])('that are %s are refused', async (_, text, status, code) => {
    const answer = await claims(text);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body).toMatchObject({ code, success: false });
  });

  it('that are not JSON are refused by their type', async () => {
    const answer = await claims('sessionId=1', 'application/x-www-form-urlencoded');
    expect(answer.status).toBe(415);
    expect(answer.body.code).toBe('unsupported_media_type');
  });

  it('name each field that is wrong, and those nobody knows', async () => {
    const { body } = await report(api.url, 'claims', {
      sessionId: 7,
      agentProcess: 'p',
      agentIdentity: 'a',
      x: 1,
    });
    expect(fieldsOf(body)).toEqual(['sessionId', 'x']);
  });
});
