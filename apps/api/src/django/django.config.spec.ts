import { DjangoConfig, djangoConfig } from './django.config.js';

describe(DjangoConfig.name, () => {
  const names = ['DJANGO_BASE_URL', 'DJANGO_INGEST_TOKEN', 'INGEST_TOKEN'] as const;
  const before = Object.fromEntries(names.map((name) => [name, process.env[name]]));
  const read = (environment: Partial<Record<(typeof names)[number], string>>) => {
    for (const name of names) process.env[name] = environment[name] ?? '';
    return djangoConfig.useFactory() as DjangoConfig;
  };
  afterAll(() => {
    for (const name of names) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  });
  const baseUrl = 'http://127.0.0.1:9000';

  it('is off with nothing, and with an ingest token that is ours', () => {
    expect(read({}).access).toBeUndefined();
    expect(read({ INGEST_TOKEN: 'of our agents' }).access).toBeUndefined();
  });

  it('takes INGEST_TOKEN for Django’s as in an .env of seed S4, and its own name over that', () => {
    const ofS4 = { DJANGO_BASE_URL: baseUrl, INGEST_TOKEN: 'of Django' };
    expect(read(ofS4).access).toEqual({ baseUrl, token: 'of Django' });
    expect(read({ ...ofS4, DJANGO_INGEST_TOKEN: 'its own' }).access).toEqual({ baseUrl, token: 'its own' });
  });

  it('stops the boot with half of it', () => {
    expect(() => read({ DJANGO_BASE_URL: baseUrl })).toThrow('DJANGO_INGEST_TOKEN: must be set');
    expect(() => read({ DJANGO_INGEST_TOKEN: 'its own' })).toThrow('DJANGO_BASE_URL: must be');
    expect(() => read({ DJANGO_BASE_URL: 'nowhere', INGEST_TOKEN: 'x' })).toThrow('DJANGO_BASE_URL');
  });
});
