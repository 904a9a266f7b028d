import { Test } from '@nestjs/testing';
import { newSession } from '../testing/samples.js';
import { temporaryFolder } from '../testing/store-in-folder.js';
import { SessionRepository } from './session/session.repository.js';
import { StoreConfig } from './store.config.js';
import { StoreHealth } from './store.health.js';
import { StoreModule } from './store.module.js';
import { Store } from './store.js';

describe(StoreModule.name, () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());

  const start = () =>
    Test.createTestingModule({ imports: [StoreModule] })
      .overrideProvider(StoreConfig)
      .useValue(Object.assign(new StoreConfig(), { databaseUrl: folder.url }))
      .compile();

  it('opens the store at boot, and closes it with the app', async () => {
    const app = await start();
    const { session } = await app.get(SessionRepository).create(newSession());
    await expect(Store.open(folder.url)).rejects.toThrow('in use');
    await app.close();
    const next = await start();
    await expect(next.get(SessionRepository).find('default', session.id)).resolves.toEqual(session);
    await next.close();
  });

  it('says whether the database answers', async () => {
    const app = await start();
    const health = app.get(StoreHealth);
    await expect(health.check(1_000)).resolves.toMatchObject({ ready: true, kind: 'sqlite' });
    await app.close();
    await expect(health.check(1_000)).resolves.toEqual({ ready: false, kind: 'sqlite', pingMs: null });
  });
});
