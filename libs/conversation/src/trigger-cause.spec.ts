import { match } from './trigger-cause.js';
import type { TriggerCause } from './trigger-cause.js';
import { CONDITIONS_OF, TRIGGERS } from './workflow.js';
import type { WorkflowCondition } from './workflow.js';

const COMMON = { tenantId: 't', id: 'c', at: 0, sessionId: 's', conversationId: 'v', agentId: 'tara' };
const said = { messageId: 'm', role: 'user', text: 'I want a refund' } as const;
const CONTACT = { contactId: 'k', name: 'Asha', email: null, phone: '+91', company: null };

const CAUSES: TriggerCause[] = [
  { ...COMMON, on: 'session.started', facts: { door: 'room', room: 'lobby' } },
  { ...COMMON, on: 'session.ended', facts: { door: 'room', room: 'lobby', reason: 'idle', durationS: 60 } },
  { ...COMMON, on: 'contact.captured', facts: { ...CONTACT, captured: ['phone'] } },
  {
    ...COMMON,
    on: 'intent',
    facts: { intent: 'buy', description: 'a trip', confidence: 0.7, messageId: 'm', text: 'x' },
  },
  { ...COMMON, on: 'keyword', facts: said },
  { ...COMMON, on: 'sentiment', facts: { ...said, sentiment: -0.6 } },
  { ...COMMON, on: 'tool.called', facts: { callId: 'c', name: 'create_quote', arguments: {} } },
];

/** Of each trigger: conditions that fit the cause above, and such that do not. */
const CONDITIONS: Record<string, [WorkflowCondition[], WorkflowCondition[]]> = {
  'session.started': [[{ doors: ['ws', 'room'] }], [{ doors: ['phone'] }]],
  'session.ended': [
    [{ reasons: ['idle'] }, { minDurationS: 60 }],
    [{ reasons: ['stopped'] }, { minDurationS: 61 }, { reasons: ['idle'], doors: ['ws'] }],
  ],
  'contact.captured': [[{ fields: ['email', 'phone'] }], [{ fields: ['email'] }]],
  intent: [
    [{ intents: ['leave', 'buy'], descriptions: { buy: 'a trip' } }, { minConfidence: 0.7 }],
    [
      { intents: ['leave'] },
      { minConfidence: 0.8 },
      { intents: ['buy'] },
      { intents: ['buy'], descriptions: { buy: 'a house' } },
    ],
  ],
  keyword: [[{ keywords: ['refund'] }], [{ keywords: ['fund'] }, { keywords: ['refund'], from: 'agent' }]],
  sentiment: [
    [{ atMost: -0.5 }, { atLeast: -0.6, from: 'anyone' }],
    [{ atMost: -0.7 }, { atLeast: 0 }, { atMost: 1, from: 'agent' }],
  ],
  'tool.called': [[{ tools: ['create_quote'] }], [{ tools: ['find_packages'] }]],
};

describe(match.name, () => {
  it('knows every trigger', () => {
    expect(CAUSES.map(({ on }) => on)).toEqual(TRIGGERS);
    expect(Object.keys(CONDITIONS_OF)).toEqual(TRIGGERS);
  });

  it.each(CAUSES.map((cause) => [cause.on, cause] as const))('tells what fits %s', (on, cause) => {
    const [fitting, others] = CONDITIONS[on] ?? [[], []];
    expect(fitting.filter((condition) => match(condition, cause) === undefined)).toEqual([]);
    expect(others.filter((condition) => match(condition, cause) !== undefined)).toEqual([]);
    for (const condition of fitting) {
      expect(match({ ...condition, agentId: 'tara' }, cause)).toBeDefined();
      expect(match({ ...condition, agentId: 'default' }, cause)).toBeUndefined();
    }
  });

  it('tells the keywords that were said', () => {
    const [keyword] = CAUSES.filter(({ on }) => on === 'keyword');
    if (!keyword) throw new Error('There is no such cause.');
    expect(match({ keywords: ['lawyer', 'refund'] }, keyword)).toEqual({ keywords: ['refund'] });
  });
});
