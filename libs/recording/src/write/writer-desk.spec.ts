import { reasonOf, WriterDesk } from './writer-desk.js';
import type { WriterNews } from './writer-desk.js';

describe(WriterDesk.name, () => {
  it('tells of a failure once, and passes over what is still ordered', async () => {
    const news: WriterNews[] = [];
    const told = Promise.withResolvers<void>();
    const desk = new WriterDesk((each) => {
      news.push(each);
      told.resolve();
    });
    const options = { folder: '/dev/null/nowhere', rates: { person: 16_000, agent: 24_000 } } as const;
    desk.take({ id: 'r', do: 'open', options });
    desk.take({ id: 'r', do: 'feed', sounds: [], settledMs: 100 });
    await told.promise;
    desk.take({ id: 'r', do: 'end', sounds: [], atMs: 100 });
    await new Promise(setImmediate);
    expect(news).toMatchObject([{ id: 'r', type: 'failed', reason: 'failed' }]);
  });

  it('knows a disk that is full', () => {
    expect(reasonOf(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }))).toBe(
      'disk_full',
    );
    expect(reasonOf(new Error('another'))).toBe('failed');
  });
});
