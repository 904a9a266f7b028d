import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { AgentWish, StartedSession } from '../src/call/parley-api.ts';
import type { VoiceName } from '../src/call/voice.ts';
import type { Orders, Outcome, TestMessage } from './caller-process.ts';

const PROCESS = fileURLToPath(new URL('caller-process.ts', import.meta.url));

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never;

/** People who call, with real audio, from one process of their own. */
export class Callers {
  private readonly child: ChildProcess = fork(PROCESS, {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;
  private lastTalk = 0;

  constructor() {
    this.child.on('message', (outcome: Outcome) => {
      const pending = this.pending.get(outcome.id);
      this.pending.delete(outcome.id);
      if ('problem' in outcome) pending?.reject(new Error(outcome.problem));
      else pending?.resolve(outcome.result);
    });
    this.child.once('exit', () => {
      for (const { reject } of this.pending.values()) reject(new Error('The callers are gone.'));
    });
  }

  /** Starts a session and joins its room. */
  async call(api: string, voice: VoiceName = 'rms', wish: AgentWish = { agentId: null }): Promise<TestTalk> {
    const talk = ++this.lastTalk;
    const session = (await this.send({ kind: 'begin', talk, api, voice, wish })) as StartedSession;
    return this.talk(talk, session);
  }

  /** Joins a room that is not Parley's. */
  async enter(url: string, token: string, voice: VoiceName = 'rms'): Promise<TestTalk> {
    const talk = ++this.lastTalk;
    const session = (await this.send({ kind: 'enter', talk, url, token, voice })) as StartedSession;
    return this.talk(talk, session);
  }

  /** Somebody else joins the room of that talk. */
  async join(host: TestTalk, identity: string, voice: VoiceName): Promise<TestTalk> {
    const talk = ++this.lastTalk;
    const { number: beside } = host;
    const session = (await this.send({ kind: 'join', talk, beside, identity, voice })) as StartedSession;
    return this.talk(talk, session);
  }

  private talk(number: number, session: StartedSession): TestTalk {
    return new TestTalk(number, session, (name, args) =>
      this.send({ kind: 'order', talk: number, name, args }),
    );
  }

  async close(): Promise<void> {
    const gone = once(this.child, 'exit');
    await this.send({ kind: 'close', talk: 0 });
    this.child.disconnect();
    await gone;
  }

  private send(message: Unnumbered<TestMessage>): Promise<unknown> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.child.send({ id, ...message });
    });
  }
}

/** What comes after the talk itself. */
type Rest<N extends keyof Orders> = Parameters<Orders[N]> extends [unknown, ...infer R] ? R : never;
type Result<N extends keyof Orders> = Awaited<ReturnType<Orders[N]>>;

/** One of their calls: `Talk` of src/call, from here. */
export class TestTalk {
  readonly number: number;
  readonly session: StartedSession;
  private readonly order: (name: keyof Orders, args: unknown[]) => Promise<unknown>;

  constructor(number: number, session: StartedSession, order: TestTalk['order']) {
    this.number = number;
    this.session = session;
    this.order = order;
  }

  greeting = () => this.ask('greeting');
  turn = (text: string) => this.ask('turn', text);
  typedTurn = (text: string) => this.ask('typedTurn', text);
  say = (text: string) => this.ask('say', text);
  burst = (ms: number) => this.ask('burst', ms);
  moveTo = (wav: string) => this.ask('moveTo', wav);
  play = (wav: string, endMs: number) => this.ask('play', wav, endMs);
  lastSaid = () => this.ask('lastSaid');
  type = (text: string) => this.ask('type', text);
  hear = () => this.ask('hear');
  heardSpans = () => this.ask('heardSpans');
  waitForEnd = (timeoutMs: number) => this.ask('waitForEnd', timeoutMs);
  seen = () => this.ask('seen');
  save = (wav: string) => this.ask('save', wav);
  hangUp = () => this.ask('hangUp');
  end = () => this.ask('end');

  private ask<N extends keyof Orders>(name: N, ...args: Rest<N>): Promise<Result<N>> {
    return this.order(name, args) as Promise<Result<N>>;
  }
}
