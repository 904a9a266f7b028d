import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Words } from '../../database/dialect.js';

/** Agents, and what is said and done with them. */
export async function createTalks(
  db: Kysely<never>,
  { time, int64, json, real, rowNumber, strict }: Words,
): Promise<void> {
  const run = (statement: ReturnType<typeof sql>) => statement.execute(db);

  // A version never changes; the highest is the one in force. Without a definition it says that the agent was deleted.
  await run(sql`create table agent (
    tenant_id text not null,
    id text not null,
    version ${int64} not null,
    definition ${json},
    created_by text,
    created_at ${time} not null,
    primary key (tenant_id, id, version)
  ) ${strict}`);

  await run(sql`create table conversation (
    tenant_id text not null,
    id text not null,
    channel text not null,
    contact_id text,
    user_id text,
    metadata ${json} not null,
    created_at ${time} not null,
    last_message_at ${time},
    primary key (tenant_id, id)
  ) ${strict}`);
  await run(sql`create index conversation_newest on conversation (tenant_id, created_at, id)`);
  await run(sql`create index conversation_of_contact on conversation (tenant_id, contact_id, created_at)`);
  await run(sql`create index conversation_of_user on conversation (tenant_id, user_id, created_at)`);

  await run(sql`create table session (
    tenant_id text not null,
    id text not null,
    conversation_id text not null,
    room text not null,
    door text not null,
    state text not null,
    end_reason text,
    end_detail text,
    agent_id text not null,
    agent_version ${int64},
    definition ${json} not null,
    definition_hash text not null,
    voice_from text not null,
    person_identity text,
    owner text,
    metadata ${json} not null,
    dispatches ${json} not null,
    people ${json} not null,
    created_at ${time} not null,
    started_at ${time},
    ending_at ${time},
    ended_at ${time},
    start_by ${time} not null,
    ends_at ${time} not null,
    last_seq ${int64} not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, conversation_id) references conversation (tenant_id, id)
  ) ${strict}`);
  // Without the tenant: agents name a session by its id alone. We make these ids, so nobody can guess or take one.
  await run(sql`create unique index session_id on session (id)`);
  // Without the tenant: rooms are shared by all who use the LiveKit server.
  await run(sql`create unique index session_live_room on session (room) where state <> 'ended'`);
  await run(sql`create unique index session_live_conversation on session (tenant_id, conversation_id)
    where state <> 'ended'`);
  await run(sql`create index session_live on session (tenant_id, created_at)
    where state <> 'ended'`);
  await run(sql`create index session_newest on session (tenant_id, created_at, id)`);
  await run(sql`create index session_of_conversation on session (tenant_id, conversation_id, created_at)`);

  await run(sql`create table claim (
    tenant_id text not null,
    session_id text not null,
    epoch ${int64} not null,
    agent_process text not null,
    agent_identity text not null,
    claimed_at ${time} not null,
    expires_at ${time} not null,
    fenced_at ${time},
    released_at ${time},
    primary key (tenant_id, session_id, epoch),
    foreign key (tenant_id, session_id) references session (tenant_id, id) on delete cascade
  ) ${strict}`);
  // One agent a session, whatever the code does.
  await run(sql`create unique index claim_in_force on claim (tenant_id, session_id) where fenced_at is null`);
  await run(
    sql`create index claim_lease on claim (expires_at) where fenced_at is null and released_at is null`,
  );

  await run(sql`create table event (
    tenant_id text not null,
    id text not null,
    session_id text not null,
    seq ${int64} not null,
    epoch ${int64} not null,
    source_seq ${int64} not null,
    type text not null,
    v ${int64} not null,
    at ${time} not null,
    received_at ${time} not null,
    payload ${json} not null,
    primary key (tenant_id, session_id, seq),
    foreign key (tenant_id, session_id) references session (tenant_id, id) on delete cascade
  ) ${strict}`);
  await run(sql`create unique index event_id on event (tenant_id, id)`);

  // One for each message.added, under the id of that event.
  await run(sql`create table message (
    row_number ${rowNumber},
    tenant_id text not null,
    id text not null,
    conversation_id text not null,
    session_id text not null,
    seq ${int64} not null,
    role text not null,
    text text not null,
    heard_text text,
    interrupted integer not null,
    language text,
    sentiment ${real},
    latency ${json},
    cost_micros ${int64},
    participant text,
    source text not null,
    at ${time} not null,
    foreign key (tenant_id, session_id) references session (tenant_id, id) on delete cascade
  ) ${strict}`);
  await run(sql`create unique index message_id on message (tenant_id, id)`);
  await run(sql`create unique index message_of_session on message (tenant_id, session_id, seq)`);
  await run(sql`create index message_of_conversation on message (tenant_id, conversation_id, at, id)`);

  // Half of a row comes with tool.called, half with tool.finished, in either order. The epoch is a part of the key because a
  // vendor may count its calls from one again after a take-over.
  await run(sql`create table tool_call (
    tenant_id text not null,
    session_id text not null,
    epoch ${int64} not null,
    call_id text not null,
    name text not null,
    arguments ${json},
    idempotency_key text,
    deadline_ms ${int64},
    called_at ${time},
    outcome text,
    result text,
    duration_ms ${real},
    finished_at ${time},
    primary key (tenant_id, session_id, epoch, call_id),
    foreign key (tenant_id, session_id) references session (tenant_id, id) on delete cascade
  ) ${strict}`);
}
