import { ToolFragments } from './tool-fragments.js';

describe(ToolFragments.name, () => {
  it('tells calls apart that come mixed', () => {
    const fragments = new ToolFragments();
    fragments.add({ index: 0, id: 'a', function: { name: 'find', arguments: '{' } });
    fragments.add({ index: 1, id: 'b', function: { name: 'wave', arguments: '[' } });
    fragments.add({ index: 0, function: { arguments: '}' } });
    fragments.add({ index: 1, function: { arguments: ']' } });
    expect(fragments.take()).toEqual([
      { callId: 'a', name: 'find', arguments: '{}' },
      { callId: 'b', name: 'wave', arguments: '[]' },
    ]);
    expect(fragments.take()).toEqual([]);
  });

  it('understands vendors that do not count them', () => {
    const fragments = new ToolFragments();
    fragments.add({ id: 'a', function: { name: 'find', arguments: '{' } });
    fragments.add({ function: { arguments: '}' } });
    fragments.add({ id: 'b', function: { name: 'wave' } });
    expect(fragments.take().map(({ callId, arguments: text }) => [callId, text])).toEqual([
      ['a', '{}'],
      ['b', '{}'],
    ]);
  });

  it('names a call that has no id, and leaves out one without a name', () => {
    const fragments = new ToolFragments();
    expect(fragments.add({ index: 0, function: { name: 'wave' } })).toBe(true);
    expect(fragments.add({ index: 1, function: { arguments: '{}' } })).toBe(true);
    expect(fragments.add({ index: 1 })).toBe(false);
    expect(fragments.take()).toEqual([
      { callId: expect.stringMatching(/^call_.+/) as string, name: 'wave', arguments: '{}' },
    ]);
  });
});
