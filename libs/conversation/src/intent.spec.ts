import { intentsAwaited } from './intent.js';

describe(intentsAwaited.name, () => {
  it('has each once, as far as they are for the agent, and both where two mean different things by a name', () => {
    const conditions = [
      { intents: ['buy', 'leave'], descriptions: { buy: 'a trip' } },
      { intents: ['buy', 'leave'], agentId: 'tara' },
      { intents: ['complain'], agentId: 'ravi' },
      { minConfidence: 1 },
    ];
    expect(intentsAwaited(conditions, 'tara')).toEqual([
      { name: 'buy', description: 'a trip' },
      { name: 'leave', description: null },
      { name: 'buy', description: null },
    ]);
    expect(intentsAwaited(conditions, null)).toHaveLength(2);
  });

  it('takes no description from what every object has', () => {
    expect(intentsAwaited([{ intents: ['constructor'], descriptions: {} }], null)).toEqual([
      { name: 'constructor', description: null },
    ]);
  });
});
