import type { CrmAccount } from './crm.config.js';
import { CrmLoginRefused, CrmUnavailable } from './crm.errors.js';
import type { CrmExchange } from './crm-exchange.js';
import { readLogin } from './trip-and-event.replies.js';

const RENEW_BEFORE_EXPIRY_MS = 60_000;
/** Holds when the reply does not say how long a token lives. */
const USUAL_LIFE_MS = 50 * 60_000;

/** The token of the one account, shared by all talks: cached, renewed before it expires, never two logins at a time. */
export class CrmLogin {
  private held: { token: string; renewAt: number } | undefined;
  private pending: Promise<string> | undefined;

  constructor(
    private readonly exchange: CrmExchange,
    private readonly account: CrmAccount,
  ) {}

  token(signal: AbortSignal): Promise<string> {
    if (this.held && Date.now() < this.held.renewAt) return Promise.resolve(this.held.token);
    this.pending ??= this.login().finally(() => (this.pending = undefined));
    return whileWanted(this.pending, signal);
  }

  /** Says that the CRM no longer takes this token. A newer one that came in the meantime stays. */
  drop(token: string): void {
    if (this.held?.token === token) this.held = undefined;
  }

  /** Under no caller's signal, since others wait for it too; the exchange limits its time. */
  private async login(): Promise<string> {
    const { email, password } = this.account;
    const { status, body } = await this.exchange.send(
      { method: 'POST', path: 'auth/login', what: 'login', body: { email, password }, repeatable: true },
      new AbortController().signal,
    );
    if (status >= 300) throw new CrmLoginRefused(status);
    const answer = readLogin(body);
    if (!answer) throw new CrmUnavailable('login: the answer holds no token');
    const lifeMs = answer.lifeMs === undefined ? USUAL_LIFE_MS : answer.lifeMs - RENEW_BEFORE_EXPIRY_MS;
    this.held = { token: answer.token, renewAt: Date.now() + lifeMs };
    return answer.token;
  }
}

/** The promise's outcome, or the signal's reason when the caller gives up first. */
function whileWanted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason as Error);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
