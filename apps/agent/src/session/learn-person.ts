import type { ClaimAnswer } from '#conversation';
import type { LedgerClient } from '../ledger/ledger.client.js';
import type { HostedTalk } from './talk-in-room.js';

/**
 * Asks again for what a claim did not wait for, beside the greeting, which waits for nobody. An api that does not say leaves the person
 * unknown; `recall_customer` may ask once more.
 */
export async function learnPerson(
  { sessionId, personIsLate }: Pick<ClaimAnswer, 'sessionId' | 'personIsLate'>,
  ledger: Pick<LedgerClient, 'person'>,
  talk: Pick<HostedTalk, 'know'>,
  signal: AbortSignal,
): Promise<void> {
  if (!personIsLate) return;
  const person = await ledger.person(sessionId, signal).catch(() => null);
  if (person && !signal.aborted) await talk.know(person);
}
