import {
  CrmLoginRefused,
  CrmNotConfigured,
  CrmRefused,
  CrmUnavailable,
  CrmUnknownOutcome,
  PackageSearchOff,
  QuotesNotSupported,
} from '#crm';
import type { Outcome } from './delivery.js';

/** What a failure at the CRM means for an item. @throws what is no fact of the CRM. */
export function crmOutcome(failure: unknown): Outcome {
  if (failure instanceof CrmUnavailable) {
    const { message: error, retryAfterSeconds = 0 } = failure;
    return { outcome: 'later', error, afterMs: retryAfterSeconds * 1_000 };
  }
  // Nothing is wrong with the item: it goes through once the credentials are right.
  if (failure instanceof CrmLoginRefused) return { outcome: 'later', error: failure.message };
  if (failure instanceof CrmUnknownOutcome) return { outcome: 'unknown', error: failure.message };
  if (failure instanceof CrmRefused) return { outcome: 'dead', error: failure.message };
  if (isOperatorsToMend(failure)) return { outcome: 'blocked', error: failure.message };
  throw failure;
}

function isOperatorsToMend(failure: unknown): failure is Error {
  return (
    failure instanceof CrmNotConfigured ||
    failure instanceof PackageSearchOff ||
    failure instanceof QuotesNotSupported
  );
}
