import { pageOf } from './keep.ts';

describe(pageOf, () => {
  it('shows what was measured, beside the baseline and the goal, with what a figure includes', () => {
    const summary = { count: 3, p50: 1.234, p95: 20, p99: 300, max: 4_000.4 };
    const page = pageOf({
      token: {
        at: '2026-11-21T10:00:00.000Z',
        machine: 'a machine',
        result: {
          name: 'token',
          method: 'asked often',
          measures: [{ name: 'list', includes: 'all of it', goal: null, summary }],
          comparisons: [
            { name: 'requests a second', unit: '', goal: 'at least 0.7', ours: 75, baseline: 100 },
          ],
          notes: ['memory is flat'],
        },
      },
    });
    expect(page).toContain('## token\n\nAsked often.\n');
    expect(page).toContain('| requests a second | 75.0 | 100 | 0.75 | at least 0.7 |');
    expect(page).toContain('| list | 1.23 ms | 20.0 ms | 300 ms | 4000 ms |  |');
    expect(page).toContain('- List: all of it.\n- Memory is flat.\n');
    expect(page).toMatch(/_2026-11-21; a machine_\n$/);
  });
});
