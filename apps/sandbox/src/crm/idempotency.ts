import { createHash } from 'node:crypto';
import { IdempotencyKeyReused } from './crm.errors.js';

const KEPT_KEYS = 10_000;

/** Gives the first answer again for a key that was seen. The newest keys are remembered. */
export class Idempotency<Answer> {
  private readonly byKey = new Map<string, { fingerprint: string; answer: Answer }>();

  /** @throws IdempotencyKeyReused when the key came with another body. */
  once(key: string | undefined, body: object, create: () => Answer): Answer {
    if (!key) return create();
    const fingerprint = createHash('sha256').update(JSON.stringify(body)).digest('hex');
    const seen = this.byKey.get(key);
    if (seen && seen.fingerprint !== fingerprint) throw new IdempotencyKeyReused();
    if (seen) return seen.answer;
    const answer = create();
    this.byKey.set(key, { fingerprint, answer });
    const [oldest] = this.byKey.keys();
    if (this.byKey.size > KEPT_KEYS && oldest !== undefined) this.byKey.delete(oldest);
    return answer;
  }

  clear(): void {
    this.byKey.clear();
  }
}
