import 'reflect-metadata';
import { storeConfig } from './store.config.js';

describe('DATABASE_URL', () => {
  const before = process.env.DATABASE_URL;
  afterEach(() => {
    if (before === undefined) delete process.env.DATABASE_URL;
    else process.env.DATABASE_URL = before;
  });
  const read = (value: string) => {
    process.env.DATABASE_URL = value;
    return storeConfig.useFactory();
  };

  it.each(['sqlite:data/parley.db', 'sqlite:/var/lib/parley.db', 'sqlite::memory:'])('takes %s', (url) => {
    expect(read(url)).toEqual({ databaseUrl: url });
  });

  it.each(['data/parley.db', 'sqlite:', 'mysql://secret@host/db'])(
    'refuses %s without repeating it',
    (url) => {
      expect(() => read(url)).toThrow('DATABASE_URL: must be sqlite:<path of a file> or sqlite::memory:');
      expect(() => read(url)).not.toThrow('secret');
    },
  );
});
