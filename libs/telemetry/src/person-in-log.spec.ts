import { personInLog } from './person-in-log.js';

describe(personInLog.name, () => {
  it('is the same for the same person of a tenant, and names nobody', () => {
    const ada = personInLog('acme', 'ada');
    expect(ada).toMatch(/^user-[0-9a-f]{16}$/);
    expect(personInLog('acme', 'ada')).toBe(ada);
    expect(personInLog('globex', 'ada')).not.toBe(ada);
    expect(personInLog('acme', 'bo')).not.toBe(ada);
    expect(personInLog('acme', null)).toBeUndefined();
  });
});
