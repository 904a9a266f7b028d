import {
  JobStatus,
  JobType,
  ParticipantPermission,
  ServerMessage,
  WorkerMessage,
  WorkerStatus,
} from '@livekit/protocol';
import type { Job } from '@livekit/protocol';
import { WebSocket } from 'ws';
import type { RawData } from 'ws';

/** What the server is told every 2.5 s; it sends no job to a worker that is full. */
export interface WorkerLoad {
  sessions: number;
  maxSessions: number;
  full: boolean;
}

export interface WorkerLinkListener {
  connected(workerId: string): void;
  disconnected(reason: string): void;
  /** Whether this process takes the job; answered at once, the server waits for it. */
  offered(job: Job): boolean;
  assigned(job: Job, token: string): void;
  /** The server has ended the job. */
  terminated(jobId: string): void;
  load(): WorkerLoad;
}

type OutgoingMessage = NonNullable<ConstructorParameters<typeof WorkerMessage>[0]>['message'];

interface WorkerLinkOptions {
  /** `ws(s)://…` of the server. */
  url: string;
  agentName: string;
  /** A fresh JWT for each connection. */
  token: () => Promise<string>;
  version: string;
}

const LOAD_EVERY_MS = 2_500;
const HANDSHAKE_DEADLINE_MS = 5_000;
/** A link that answers no ping for this long is dead, whatever TCP believes. */
const PONG_DEADLINE_MS = 10_000;
const RECONNECT_MS = [100, 300, 1_000, 2_000, 3_000];
/** The server passes over workers at 0.7 and more; how full we are is ours to say, with `WS_FULL`. */
const HIGHEST_LOAD = 0.69;

/**
 * A worker's side of LiveKit's agent protocol: binary `WorkerMessage` and `ServerMessage` over `<LIVEKIT_URL>/agent`. Connects
 * again for ever; rooms that are open meanwhile are not touched.
 */
export class WorkerLink {
  private socket: WebSocket | undefined;
  private heartbeat: NodeJS.Timeout | undefined;
  private retry: NodeJS.Timeout | undefined;
  private attempts = 0;
  private closed = false;
  private lastPongAt = 0;
  private isRegistered = false;

  constructor(
    private readonly options: WorkerLinkOptions,
    private readonly listener: WorkerLinkListener,
  ) {}

  get registered(): boolean {
    return this.isRegistered;
  }

  open(): void {
    void this.connect();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.retry);
    clearInterval(this.heartbeat);
    this.isRegistered = false;
    this.socket?.close();
  }

  jobRunning(jobId: string): void {
    this.send({ case: 'updateJob', value: { jobId, status: JobStatus.JS_RUNNING } });
  }

  /** The server holds a handler for each job until it is told of the end. */
  jobEnded(jobId: string, error?: string): void {
    const status = error === undefined ? JobStatus.JS_SUCCESS : JobStatus.JS_FAILED;
    this.send({ case: 'updateJob', value: { jobId, status, error } });
  }

  /** Tells at once what has changed; else the server hears of it with the next beat. */
  reportLoad(): void {
    const { sessions, maxSessions, full } = this.listener.load();
    this.send({
      case: 'updateWorker',
      value: {
        status: full ? WorkerStatus.WS_FULL : WorkerStatus.WS_AVAILABLE,
        load: Math.min(HIGHEST_LOAD, sessions / maxSessions),
        jobCount: sessions,
      },
    });
  }

  private async connect(): Promise<void> {
    try {
      const token = await this.options.token();
      if (this.closed) return;
      const socket = new WebSocket(`${this.options.url}/agent`, {
        headers: { Authorization: `Bearer ${token}` },
        handshakeTimeout: HANDSHAKE_DEADLINE_MS,
        perMessageDeflate: false,
      });
      this.socket = socket;
      let failure = 'the server closed the link';
      socket.on('open', () => this.register());
      socket.on('message', (data: RawData) => this.receive(data));
      socket.on('pong', () => (this.lastPongAt = Date.now()));
      socket.on('error', (error) => (failure = error.message));
      socket.once('close', () => this.lost(failure));
    } catch (error) {
      this.lost(error instanceof Error ? error.message : String(error));
    }
  }

  private register(): void {
    const { agentName, version } = this.options;
    const allowedPermissions = new ParticipantPermission({
      canPublish: true,
      canSubscribe: true,
      canPublishData: true,
      canUpdateMetadata: true,
      agent: true,
    });
    this.send({ case: 'register', value: { type: JobType.JT_ROOM, agentName, version, allowedPermissions } });
  }

  private receive(data: RawData): void {
    const { message } = ServerMessage.fromBinary(bytesOf(data));
    switch (message.case) {
      case 'register':
        return this.begin(message.value.workerId);
      case 'availability':
        return this.answer(message.value.job);
      case 'assignment':
        if (message.value.job) this.listener.assigned(message.value.job, message.value.token);
        return;
      case 'termination':
        return this.listener.terminated(message.value.jobId);
    }
  }

  private begin(workerId: string): void {
    this.attempts = 0;
    this.isRegistered = true;
    this.lastPongAt = Date.now();
    clearInterval(this.heartbeat);
    this.heartbeat = setInterval(() => this.beat(), LOAD_EVERY_MS);
    this.reportLoad();
    this.listener.connected(workerId);
  }

  private beat(): void {
    if (Date.now() - this.lastPongAt > PONG_DEADLINE_MS) {
      this.socket?.terminate();
      return;
    }
    this.socket?.ping();
    this.reportLoad();
  }

  private answer(job: Job | undefined): void {
    if (!job) return;
    this.send({
      case: 'availability',
      value: {
        jobId: job.id,
        available: this.listener.offered(job),
        participantIdentity: agentIdentity(job.id),
        participantAttributes: { 'lk.agent.name': this.options.agentName },
      },
    });
  }

  private lost(reason: string): void {
    clearInterval(this.heartbeat);
    const wasRegistered = this.isRegistered;
    this.isRegistered = false;
    if (this.closed) return;
    if (wasRegistered || this.attempts === 0) this.listener.disconnected(reason);
    const waitMs = RECONNECT_MS[Math.min(this.attempts++, RECONNECT_MS.length - 1)];
    this.retry = setTimeout(() => void this.connect(), waitMs);
  }

  private send(message: OutgoingMessage): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    this.socket.send(new WorkerMessage({ message }).toBinary());
  }
}

/** Who the agent is in the room. Clients of the SanBot app rely on the prefix. */
export function agentIdentity(jobId: string): string {
  return `agent-${jobId}`;
}

function bytesOf(data: RawData): Uint8Array {
  return Array.isArray(data) ? Buffer.concat(data) : new Uint8Array(data);
}
