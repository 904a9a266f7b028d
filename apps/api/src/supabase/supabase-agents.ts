import { Injectable, Logger } from '@nestjs/common';
import { ZodError } from 'zod';
import type { AgentSpec } from '#conversation';
import { PeerClient } from '../peer/peer.client.js';
import { PeerUnavailable } from '../peer/peer-unavailable.js';
import { AGENT_COLUMNS, readAgentRow } from './agent-row.js';
import { SupabaseConfig } from './supabase.config.js';
import { AgentSourceUnavailable } from './supabase.errors.js';

const TABLE = '/rest/v1/agent_configs';
/** Somebody waits for a session meanwhile. */
const READ_WITHIN_MS = 2_000;
/** So old, a copy is as good as the row. */
const FRESH_MS = 30_000;
/** So old, it is given out at once and read again behind that. */
const STALE_MS = 600_000;
/** So old, it still serves while Supabase is away. */
const LAST_GOOD_MS = 86_400_000;
/** An id that nobody has is asked for again after this. */
const MISSING_MS = 10_000;
const MAX_COPIES = 1_000;

interface Copy {
  /** Null: there was none. */
  spec: AgentSpec | null;
  readAt: number;
}

/** Agents that somebody made in seed S3's Supabase, and copies of them for when it is slow or away. */
@Injectable()
export class SupabaseAgents {
  private readonly logger = new Logger(SupabaseAgents.name);
  private readonly peer: PeerClient | undefined;
  private readonly copies = new Map<string, Copy>();
  private readonly underWay = new Map<string, Promise<AgentSpec | null>>();

  constructor({ url, key }: SupabaseConfig) {
    if (url === undefined || key === undefined) return;
    this.peer = new PeerClient('Supabase', url, { apikey: key, Authorization: `Bearer ${key}` });
  }

  /** Its answer to a query for no row: 200 when all is well. @throws PeerUnavailable */
  async look(timeoutMs: number, signal: AbortSignal): Promise<number | undefined> {
    const query = { select: AGENT_COLUMNS, limit: '0' };
    return (await this.peer?.send({ method: 'GET', path: TABLE, query, timeoutMs }, signal))?.status;
  }

  /** Null when there is none. @throws AgentSourceUnavailable when nobody can say. */
  async find(agentId: string): Promise<AgentSpec | null> {
    if (!this.peer) return null;
    const copy = this.copies.get(agentId);
    const age = copy ? Date.now() - copy.readAt : Infinity;
    if (copy && age < (copy.spec ? FRESH_MS : MISSING_MS)) return copy.spec;
    if (copy?.spec && age < STALE_MS) {
      this.readBehind(agentId);
      return copy.spec;
    }
    try {
      return await this.read(agentId);
    } catch (error) {
      if (!(error instanceof PeerUnavailable)) throw error;
      this.logger.warn('agents cannot be read', {
        agentId,
        reason: error.message,
        hasCopy: copy !== undefined,
      });
      if (copy && age < LAST_GOOD_MS) return copy.spec;
      throw new AgentSourceUnavailable(agentId);
    }
  }

  /** One read at a time for each. @throws PeerUnavailable */
  private read(agentId: string): Promise<AgentSpec | null> {
    const known = this.underWay.get(agentId);
    if (known) return known;
    const reading = this.readRow(agentId).finally(() => this.underWay.delete(agentId));
    this.underWay.set(agentId, reading);
    return reading;
  }

  /** Nobody waits for it: the copy serves until it is there. */
  private readBehind(agentId: string): void {
    this.read(agentId).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      this.logger.warn('agents cannot be read', { agentId, reason, hasCopy: true });
    });
  }

  private async readRow(agentId: string): Promise<AgentSpec | null> {
    const spec = await this.ask(agentId);
    this.copies.delete(agentId);
    this.copies.set(agentId, { spec, readAt: Date.now() });
    const [oldest] = this.copies.keys();
    if (this.copies.size > MAX_COPIES && oldest !== undefined) this.copies.delete(oldest);
    return spec;
  }

  private async ask(agentId: string): Promise<AgentSpec | null> {
    if (!this.peer) return null;
    const { status, body } = await this.peer.send(
      {
        method: 'GET',
        path: TABLE,
        query: { select: AGENT_COLUMNS, id: `eq.${agentId}` },
        headers: { Accept: 'application/vnd.pgrst.object+json' },
        timeoutMs: READ_WITHIN_MS,
      },
      new AbortController().signal,
    );
    // No row of this id, and an id that can be none: the column is a UUID.
    if (status === 406 || status === 400) return null;
    if (status !== 200) throw new PeerUnavailable(`Supabase answered ${status}`, false);
    return this.specOf(agentId, body);
  }

  private specOf(agentId: string, row: unknown): AgentSpec | null {
    try {
      return readAgentRow(row);
    } catch (error) {
      if (!(error instanceof ZodError)) throw error;
      this.logger.warn('what Supabase has is no agent', { agentId });
      return null;
    }
  }
}
