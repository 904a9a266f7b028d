import { setTimeout as delay } from 'node:timers/promises';
import type { AdoptRequest, ClaimAnswer, ClaimRequest } from '#conversation';
import { personInLog } from '#telemetry';
import type { LogFields } from '#telemetry';
import type { LedgerClient } from '../ledger/ledger.client.js';
import { SessionRefused } from '../ledger/ledger.errors.js';

/** An api that restarts is back sooner; after this the start time-out has ended the session anyway. */
const CLAIM_DEADLINE_MS = 15_000;
const RETRY_MS = 250;

/** Claims until the api answers. @throws SessionRefused when the session is gone, over, or cannot be claimed in time. */
export function claimSession(
  request: ClaimRequest,
  ledger: LedgerClient,
  signal: AbortSignal,
): Promise<ClaimAnswer> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(CLAIM_DEADLINE_MS)]);
  return untilAnswered(() => ledger.claim(request, deadline), deadline);
}

/** Has a session opened for a job that others dispatched. @throws SessionRefused when the api opens none. */
export async function adoptJob(request: AdoptRequest, ledger: Pick<LedgerClient, 'adopt'>): Promise<string> {
  const deadline = AbortSignal.timeout(CLAIM_DEADLINE_MS);
  return (await untilAnswered(() => ledger.adopt(request, deadline), deadline)).sessionId;
}

async function untilAnswered<T>(ask: () => Promise<T>, deadline: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof SessionRefused || deadline.aborted) throw error;
      await delay(RETRY_MS, undefined, { signal: deadline });
    }
  }
}

/** What every line of the session carries from its claim on. */
export function claimLogFields(claim: ClaimAnswer): LogFields {
  const { tenantId: tenant, conversationId, definition, personIdentity, room } = claim;
  return {
    tenant,
    conversationId,
    agentId: definition.id,
    userId: personInLog(tenant, personIdentity),
    room,
  };
}
