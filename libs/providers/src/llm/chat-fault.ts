import { APIConnectionError, APIError } from 'openai';
import { retryAfterMs } from '#problem';
import { VendorFault } from '../vendor-fault.js';
import type { FaultReason } from '../vendor-fault.js';
import { isCut } from './is-cut.js';

/** Of questions; those of accounts and models are known to every kind of work. */
const REASONS: ReadonlyMap<string, FaultReason> = new Map([
  ['context_length_exceeded', 'refused'],
  ['credit_balance_exhausted', 'quota_exhausted'],
  ['rate_limit_exceeded', 'rate_limited'],
  ['server_error', 'unavailable'],
]);
const PAYMENT_REQUIRED = 402;

/** What went wrong while a chat completion was asked for, or came. @throws what is no fault of a vendor's */
export function chatFault(error: unknown): VendorFault {
  if (error instanceof VendorFault) return error;
  if (error instanceof APIConnectionError)
    return error.cause instanceof VendorFault ? error.cause : new VendorFault('unreachable');
  if (isApiError(error)) return faultOfApi(error);
  if (isCut(error)) return new VendorFault('dropped');
  // A piece that is no JSON.
  if (error instanceof SyntaxError) return new VendorFault('answer_failed');
  throw error;
}

/** A bare instanceof leaves the members untyped. */
function isApiError(error: unknown): error is APIError {
  return error instanceof APIError;
}

/** Without a status it came inside an answer that had begun well; OpenRouter then gives the status as its code. */
function faultOfApi(error: APIError): VendorFault {
  const { status, headers } = error;
  const code: unknown = error.code;
  const retryMs = retryAfterMs(headers?.get('retry-after'));
  const reason = reasonOf(error, code);
  if (reason) return new VendorFault(reason, status, retryMs, wordOf(code));
  const number = status ?? code;
  if (typeof number === 'number' && number >= 400) return VendorFault.ofStatus(number, retryMs, wordOf(code));
  return new VendorFault('answer_failed', undefined, retryMs, wordOf(code));
}

function reasonOf({ status, message }: APIError, code: unknown): FaultReason | undefined {
  if (status === PAYMENT_REQUIRED || code === PAYMENT_REQUIRED) return 'quota_exhausted';
  // xAI answers a wrong key with the status of a bad question.
  if (status === 400 && /api key/i.test(message)) return 'key_refused';
  const known = typeof code === 'string' ? REASONS.get(code) : undefined;
  return known ?? VendorFault.ofErrorCode(code)?.reason;
}

/** A code is one word; whatever else stands there may hold parts of a key. */
function wordOf(code: unknown): string | undefined {
  return typeof code === 'string' && /^[a-z][a-z_]{0,63}$/.test(code) ? code : undefined;
}
