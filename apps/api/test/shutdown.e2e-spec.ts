import { Leaving } from '../src/leaving.js';
import { startApi } from './api-under-test.js';
import { FakeOpenAi } from './fake-openai.js';
import { eventually, send } from './requests.js';

describe('shutting down', () => {
  it('finishes what is running, takes nothing new and holds no connection', async () => {
    const openAi = await FakeOpenAi.start();
    const api = await startApi({ OPENAI_BASE_URL: openAi.baseUrl });
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    openAi.answer = async () => {
      await held;
      return { status: 200, body: openAi.secret() };
    };

    const running = send('GET', `${api.url}/token`);
    await eventually(
      () => openAi.requests.length,
      (count) => count === 1,
    );
    const closed = api.close();
    await eventually(
      () => isRefused(api.url),
      (refused) => refused,
    );
    letGo();
    expect((await running).status).toBe(200);

    const before = Date.now();
    await closed;
    expect(Date.now() - before).toBeLessThan(2_000);
    await openAi.close();
  });

  it('says that it goes and works on, before nobody listens any more', async () => {
    const api = await startApi({ SHUTDOWN_DELAY_MS: '60000' });
    expect((await send('GET', `${api.url}/health/ready`)).status).toBe(200);
    void api.app.get(Leaving).begin();
    const ready = await send('GET', `${api.url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(ready.body.status).toBe('unavailable');
    const answer = await send('GET', `${api.url}/orchestrated/status`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('connection')).toBe('close');
    expect((await send('GET', `${api.url}/health/live`)).status).toBe(200);
    await api.close();
  });

  it('cuts off what takes longer than the grace', async () => {
    const openAi = await FakeOpenAi.start();
    const api = await startApi({ OPENAI_BASE_URL: openAi.baseUrl, SHUTDOWN_GRACE_MS: '100' });
    openAi.answer = () => new Promise(() => undefined);
    const running = send('GET', `${api.url}/token`).catch(() => 'cut off');
    await eventually(
      () => openAi.requests.length,
      (count) => count === 1,
    );
    await api.close();
    expect(await running).toBe('cut off');
    await openAi.close();
  });
});

function isRefused(url: string): Promise<boolean> {
  return fetch(`${url}/health/live`, { headers: { Connection: 'close' } }).then(
    () => false,
    () => true,
  );
}
