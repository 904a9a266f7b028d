import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import axios from 'axios';
import type { AxiosInstance, AxiosResponse } from 'axios';
import type {
  AdoptAnswer,
  AdoptRequest,
  ClaimAnswer,
  ClaimRequest,
  EventEnvelope,
  IngestAnswer,
  IngestBatch,
  Interim,
  InterimBatch,
  ReleaseRequest,
  KnownPerson,
  PersonAnswer,
  RenewAnswer,
  RenewRequest,
} from '#conversation';
import { ingestToken, LivekitConfig } from '#livekit';
import { AgentConfig } from '../agent.config.js';
import { LeaseSuperseded, SessionRefused } from './ledger.errors.js';

const CLAIM_DEADLINE_MS = 2_000;
const RENEW_DEADLINE_MS = 1_500;
const RELEASE_DEADLINE_MS = 3_000;
/** The api gives up sooner. */
const PERSON_DEADLINE_MS = 1_500;
const INGEST_DEADLINE_MS = 10_000;
/** What is being said is of no use later. */
const INTERIMS_DEADLINE_MS = 1_000;

/** The api as an agent sees it: claims, heartbeats and events. A few kept-alive connections serve all sessions of a process. */
@Injectable()
export class LedgerClient implements OnApplicationShutdown {
  private readonly agents = {
    httpAgent: new Agent({ keepAlive: true, maxSockets: 4 }),
    httpsAgent: new SecureAgent({ keepAlive: true, maxSockets: 4 }),
  };
  /** Of what may be lost: it is never in the way of what may not. */
  private readonly aside = {
    httpAgent: new Agent({ keepAlive: true, maxSockets: 1 }),
    httpsAgent: new SecureAgent({ keepAlive: true, maxSockets: 1 }),
  };
  private readonly http: AxiosInstance;

  constructor(config: AgentConfig, livekit: LivekitConfig) {
    this.http = axios.create({
      ...this.agents,
      baseURL: `${config.apiUrl.replace(/\/+$/, '')}/api/ingest`,
      headers: { Authorization: `Bearer ${ingestToken(livekit) ?? ''}` },
      proxy: false,
      validateStatus: (status) => status < 500,
    });
  }

  /** @throws SessionRefused when no session is opened for it; any other failure is worth another try. */
  async adopt(request: AdoptRequest, signal: AbortSignal): Promise<AdoptAnswer> {
    const response = await this.http.post<AdoptAnswer>('/jobs', request, within(CLAIM_DEADLINE_MS, signal));
    if (response.status >= 400) throw new SessionRefused(codeOf(response));
    return accepted(response);
  }

  /** @throws SessionRefused when the session is gone or over; any other failure is worth another try. */
  async claim(request: ClaimRequest, signal: AbortSignal): Promise<ClaimAnswer> {
    const response = await this.http.post<ClaimAnswer>('/claims', request, within(CLAIM_DEADLINE_MS, signal));
    if (response.status === 404 || response.status === 409) throw new SessionRefused(codeOf(response));
    return accepted(response);
  }

  /** @throws LeaseSuperseded; any other failure says nothing of the lease: the talk goes on. */
  async renew(sessionId: string, request: RenewRequest, signal: AbortSignal): Promise<RenewAnswer> {
    const path = `/claims/${encodeURIComponent(sessionId)}/renew`;
    const response = await this.http.post<RenewAnswer>(path, request, within(RENEW_DEADLINE_MS, signal));
    if (response.status === 409 || response.status === 404) throw new LeaseSuperseded();
    return accepted(response);
  }

  /** Another agent is to take the session over. @throws Error when it was not ours any more, or the api cannot be reached */
  async release(sessionId: string, request: ReleaseRequest): Promise<void> {
    const path = `/claims/${encodeURIComponent(sessionId)}/release`;
    const signal = AbortSignal.timeout(RELEASE_DEADLINE_MS);
    accepted(await this.http.post<unknown>(path, request, { signal }));
  }

  /** What is known of the person of a session. */
  async person(sessionId: string, signal: AbortSignal): Promise<KnownPerson | null> {
    const path = `/claims/${encodeURIComponent(sessionId)}/person`;
    const response = await this.http.get<PersonAnswer>(path, within(PERSON_DEADLINE_MS, signal));
    return accepted(response).person;
  }

  async ingest(events: EventEnvelope[], signal: AbortSignal): Promise<IngestAnswer> {
    const batch: IngestBatch = { events };
    return accepted(await this.http.post<IngestAnswer>('/events', batch, within(INGEST_DEADLINE_MS, signal)));
  }

  /** What is being said just now; whoever cannot be told of it in time is not told. */
  async hear(interims: Interim[], signal: AbortSignal): Promise<void> {
    const batch: InterimBatch = { interims };
    const options = { ...within(INTERIMS_DEADLINE_MS, signal), ...this.aside };
    accepted(await this.http.post<unknown>('/interims', batch, options));
  }

  onApplicationShutdown(): void {
    for (const { httpAgent, httpsAgent } of [this.agents, this.aside]) {
      httpAgent.destroy();
      httpsAgent.destroy();
    }
  }
}

function within(ms: number, signal: AbortSignal): { signal: AbortSignal } {
  return { signal: AbortSignal.any([signal, AbortSignal.timeout(ms)]) };
}

function accepted<T>(response: AxiosResponse<T>): T {
  if (response.status >= 300) throw new Error(`the api answered ${response.status} ${codeOf(response)}`);
  return response.data;
}

function codeOf({ data }: AxiosResponse<unknown>): string {
  const code: unknown = typeof data === 'object' && data !== null && 'code' in data ? data.code : undefined;
  return typeof code === 'string' ? code : 'unknown';
}
