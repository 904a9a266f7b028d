import { startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { send } from './requests.js';

describe('headers', () => {
  let api: ApiUnderTest;
  afterEach(() => api.close());

  it('tell browsers what pages of ours may do, and nothing of what they are made with', async () => {
    api = await startApi();
    const { headers } = await send('GET', `${api.url}/health`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('content-security-policy')).not.toContain('upgrade-insecure-requests');
  });

  it('leave Swagger UI working: all its scripts are files of ours', async () => {
    api = await startApi();
    const page = await send('GET', `${api.url}/docs`);
    expect(page.status).toBe(200);
    const scripts = [...page.text.matchAll(/<script([^>]*)>([^<]*)</g)];
    expect(scripts.length).toBeGreaterThan(1);
    for (const [, attributes = '', inline = ''] of scripts) {
      expect(inline.trim()).toBe('');
      const source = /src=["']([^"']+)["']/.exec(attributes)?.[1] ?? '';
      expect((await send('GET', new URL(source, `${api.url}/docs`).href)).status).toBe(200);
    }
    expect((await send('GET', `${api.url}/docs-json`)).status).toBe(200);
  });

  const preflight = (origin: string) =>
    send('OPTIONS', `${api.url}/orchestrated/session/start`, {
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'content-type,x-api-key,idempotency-key',
      },
    });

  it('let pages of every origin call, without credentials', async () => {
    api = await startApi({ API_KEYS: 'key' });
    const { status, headers } = await preflight('https://app.example');
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.get('access-control-allow-headers')).toContain('idempotency-key');
    const refused = await send('GET', `${api.url}/session`, { headers: { Origin: 'https://app.example' } });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('access-control-allow-origin')).toBe('*');
  });

  it('let pages of the listed origins call, with credentials', async () => {
    api = await startApi({ CORS_ORIGINS: 'https://app.example,https://other.example' });
    const { headers } = await preflight('https://app.example');
    expect(headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(headers.get('access-control-allow-credentials')).toBe('true');
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });
});
