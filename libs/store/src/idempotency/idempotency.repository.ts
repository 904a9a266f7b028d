import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { fromJson, toJson } from '../database/json.js';
import { Store } from '../store.js';
import type { Beginning, KeptAnswer, KeyedRequest } from './idempotency.records.js';

const Headers = z.record(z.string(), z.string());

/** Answers of requests that carried a key, so that a repeat gets the first answer and has no effect of its own. */
@Injectable()
export class IdempotencyRepository {
  constructor(private readonly store: Store) {}

  /** Takes the request on until `lockedUntil`, unless it has been. */
  begin(request: KeyedRequest, now: number, lockedUntil: number, expiresAt: number): Promise<Beginning> {
    const { tenantId, route, key, requestHash } = request;
    return this.store.write(async () => {
      const known = await this.store
        .lock(this.store.db.selectFrom('idempotency').selectAll())
        .where('tenant_id', '=', tenantId)
        .where('route', '=', route)
        .where('key', '=', key)
        .executeTakeFirst();
      if (known && known.expires_at > now) {
        if (known.request_hash !== requestHash) return { outcome: 'other_request' };
        if (known.status !== null) {
          const headers = fromJson(Headers, known.headers);
          return { outcome: 'answered', answer: { status: known.status, headers, body: known.body } };
        }
        if (known.locked_until > now) return { outcome: 'running', lockedUntil: known.locked_until };
      }
      if (known) await this.forget(request);
      await this.store.db
        .insertInto('idempotency')
        .values({
          tenant_id: tenantId,
          route,
          key,
          request_hash: requestHash,
          locked_until: lockedUntil,
          status: null,
          headers: null,
          body: null,
          created_at: now,
          expires_at: expiresAt,
        })
        .execute();
      return { outcome: 'begun' };
    });
  }

  /** Keeps the answer; `lockedUntil` shows that it is still the one that was begun, and not one that took over. */
  finish(request: KeyedRequest, lockedUntil: number, { status, headers, body }: KeptAnswer): Promise<void> {
    return this.store.write(async () => {
      await this.store.db
        .updateTable('idempotency')
        .set({ status, headers: toJson(headers), body })
        .where('tenant_id', '=', request.tenantId)
        .where('route', '=', request.route)
        .where('key', '=', request.key)
        .where('locked_until', '=', lockedUntil)
        .execute();
    });
  }

  /** It failed without an effect: the next one with this key may try. */
  release(request: KeyedRequest, lockedUntil: number): Promise<void> {
    return this.store.write(async () => {
      await this.store.db
        .deleteFrom('idempotency')
        .where('tenant_id', '=', request.tenantId)
        .where('route', '=', request.route)
        .where('key', '=', request.key)
        .where('locked_until', '=', lockedUntil)
        .where('status', 'is', null)
        .execute();
    });
  }

  /** @returns how many went, `limit` when there are more. */
  async removeExpired(now: number, limit: number): Promise<number> {
    const { numDeletedRows } = await this.store.write(() =>
      this.store.db
        .deleteFrom('idempotency')
        .where((eb) =>
          eb(
            eb.refTuple('tenant_id', 'route', 'key'),
            'in',
            eb
              .selectFrom('idempotency')
              .select(['tenant_id', 'route', 'key'])
              .where('expires_at', '<=', now)
              .orderBy('expires_at')
              .limit(limit)
              .$asTuple('tenant_id', 'route', 'key'),
          ),
        )
        .executeTakeFirst(),
    );
    return Number(numDeletedRows);
  }

  private async forget({ tenantId, route, key }: KeyedRequest): Promise<void> {
    await this.store.db
      .deleteFrom('idempotency')
      .where('tenant_id', '=', tenantId)
      .where('route', '=', route)
      .where('key', '=', key)
      .execute();
  }
}
