import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Words } from '../../database/dialect.js';

/** What was used, who did what, and what was seen before. */
export async function createLedgers(
  db: Kysely<never>,
  { time, int64, json, real, strict }: Words,
): Promise<void> {
  const run = (statement: ReturnType<typeof sql>) => statement.execute(db);

  // Append only. One for each usage.added, under the id of that event; it outlives the session it came from.
  await run(sql`create table usage (
    tenant_id text not null,
    id text not null,
    session_id text not null,
    agent_id text not null,
    vendor text not null,
    model text not null,
    input_tokens ${int64} not null,
    output_tokens ${int64} not null,
    cached_tokens ${int64} not null,
    input_audio_tokens ${int64} not null,
    output_audio_tokens ${int64} not null,
    characters ${int64} not null,
    seconds ${real} not null,
    cost_micros ${int64},
    at ${time} not null,
    primary key (tenant_id, id)
  ) ${strict}`);
  await run(sql`create index usage_of_session on usage (tenant_id, session_id)`);
  await run(sql`create index usage_by_day on usage (tenant_id, at)`);

  // Append only.
  await run(sql`create table audit (
    tenant_id text not null,
    id text not null,
    actor text not null,
    action text not null,
    subject_type text not null,
    subject_id text not null,
    detail ${json} not null,
    address text,
    request_id text,
    at ${time} not null,
    primary key (tenant_id, id)
  ) ${strict}`);
  await run(sql`create index audit_newest on audit (tenant_id, at, id)`);
  await run(sql`create index audit_of_subject on audit (tenant_id, subject_type, subject_id, at)`);

  // Without an answer the first request is still at work, or died: `locked_until` tells the two apart.
  await run(sql`create table idempotency (
    tenant_id text not null,
    route text not null,
    key text not null,
    request_hash text not null,
    locked_until ${time} not null,
    status integer,
    headers ${json},
    body text,
    created_at ${time} not null,
    expires_at ${time} not null,
    primary key (tenant_id, route, key)
  ) ${strict}`);
  await run(sql`create index idempotency_expiry on idempotency (expires_at)`);

  // The key has no tenant: LiveKit sends an event once for all of us, and its tenant is known only when its room is.
  await run(sql`create table livekit_event (
    tenant_id text not null,
    id text not null,
    event text not null,
    room text,
    participant text,
    payload ${json} not null,
    at ${time} not null,
    received_at ${time} not null,
    processed_at ${time},
    primary key (id)
  ) ${strict}`);
  await run(
    sql`create index livekit_event_waiting on livekit_event (received_at) where processed_at is null`,
  );
  await run(sql`create index livekit_event_age on livekit_event (received_at)`);
}
