/** A request that must have its effect once. */
export interface KeyedRequest {
  tenantId: string;
  /** Method and path. */
  route: string;
  /** What the client calls the request, made to be one caller's own. */
  key: string;
  /** Two requests are the same when this is. */
  requestHash: string;
}

export interface KeptAnswer {
  status: number;
  headers: Record<string, string>;
  /** JSON. */
  body: string | null;
}

export type Beginning =
  /** Nobody has done it, or whoever began it died: do it. */
  | { outcome: 'begun' }
  | { outcome: 'answered'; answer: KeptAnswer }
  /** Somebody is doing it right now, until then at the longest. */
  | { outcome: 'running'; lockedUntil: number }
  | { outcome: 'other_request' };
