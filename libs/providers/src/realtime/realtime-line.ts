import type { EventEmitter } from 'node:events';
import type { WebSocket } from 'ws';
import { AnswerWatch } from './answer-watch.js';
import type { OwedAnswer } from './answer-watch.js';
import { VendorFault } from '../vendor-fault.js';
import type { RealtimeRoute, RealtimeRoutes } from './realtime-routes.js';
import { readServerEvent } from './server-event.js';
import { TurnSound } from './turn-sound.js';

/** What a talk wants to know of its line to the model. */
export interface LineListener {
  /** It broke, or could not be had once more; there will be another attempt. `owed`: the person waits for an answer. */
  down(fault: VendorFault, owed: OwedAnswer | undefined): void;
  /** It stands, and the model was told of the talk. `owed` has to be asked for. */
  up(owed: OwedAnswer | undefined): void;
  /** It stands, and the answer is slow to come. */
  late(): void;
  /** It answers as it should again. */
  recovered(afterMs: number): void;
  /** Another vendor has the talk from here on. `afterMs`: since the trouble began. */
  switched(change: { from: string; to: string; reason: VendorFault['reason']; afterMs: number }): void;
  /** There will be no other attempt. */
  lost(fault: VendorFault): void;
}

/** What the line needs of a socket that stands. */
type LineSocket = Pick<WebSocket, 'send' | 'ping' | 'terminate'> & Pick<EventEmitter, 'on' | 'once' | 'off'>;

interface RealtimeLineOptions<Socket> {
  /** One attempt, with its own deadline. @throws VendorFault */
  open: (url: string, headers: Record<string, string>, signal: AbortSignal) => Promise<Socket>;
  routes: RealtimeRoutes;
  /** How much sound one message to the vendor carries. */
  inputChunkMs: number;
  /** When the plugin replaces a socket that is still good. */
  renewAfterMs: number;
}

/** A line that stood this long without trouble is a good one. */
const STABLE_AFTER_MS = 10_000;
const HEARTBEAT_MS = 5_000;
/** From the first sign that a socket is ending to its last. */
const END_WITHIN_MS = 500;
/** How long a vendor may take to answer our goodbye. */
const GOODBYE_WITHIN_MS = 2_000;

/**
 * The connection of one talk to its realtime vendor, over as many sockets as it takes and, where the agent names several, to
 * whichever vendor answers: each attempt has a deadline, pauses grow, and there is an end to it. The plugin is handed sockets and
 * does not know of the rest.
 */
export class RealtimeLine<Socket extends LineSocket = WebSocket> {
  private readonly answers: AnswerWatch;
  private readonly sound: TurnSound;
  private listener: LineListener | undefined;
  private socket: Socket | undefined;
  /** Why the last socket ended; none when the plugin renews it. */
  private fault: VendorFault | undefined;
  private stable: NodeJS.Timeout | undefined;
  private stoodSince = 0;
  /** Until it was up once, what is to be said waits in the plugin's queue and gets through by itself. */
  private isFirst = true;
  private stands = false;
  /** Whom the talk was with, and why it is no more. */
  private left: { vendor: string; reason: VendorFault['reason'] } | undefined;

  constructor(private readonly options: RealtimeLineOptions<Socket>) {
    const { routes } = options;
    this.sound = new TurnSound(options.inputChunkMs);
    this.answers = new AnswerWatch({
      answerWithinMs: () => routes.current.answerWithinMs,
      hasStandIn: () => routes.hasStandIn,
      failed: (fault) => this.cut(fault),
      late: () => this.listener?.late(),
      answered: () => this.answered(),
    });
  }

  /** Who has the talk. */
  get route(): RealtimeRoute {
    return this.options.routes.current;
  }

  /** Whether something can be asked now. */
  get isUp(): boolean {
    return this.stands;
  }

  get owed(): OwedAnswer | undefined {
    return this.answers.owed;
  }

  listen(listener: LineListener): void {
    this.listener = listener;
  }

  /** The plugin wants a socket: the first one, or the next. Stays open when there is none to be had, until the talk ends. */
  readonly dial = async (
    _url: string,
    headers: Record<string, string>,
    signal: AbortSignal,
  ): Promise<Socket> => {
    const { open } = this.options;
    await this.noticeEnd();
    let fault = this.takeFault();
    for (;;) {
      if (fault) await this.beforeNext(fault, signal);
      const { breaker, url, apiKey } = this.route;
      try {
        const socket = await breaker.run(() =>
          open(url, { ...headers, Authorization: `Bearer ${apiKey}` }, signal),
        );
        this.adopt(socket, signal);
        return socket;
      } catch (error) {
        signal.throwIfAborted();
        fault = error instanceof VendorFault ? error : new VendorFault('unreachable');
        this.tellDown(fault);
      }
    }
  };

  /** The model was told of the talk so far: the talk can go on. */
  restored(): void {
    this.stands = true;
    const again = this.sound.unheard;
    // The model hears the end of the turn once more and answers by itself.
    for (const audio of again) this.say({ type: 'input_audio_buffer.append', audio });
    if (again.length > 0) this.answers.forget();
    this.tellSwitched();
    this.listener?.up(this.isFirst ? undefined : this.owed);
    this.isFirst = false;
  }

  /** An event of ours, before it waits for the line. */
  asked(event: { type: string; response?: { instructions?: string } }): void {
    if (event.type !== 'response.create') return;
    this.answers.asked(event.response?.instructions !== undefined);
    if (!this.stands) this.answers.pause();
  }

  /** An event of ours that has left. */
  sent(event: { type: string; audio?: string }): void {
    if (event.type === 'input_audio_buffer.append' && event.audio) this.sound.sent(event.audio);
  }

  /** An event of the vendor. */
  heard(event: { type: string }): void {
    const { type } = event;
    // The plugin, patched, says this of what is no JSON: it may have held a piece of the answer.
    if (type === 'unreadable') return this.cut(new VendorFault('answer_failed'));
    if (type === 'error')
      this.fault = VendorFault.ofErrorCode(readServerEvent(event).error?.code) ?? this.fault;
    this.sound.see(type);
    this.answers.see(type, event);
  }

  close(): void {
    this.listener = undefined;
    this.stands = false;
    this.answers.forget();
    clearTimeout(this.stable);
  }

  /** Tells that the line is lost and never returns, when there is no use in another attempt. */
  private async beforeNext(fault: VendorFault, signal: AbortSignal): Promise<void> {
    const { routes } = this.options;
    const { vendor } = routes.current;
    const pauseMs = routes.next(fault);
    if (routes.current.vendor !== vendor) this.left ??= { vendor, reason: fault.reason };
    if (pauseMs === undefined) this.listener?.lost(fault);
    await untilAborted(signal, pauseMs);
  }

  /** The plugin may be done with a socket before that says that it is closed, and why. One that is old is renewed, which is no fault. */
  private async noticeEnd(): Promise<void> {
    const { socket } = this;
    if (!socket) return;
    const isOld = Date.now() - this.stoodSince >= this.options.renewAfterMs;
    if (!this.fault && !isOld) await closed(socket);
    if (this.socket && (this.fault || !isOld)) this.broke(this.fault ?? new VendorFault('closed'));
    this.socket = undefined;
    this.stands = false;
  }

  private takeFault(): VendorFault | undefined {
    const { fault } = this;
    this.fault = undefined;
    return fault;
  }

  private adopt(socket: Socket, signal: AbortSignal): void {
    this.socket = socket;
    this.stoodSince = Date.now();
    this.stable = setTimeout(() => this.settle(), STABLE_AFTER_MS);
    const stopBeating = beat(socket, () => {
      if (this.socket === socket) this.cut(new VendorFault('no_answer'));
      else socket.terminate();
    });
    const goodbye = () => setTimeout(() => socket.terminate(), GOODBYE_WITHIN_MS).unref();
    signal.addEventListener('abort', goodbye, { once: true });
    socket.once('close', (code: number, reason: Buffer) => {
      stopBeating();
      signal.removeEventListener('abort', goodbye);
      if (this.socket === socket && !signal.aborted) this.broke(VendorFault.ofClose(code, reason.toString()));
    });
    // Later ones are told by the plugin, which has to tell the model of the talk first.
    if (this.isFirst) setImmediate(() => signal.aborted || this.restored());
  }

  private broke(fault: VendorFault): void {
    this.fault ??= fault;
    this.socket = undefined;
    this.stands = false;
    clearTimeout(this.stable);
    this.answers.pause();
    this.tellDown(this.fault);
  }

  /** Of a fault that nothing mends, and nobody makes up for, it is told once: that the line is lost. */
  private tellDown(fault: VendorFault): void {
    if (!fault.isFinal || this.options.routes.hasStandIn) this.listener?.down(fault, this.owed);
  }

  private tellSwitched(): void {
    const { left } = this;
    this.left = undefined;
    const to = this.route.vendor;
    if (!left || left.vendor === to) return;
    const afterMs = this.options.routes.troubledMs();
    this.listener?.switched({ from: left.vendor, to, reason: left.reason, afterMs });
  }

  private cut(fault: VendorFault): void {
    this.fault ??= fault;
    this.socket?.terminate();
  }

  private answered(): void {
    this.route.health.answered();
    this.settle();
  }

  private settle(): void {
    const tookMs = this.options.routes.settle();
    if (tookMs !== undefined) this.listener?.recovered(tookMs);
  }

  private say(event: object): void {
    this.socket?.send(JSON.stringify(event));
  }
}

/** Half a connection looks like a whole one until something is sent that has to be answered. */
function beat(socket: LineSocket, onDead: () => void): () => void {
  let answered = true;
  const alive = () => {
    answered = true;
  };
  socket.on('pong', alive);
  const timer = setInterval(() => {
    if (!answered) return onDead();
    answered = false;
    socket.ping();
  }, HEARTBEAT_MS);
  return () => {
    clearInterval(timer);
    socket.off('pong', alive);
  };
}

/** Resolves when the socket says so, or soon after. */
async function closed(socket: LineSocket): Promise<void> {
  const end = Promise.withResolvers<undefined>();
  const ended = () => end.resolve(undefined);
  const timer = setTimeout(ended, END_WITHIN_MS);
  socket.once('close', ended);
  await end.promise;
  clearTimeout(timer);
  socket.off('close', ended);
}

/** Resolves after the time, when there is one. @throws Error once the talk has ended. */
async function untilAborted(signal: AbortSignal, ms?: number): Promise<void> {
  const waiting = Promise.withResolvers<undefined>();
  const abort = () => waiting.reject(new Error('the talk has ended'));
  const timer = ms === undefined ? undefined : setTimeout(() => waiting.resolve(undefined), ms);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    await waiting.promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}
