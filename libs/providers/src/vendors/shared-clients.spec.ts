import { SharedClients } from './shared-clients.js';

describe(SharedClients.name, () => {
  it('makes one of each', () => {
    const clients = new SharedClients<object>();
    const first = clients.of('a', () => ({}));
    expect(clients.of('a', () => ({}))).toBe(first);
    expect(clients.of('b', () => ({}))).not.toBe(first);
    expect(clients.all()).toHaveLength(2);
  });

  it('forgets the one that was asked for longest ago when there are too many', () => {
    const clients = new SharedClients<string>(2);
    for (const name of ['a', 'b', 'a', 'c']) clients.of(name, () => name);
    expect(clients.all()).toEqual(['a', 'c']);
  });
});
