import { newId } from './new-id.js';

describe(newId.name, () => {
  it('makes UUIDs of version 7 that carry the time', () => {
    const now = Date.now() + 3_600_000;
    const id = newId(now);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(now);
  });

  it('keeps ten thousand ids of one millisecond apart and in order', () => {
    const now = Date.now() + 7_200_000;
    const ids = Array.from({ length: 10_000 }, () => newId(now));
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
  });
});
