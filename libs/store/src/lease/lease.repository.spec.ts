import { DATABASES } from '../../testing/databases.js';
import { NOON } from '../../testing/samples.js';
import { Store } from '../store.js';
import { LeaseRepository } from './lease.repository.js';

const LEASE_MS = 1_000;

describe.each(DATABASES)(`${LeaseRepository.name} on $kind`, ({ fresh }) => {
  let store: Store;
  let leases: LeaseRepository;

  beforeEach(async () => {
    store = await Store.open(await fresh());
    leases = new LeaseRepository(store);
  });
  afterEach(() => store.close());

  const hold = (holder: string, now = NOON, name = 'rooms') =>
    leases.hold({ name, holder, leaseMs: LEASE_MS, now });

  it('gives each work to one of many', async () => {
    const outcomes = await Promise.all(['a', 'b', 'c', 'd'].map((holder) => hold(holder)));
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    await expect(hold('z', NOON, 'other')).resolves.toBe(true);
  });

  it('is kept by who has it, and taken over once it ran out', async () => {
    await hold('a');
    await expect(hold('a', NOON + 900)).resolves.toBe(true);
    await expect(hold('b', NOON + LEASE_MS)).resolves.toBe(false);
    await expect(hold('b', NOON + 900 + LEASE_MS)).resolves.toBe(true);
    await expect(hold('a', NOON + 900 + LEASE_MS)).resolves.toBe(false);
  });

  it('is put down by who has it, and by nobody else', async () => {
    await hold('a');
    await leases.putDown({ name: 'rooms', holder: 'b' });
    await expect(hold('b')).resolves.toBe(false);
    await leases.putDown({ name: 'rooms', holder: 'a' });
    await expect(hold('b')).resolves.toBe(true);
  });
});
