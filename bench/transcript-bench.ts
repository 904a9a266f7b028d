import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { BUILT_IN_AGENTS, newId } from '#conversation';
import {
  ClaimRepository,
  ConversationRepository,
  OutboxRepository,
  SessionRepository,
  Store,
  Triggers,
} from '#store';
import { clusterUrl, postgresBinaries } from '../libs/store/testing/postgres-cluster.ts';
import { freePorts } from '../test/free-ports.ts';
import type { Bench, BenchResult, Measure } from './bench.ts';
import { Served } from './served.ts';
import { summarize } from './statistics.ts';
import type { Summary } from './statistics.ts';

const FOLLOWERS = 50;
const EVENTS = 600;
/** As long as a message may be, so that whoever does not read is soon behind what sockets take by themselves. */
const TEXT = 'All that you wish to know of it. '.repeat(240);
const INGEST_TOKEN = 'the-token-of-this-benchmark';
const OPEN_WITHIN_MS = 10_000;
const HOUR_MS = 3_600_000;

/** How soon those who follow a talk live are told, while one of them does not read. */
export async function benchTranscript({ progress }: Pick<Bench, 'progress'>): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const measures: Measure[] = [];
  const notes: string[] = [];
  try {
    const databases = { sqlite: `sqlite:${join(folder, 'bench.db')}`, postgres: await postgresUrl() };
    for (const [kind, url] of Object.entries(databases)) {
      if (url === undefined) continue;
      progress(`transcript: ${EVENTS} events on ${kind}`);
      const { afterAnswer, afterReport, stuck } = await measure(url, join(folder, `${kind}.log`));
      const name = (since: string) => `${kind}: told after ${since}`;
      const goal = 'p95 below 200 ms';
      measures.push({ name: name('the answer'), includes: '', goal, summary: afterAnswer });
      measures.push({
        name: name('the report'),
        includes: 'to the last of them',
        goal: null,
        summary: afterReport,
      });
      notes.push(
        `${kind}: the one that does not read ${stuck ? `was let go with ${stuck}` : 'was not let go'}`,
      );
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return {
    name: 'transcript',
    method: `${FOLLOWERS} sockets on one session, one of which reads nothing after its first event, and ${EVENTS} messages of ${TEXT.length} characters one after another; from the answer to the report of a message until each of the others was told of it (0 where they were told before), and from the report until the last of them was`,
    measures,
    notes,
  };
}

async function measure(
  databaseUrl: string,
  log: string,
): Promise<{ afterAnswer: Summary; afterReport: Summary; stuck: number | null }> {
  const { sessionId, epoch } = await openSession(databaseUrl);
  const port = await freePorts(1);
  const api = await Served.start({
    program: ['dist/apps/api/src/main.js'],
    env: {
      DATABASE_URL: databaseUrl,
      INGEST_TOKEN,
      LEASE_MS: '60000',
      LOG_LEVEL: 'warn',
      SANDBOX_URL: '',
      LIVEKIT_URL: '',
    },
    ...{ port, log },
    ready: '/health/live',
  });
  const url = `${api.url.replace('http', 'ws')}/ws/transcript/${sessionId}`;
  const followers = Array.from({ length: FOLLOWERS }, () => new Follower(url));
  try {
    await Promise.all(followers.map((follower) => follower.opened));
    const [slow, ...rest] = followers;
    const sinceAnswerMs: number[] = [];
    const sinceReportMs: number[] = [];
    for (let seq = 1; seq <= EVENTS; seq++) {
      const reportedAt = performance.now();
      await report(api.url, said(sessionId, epoch, seq));
      const answeredAt = performance.now();
      const toldAt = await Promise.all(rest.map((follower) => follower.told(seq)));
      sinceAnswerMs.push(...toldAt.map((at) => Math.max(0, at - answeredAt)));
      sinceReportMs.push(Math.max(...toldAt) - reportedAt);
      if (seq === 1) slow?.stall();
    }
    const stuck = (await slow?.goOn()) ?? null;
    return { afterAnswer: summarize(sinceAnswerMs), afterReport: summarize(sinceReportMs), stuck };
  } finally {
    for (const follower of followers) follower.close();
    await api.close();
  }
}

/** Somebody who follows, and when they were told of each event. */
class Follower {
  readonly opened: Promise<void>;
  private readonly socket: WebSocket;
  private readonly at = new Map<number, PromiseWithResolvers<number>>();

  constructor(url: string) {
    this.socket = new WebSocket(url, { handshakeTimeout: OPEN_WITHIN_MS });
    this.opened = new Promise((resolve, reject) => {
      this.socket.once('open', resolve);
      this.socket.on('error', reject);
    });
    this.socket.on('message', (data: Buffer) => {
      const { seq } = JSON.parse(data.toString()) as { seq: number };
      this.place(seq).resolve(performance.now());
    });
  }

  told(seq: number): Promise<number> {
    return this.place(seq).promise;
  }

  stall(): void {
    this.socket.pause();
  }

  /** Reads what is there. @returns the code with which it was let go; null when it was not */
  async goOn(): Promise<number | null> {
    const closed = new Promise<number>((resolve) => this.socket.once('close', resolve));
    this.socket.resume();
    return Promise.race([closed, this.told(EVENTS).then(() => null)]);
  }

  close(): void {
    this.socket.terminate();
  }

  private place(seq: number): PromiseWithResolvers<number> {
    const place = this.at.get(seq) ?? Promise.withResolvers<number>();
    this.at.set(seq, place);
    return place;
  }
}

/** A talk that an agent has, for as long as it takes. */
async function openSession(databaseUrl: string): Promise<{ sessionId: string; epoch: number }> {
  const [definition] = BUILT_IN_AGENTS;
  if (!definition) throw new Error('There is no built-in agent.');
  const store = await Store.open(databaseUrl);
  try {
    const triggers = new Triggers(store, new OutboxRepository(store));
    const sessions = new SessionRepository(store, new ConversationRepository(store), triggers);
    const id = newId();
    const now = Date.now();
    await sessions.create({
      ...{ tenantId: 'default', id, conversationId: id, room: id, door: 'room', voiceFrom: 'agent' },
      ...{ owner: null, personIdentity: null, definition, agentVersion: null, metadata: {} },
      ...{ startBy: now + HOUR_MS, endsAt: now + HOUR_MS, now },
    });
    const agent = { agentProcess: 'bench', agentIdentity: 'agent-bench', leaseMs: HOUR_MS };
    const { epoch } = await new ClaimRepository(store).claim({ sessionId: id, ...agent, now });
    return { sessionId: id, epoch };
  } finally {
    await store.close();
  }
}

function said(sessionId: string, epoch: number, seq: number) {
  return {
    ...{ id: newId(), sessionId, epoch, sourceSeq: seq, type: 'message.added', v: 1 },
    at: new Date().toISOString(),
    payload: {
      ...{ role: 'agent', text: TEXT, heardText: null, interrupted: false, language: 'en' },
      ...{ participant: null, source: 'speech', latency: null },
    },
  };
}

async function report(apiUrl: string, event: object): Promise<void> {
  const answer = await fetch(`${apiUrl}/api/ingest/events`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${INGEST_TOKEN}` },
    body: JSON.stringify({ events: [event] }),
  });
  const { accepted } = (await answer.json()) as { accepted?: number };
  if (accepted !== 1) throw new Error(`A report was answered ${answer.status} and not taken.`);
}

async function postgresUrl(): Promise<string | undefined> {
  const binaries = postgresBinaries();
  return binaries && (await clusterUrl(binaries))('postgres');
}
