import { Injectable } from '@nestjs/common';
import { PeerClient } from '../peer/peer.client.js';
import { PeerUnavailable } from '../peer/peer-unavailable.js';
import { readDjangoPerson } from './django-person.js';
import type { DjangoPerson } from './django-person.js';
import { DjangoConfig } from './django.config.js';

/** Somebody waits for a session meanwhile; a page of seed S4's gives the whole start five seconds. */
const VALIDATE_WITHIN_MS = 1_000;
const INGEST_WITHIN_MS = 5_000;

/** What Django keeps of a session; it makes one by its id, and changes it afterwards. */
export interface DjangoSession {
  id: string;
  room: string;
  system_prompt: string;
  user_id: string | null;
  ended_at?: string;
}

export interface DjangoEvent {
  role: 'user' | 'agent';
  text: string;
  is_final: boolean;
}

/** It understood, and does not want it: asking again brings the same. */
const REFUSALS = [400, 413, 422];

@Injectable()
export class DjangoClient {
  private readonly peer: PeerClient | undefined;
  private readonly token: string = '';

  constructor(config: DjangoConfig) {
    const { access } = config;
    if (!access) return;
    this.peer = new PeerClient('Django', access.baseUrl);
    this.token = access.token;
  }

  get isThere(): boolean {
    return this.peer !== undefined;
  }

  /** Its answer to a session that is none, with which it keeps nothing: 400 when all is well. @throws PeerUnavailable */
  async look(timeoutMs: number, signal: AbortSignal): Promise<number | undefined> {
    const body = { session: {}, events: [] };
    const headers = { 'X-INGEST-TOKEN': this.token };
    const reply = await this.peer?.send(
      { method: 'POST', path: '/api/ingest', headers, body, timeoutMs },
      signal,
    );
    return reply?.status;
  }

  /** Who has this session with it; undefined when nobody has. @throws PeerUnavailable */
  async person(sessionCookie: string, signal: AbortSignal): Promise<DjangoPerson | undefined> {
    const reply = await this.peer?.send(
      {
        method: 'POST',
        path: '/api/internal/validate-session',
        headers: { Cookie: `sessionid=${sessionCookie}` },
        timeoutMs: VALIDATE_WITHIN_MS,
      },
      signal,
    );
    return reply?.status === 200 ? readDjangoPerson(reply.body) : undefined;
  }

  /** False when it does not want this. @throws PeerUnavailable */
  async ingest(
    session: DjangoSession,
    events: readonly DjangoEvent[],
    signal: AbortSignal,
  ): Promise<boolean> {
    if (!this.peer) throw new PeerUnavailable('Django is not configured', false);
    const { status } = await this.peer.send(
      {
        method: 'POST',
        path: '/api/ingest',
        headers: { 'X-INGEST-TOKEN': this.token },
        body: { session, events },
        timeoutMs: INGEST_WITHIN_MS,
      },
      signal,
    );
    if (status === 200) return true;
    if (REFUSALS.includes(status)) return false;
    // A wrong token or a wrong address: it goes through once that is mended.
    throw new PeerUnavailable(`Django answered ${status}`, false);
  }
}
