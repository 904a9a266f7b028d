import { builtInAgent } from '#conversation';
import type { ClaimAnswer } from '#conversation';

/** Session `s1` of the tenant `acme`, with Tara. */
export function claimOfTests(): ClaimAnswer {
  const definition = builtInAgent('tara');
  if (!definition) throw new Error('There is no Tara.');
  return {
    sessionId: 's1',
    tenantId: 'acme',
    conversationId: 'c1',
    room: 'r1',
    door: 'room',
    voiceFrom: 'agent',
    epoch: 1,
    leaseMs: 3_000,
    definition,
    startedAt: null,
    endsAt: '2026-11-21T13:00:00.000Z',
    history: [],
    toolCalls: [],
    recordingConsent: null,
    personIdentity: null,
    person: null,
    personIsLate: false,
  };
}
