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
