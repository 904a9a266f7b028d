import { BadInput } from '#problem';
import { pageOf, placeOf } from './cursor.js';

describe('cursor', () => {
  const rows = ['a', 'b', 'c'].map((id, index) => ({ at: index, id }));
  const page = (limit: number) =>
    pageOf(
      rows.slice(0, limit + 1),
      limit,
      (row) => row,
      ({ id }) => id,
    );

  it('leads to the item after the last one shown', () => {
    const { items, nextCursor } = page(2);
    expect(items).toEqual(['a', 'b']);
    expect(placeOf(nextCursor ?? '')).toEqual({ at: 1, id: 'b' });
  });

  it('is null on the last page', () => {
    expect(page(3)).toEqual({ items: ['a', 'b', 'c'], nextCursor: null });
    expect(page(100).nextCursor).toBeNull();
  });

  it.each(['', 'x', '!!!', btoa('{}'), btoa('["1","b"]'), btoa('[1.5,"b"]'), btoa('[1,"b",2]')])(
    'refuses what it did not give out: %j',
    (text) => {
      expect(() => placeOf(text)).toThrow(BadInput);
    },
  );
});
