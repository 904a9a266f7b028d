import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Words } from '../../database/dialect.js';

/** People, and what a conversation leads to: calls, recordings, automations and everything that is still to be delivered. */
export async function createFollowUps(
  db: Kysely<never>,
  { time, int64, json, strict }: Words,
): Promise<void> {
  const run = (statement: ReturnType<typeof sql>) => statement.execute(db);

  // `sources` says for each field which message it came from, `corrected` lists the fields a person has set: those stay.
  await run(sql`create table contact (
    tenant_id text not null,
    id text not null,
    name text,
    email text,
    phone text,
    company text,
    language text,
    preferences ${json} not null,
    sources ${json} not null,
    corrected ${json} not null,
    merged_into text,
    created_at ${time} not null,
    updated_at ${time} not null,
    primary key (tenant_id, id)
  ) ${strict}`);
  await run(sql`create unique index contact_email on contact (tenant_id, email)
    where email is not null and merged_into is null`);
  await run(sql`create unique index contact_phone on contact (tenant_id, phone)
    where phone is not null and merged_into is null`);
  await run(sql`create index contact_newest on contact (tenant_id, created_at, id)`);

  await run(sql`create table workflow (
    tenant_id text not null,
    id text not null,
    name text not null,
    enabled integer not null,
    trigger_on text not null,
    condition ${json} not null,
    action ${json} not null,
    created_at ${time} not null,
    updated_at ${time} not null,
    primary key (tenant_id, id)
  ) ${strict}`);
  await run(sql`create index workflow_trigger on workflow (tenant_id, trigger_on) where enabled = 1`);

  // Written in the transaction of its cause, delivered afterwards by whoever holds the lease. `key` makes a cause deliver once.
  await run(sql`create table outbox (
    tenant_id text not null,
    id text not null,
    kind text not null,
    key text not null,
    session_id text,
    conversation_id text,
    workflow_id text,
    payload ${json} not null,
    state text not null,
    attempts integer not null,
    next_at ${time} not null,
    leased_by text,
    leased_until ${time},
    last_status integer,
    last_error text,
    created_at ${time} not null,
    finished_at ${time},
    primary key (tenant_id, id)
  ) ${strict}`);
  await run(sql`create unique index outbox_key on outbox (tenant_id, kind, key)`);
  await run(sql`create index outbox_due on outbox (next_at) where state = 'pending'`);
  await run(sql`create index outbox_of_workflow on outbox (tenant_id, workflow_id, created_at, id)`);
  await run(sql`create index outbox_of_session on outbox (tenant_id, session_id)`);

  await run(sql`create table call (
    tenant_id text not null,
    id text not null,
    conversation_id text,
    session_id text,
    provider text not null,
    provider_call_id text,
    direction text not null,
    from_number text,
    to_number text,
    state text not null,
    cost_micros ${int64},
    created_at ${time} not null,
    answered_at ${time},
    ended_at ${time},
    primary key (tenant_id, id)
  ) ${strict}`);
  await run(sql`create unique index call_of_provider on call (tenant_id, provider, provider_call_id)
    where provider_call_id is not null`);
  await run(sql`create index call_newest on call (tenant_id, created_at, id)`);

  // Audio lies in files; `location` names the folder or bucket prefix, `segments` those that are complete.
  await run(sql`create table recording (
    tenant_id text not null,
    id text not null,
    conversation_id text not null,
    session_id text not null,
    state text not null,
    consented_at ${time},
    location text not null,
    segments ${json} not null,
    duration_ms ${int64} not null,
    bytes ${int64} not null,
    started_at ${time} not null,
    ended_at ${time},
    keep_until ${time},
    primary key (tenant_id, id),
    foreign key (tenant_id, session_id) references session (tenant_id, id) on delete cascade
  ) ${strict}`);
  await run(
    sql`create index recording_of_conversation on recording (tenant_id, conversation_id, started_at)`,
  );
  await run(sql`create index recording_of_session on recording (tenant_id, session_id)`);
  await run(sql`create index recording_retention on recording (keep_until) where keep_until is not null`);
}
