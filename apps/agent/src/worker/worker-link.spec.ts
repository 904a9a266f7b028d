import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Job, JobStatus, JobType, ServerMessage, WorkerMessage, WorkerStatus } from '@livekit/protocol';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { WorkerLink } from './worker-link.js';
import type { WorkerLinkListener } from './worker-link.js';

type Told = WorkerMessage['message'];

type Messages = { [M in Told as M['case'] & string]: M['value'] };

function byCase(message: Told | undefined): Partial<Messages> {
  return message?.case ? { [message.case]: message.value } : {};
}

/** The server's side of the protocol, by hand. */
class FakeServer {
  readonly server: WebSocketServer;
  readonly tokens: (string | undefined)[] = [];
  private readonly told: Told[] = [];
  private waiting: (() => void) | undefined;
  socket: WebSocket | undefined;

  constructor(port = 0) {
    this.server = new WebSocketServer({ port, host: '127.0.0.1' });
    this.server.on('connection', (socket, request) => {
      this.socket = socket;
      this.tokens.push(request.headers.authorization);
      socket.on('message', (data: Buffer) => {
        this.told.push(WorkerMessage.fromBinary(new Uint8Array(data)).message);
        this.waiting?.();
      });
    });
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  /** The next message of this kind; what comes before it is passed over. */
  async hears<C extends keyof Messages>(kind: C): Promise<NonNullable<Messages[C]>> {
    for (;;) {
      const message = byCase(this.told.shift());
      const value = message[kind];
      if (value) return value;
      if (this.told.length === 0) await new Promise<void>((resolve) => (this.waiting = resolve));
    }
  }

  say(message: ConstructorParameters<typeof ServerMessage>[0]): void {
    this.socket?.send(new ServerMessage(message).toBinary());
  }

  async register(): Promise<void> {
    await this.hears('register');
    this.say({ message: { case: 'register', value: { workerId: 'AW_1' } } });
  }

  async close(): Promise<void> {
    for (const client of this.server.clients) client.terminate();
    this.server.close();
    await once(this.server, 'close');
  }
}

describe(WorkerLink.name, () => {
  let server: FakeServer;
  let link: WorkerLink;
  let full: boolean;
  const assigned = Promise.withResolvers<string>();
  const lost = Promise.withResolvers<void>();

  beforeEach(async () => {
    server = new FakeServer();
    await once(server.server, 'listening');
    full = false;
    const listener: WorkerLinkListener = {
      connected: () => undefined,
      disconnected: () => lost.resolve(),
      offered: ({ metadata }) => metadata === 'ours',
      assigned: (_job, token) => assigned.resolve(token),
      terminated: () => undefined,
      load: () => ({ sessions: 6, maxSessions: 6, full }),
    };
    const token = () => Promise.resolve('jwt');
    link = new WorkerLink({ url: server.url, agentName: 'custom-agent', token, version: '1' }, listener);
    link.open();
  });

  afterEach(async () => {
    link.close();
    await server.close();
  });

  it('registers for rooms under its name, with its token, and reports its load at once', async () => {
    const register = await server.hears('register');
    expect(register).toMatchObject({ type: JobType.JT_ROOM, agentName: 'custom-agent' });
    expect(register.allowedPermissions).toMatchObject({ canPublish: true, agent: true });
    expect(server.tokens).toEqual(['Bearer jwt']);
    server.say({ message: { case: 'register', value: { workerId: 'AW_1' } } });
    // Never 0.7: the server passes over such workers without a word.
    expect(await server.hears('updateWorker')).toMatchObject({
      status: WorkerStatus.WS_AVAILABLE,
      jobCount: 6,
    });
  });

  it('says that it is full in so many words', async () => {
    full = true;
    await server.register();
    const { status, load } = await server.hears('updateWorker');
    expect(status).toBe(WorkerStatus.WS_FULL);
    expect(load).toBeLessThan(0.7);
  });

  it('takes jobs of its own and leaves others, and hands over the assignment', async () => {
    await server.register();
    const offer = (id: string, metadata: string) =>
      server.say({ message: { case: 'availability', value: { job: new Job({ id, metadata }) } } });
    offer('AJ_1', 'ours');
    expect(await server.hears('availability')).toMatchObject({
      jobId: 'AJ_1',
      available: true,
      participantIdentity: 'agent-AJ_1',
    });
    offer('AJ_2', 'theirs');
    expect(await server.hears('availability')).toMatchObject({ jobId: 'AJ_2', available: false });
    server.say({
      message: { case: 'assignment', value: { job: new Job({ id: 'AJ_1' }), token: 'room-jwt' } },
    });
    expect(await assigned.promise).toBe('room-jwt');
  });

  it('tells how each job ended', async () => {
    await server.register();
    await server.hears('updateWorker');
    link.jobRunning('AJ_1');
    link.jobEnded('AJ_1');
    link.jobEnded('AJ_2', 'no model');
    expect(await server.hears('updateJob')).toMatchObject({ jobId: 'AJ_1', status: JobStatus.JS_RUNNING });
    expect(await server.hears('updateJob')).toMatchObject({ jobId: 'AJ_1', status: JobStatus.JS_SUCCESS });
    expect(await server.hears('updateJob')).toMatchObject({ status: JobStatus.JS_FAILED, error: 'no model' });
  });

  it('registers again when the link is lost', async () => {
    await server.register();
    await server.hears('updateWorker');
    server.socket?.terminate();
    await server.register();
    await server.hears('updateWorker');
    expect(link.registered).toBe(true);
    expect(server.tokens).toHaveLength(2);
  });

  it('goes on trying while no server is there, and registers when one comes', async () => {
    await server.register();
    const { port } = server;
    await server.close();
    await lost.promise;
    expect(link.registered).toBe(false);
    server = new FakeServer(port);
    await server.register();
    await server.hears('updateWorker');
    expect(link.registered).toBe(true);
  });
});
