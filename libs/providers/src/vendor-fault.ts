/** Why a vendor cannot be talked with. Words of ours: what vendors write may hold parts of the key. */
export type FaultReason =
  /** The key is wrong, or may not do this. */
  | 'key_refused'
  /** The account is empty or closed. */
  | 'quota_exhausted'
  /** The vendor does not do what was asked: a model it does not have, for example. */
  | 'refused'
  | 'rate_limited'
  /** The vendor says that it is broken. */
  | 'unavailable'
  /** Nobody is there. */
  | 'unreachable'
  /** Somebody is there and does not answer. */
  | 'no_answer'
  /** The connection was cut. */
  | 'dropped'
  /** The vendor ended the connection in good order. */
  | 'closed'
  /** The connection stands and the answer does not come. */
  | 'stalled'
  /** An answer was begun and given up by the vendor. */
  | 'answer_failed'
  /** It failed so often that it is left alone for a moment. */
  | 'left_alone';

/** Trying again cannot mend these. */
const FINAL = new Set<FaultReason>(['key_refused', 'quota_exhausted', 'refused']);

/** What is wrong with the line to a vendor. */
export class VendorFault extends Error {
  constructor(
    readonly reason: FaultReason,
    /** HTTP status or close code. */
    readonly code?: number,
    /** How long the vendor asks to be left alone. */
    readonly retryAfterMs?: number,
    /** More about it, in words without secrets. */
    readonly detail?: string,
  ) {
    super(code === undefined ? reason : `${reason} ${code}`);
  }

  get isFinal(): boolean {
    return FINAL.has(this.reason);
  }

  static ofStatus(status: number, retryAfterMs?: number, detail?: string): VendorFault {
    return new VendorFault(reasonOfStatus(status), status, retryAfterMs, detail);
  }

  /** 1006 is what a socket says that got no goodbye. OpenAI says why in the reason: `invalid_request_error.invalid_api_key`. */
  static ofClose(code: number, reason: string = ''): VendorFault {
    if (code === 1006) return new VendorFault('dropped');
    return VendorFault.ofErrorCode(reason.split('.').at(-1)) ?? new VendorFault('closed', code);
  }

  /** By the code of an error of the vendor, if it is one that ends the talk. */
  static ofErrorCode(code: unknown): VendorFault | undefined {
    const reason = typeof code === 'string' ? FATAL_CODES.get(code) : undefined;
    return reason && new VendorFault(reason);
  }
}

const FATAL_CODES: ReadonlyMap<string, FaultReason> = new Map([
  ['invalid_api_key', 'key_refused'],
  ['account_deactivated', 'key_refused'],
  ['insufficient_quota', 'quota_exhausted'],
  ['billing_hard_limit_reached', 'quota_exhausted'],
  ['model_not_found', 'refused'],
  ['beta_api_shape_disabled', 'refused'],
]);

function reasonOfStatus(status: number): FaultReason {
  if (status === 401 || status === 403) return 'key_refused';
  if (status === 408) return 'no_answer';
  if (status === 429) return 'rate_limited';
  return status >= 500 ? 'unavailable' : 'refused';
}
