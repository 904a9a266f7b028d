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

  it.each([
    'sqlite:data/parley.db',
    'sqlite:/var/lib/parley.db',
    'sqlite::memory:',
    'postgres://parley:secret@db:5432/parley',
    'postgresql://db/parley?sslmode=require',
  ])('takes %s', (url) => {
    expect(read(url)).toMatchObject({ databaseUrl: url });
  });

  it.each(['data/parley.db', 'sqlite:', 'postgres://', 'mysql://secret@host/db'])(
    'refuses %s without repeating it',
    (url) => {
      expect(() => read(url)).toThrow(
        'DATABASE_URL: must be sqlite:<path of a file>, sqlite::memory: or postgres://…',
      );
      expect(() => read(url)).not.toThrow('secret');
    },
  );
});
