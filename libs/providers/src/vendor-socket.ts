import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import type { RawData } from 'ws';
import { retryAfterMs } from '#problem';
import { VendorFault } from './vendor-fault.js';

/** From the first packet until the vendor is ready. */
const OPEN_WITHIN_MS = 4_000;
const HEARTBEAT_MS = 5_000;
/** How long a vendor may take to answer our goodbye. */
const GOODBYE_WITHIN_MS = 2_000;
/** Three times what ten seconds of sound take in the longest form; a line on which more waits does not move. */
const QUEUED_AT_MOST_BYTES = 2 * 1024 * 1024;
const HEARD_AT_MOST_BYTES = 1024 * 1024;

export interface VendorAddress {
  url: string;
  headers: Record<string, string>;
}

/** What may be done with a socket that stands. */
export type StandingSocket = Pick<VendorSocket, 'send' | 'cut' | 'close'>;

/** Our side of a socket on which a vendor speaks JSON. Its methods must not throw. */
export interface SocketSpeaker {
  /** Said as soon as the socket stands. */
  readonly greeting?: string;
  /** Said before it is closed. */
  readonly farewell?: string;
  /** Whether this is the event by which the vendor tells that it is ready; left out where a socket that stands is enough. */
  isReady?(event: unknown): boolean;
  /** The end that an event announces. */
  faultOf(event: unknown): VendorFault | undefined;
  faultOfClose(code: number, reason: string): VendorFault;
  /** The vendor is ready. */
  begun(socket: StandingSocket): void;
  /** Every other event, in order. A text that is no JSON is a fault: perhaps it held what was waited for. */
  heard(event: unknown): void;
  /** What was begun is over, for a fault of the vendor's if there is one. Comes once, and nothing after it. */
  ended(fault: VendorFault | undefined): void;
}

export type OpenVendorSocket = (
  address: VendorAddress,
  speaker: SocketSpeaker,
  signal: AbortSignal,
) => Promise<StandingSocket>;

/** Opens a socket and waits until the vendor is ready. It closes when `signal` is aborted. @throws VendorFault */
export const openVendorSocket: OpenVendorSocket = async (address, speaker, signal) => {
  signal.throwIfAborted();
  const socket = new VendorSocket(address, speaker, signal);
  await socket.ready;
  return socket;
};

/** A socket to a vendor, which is noticed to be dead, and which closes for certain. */
export class VendorSocket {
  private readonly socket: WebSocket;
  private readonly opening = Promise.withResolvers<undefined>();
  private readonly deadline: NodeJS.Timeout;
  private state: 'opening' | 'ready' | 'over' = 'opening';
  private beating: NodeJS.Timeout | undefined;
  private isAlive = true;

  constructor(
    { url, headers }: VendorAddress,
    private readonly speaker: SocketSpeaker,
    private readonly signal: AbortSignal,
  ) {
    this.socket = dial(url, headers);
    this.socket
      .on('open', () => this.stands())
      .on('message', (data, isBinary) => !isBinary && this.take(data))
      .on('pong', () => (this.isAlive = true))
      .on('unexpected-response', (_request, response) => this.fail(faultOfResponse(response)))
      // An error that meets no listener would end the process.
      .on('error', () => this.fail(new VendorFault(this.state === 'opening' ? 'unreachable' : 'dropped')))
      .on('close', (code, reason) => this.fail(speaker.faultOfClose(code, reason.toString())));
    this.deadline = setTimeout(() => this.fail(new VendorFault('no_answer')), OPEN_WITHIN_MS);
    signal.addEventListener('abort', this.close, { once: true });
  }

  /** @throws VendorFault */
  get ready(): Promise<undefined> {
    return this.opening.promise;
  }

  /** Ignored once the socket is over. */
  send(data: string | Uint8Array): void {
    if (this.state === 'over' || this.socket.readyState !== WebSocket.OPEN) return;
    if (this.socket.bufferedAmount > QUEUED_AT_MOST_BYTES) return this.fail(new VendorFault('no_answer'));
    this.socket.send(data);
  }

  /** Ends it for a fault that the socket itself does not show. */
  cut(fault: VendorFault): void {
    this.fail(fault);
  }

  /** Ends it for a reason of ours: nothing is heard any more. */
  readonly close = (): void => {
    if (this.state === 'over') return;
    const wasOpening = this.state === 'opening';
    if (!wasOpening && this.speaker.farewell) this.send(this.speaker.farewell);
    this.finish();
    if (wasOpening) {
      this.socket.terminate();
      this.opening.reject(new Error('nobody waits for this socket any more'));
      return;
    }
    this.speaker.ended(undefined);
    this.socket.close(1000);
    const last = setTimeout(() => this.socket.terminate(), GOODBYE_WITHIN_MS).unref();
    this.socket.once('close', () => clearTimeout(last));
  };

  private stands(): void {
    if (this.state !== 'opening') return;
    if (this.speaker.greeting) this.socket.send(this.speaker.greeting);
    if (!this.speaker.isReady) this.begin();
  }

  private take(data: RawData): void {
    if (this.state === 'over') return;
    const event = parse(data);
    if (event === undefined) return this.fail(new VendorFault('answer_failed'));
    this.isAlive = true;
    const fault = this.speaker.faultOf(event);
    if (fault) return this.fail(fault);
    if (this.state === 'opening' && this.speaker.isReady?.(event)) this.begin();
    else this.speaker.heard(event);
  }

  private begin(): void {
    this.state = 'ready';
    clearTimeout(this.deadline);
    this.beating = setInterval(() => this.beat(), HEARTBEAT_MS);
    this.speaker.begun(this);
    this.opening.resolve(undefined);
  }

  /** Half a connection looks like a whole one until something is sent that has to be answered. */
  private beat(): void {
    if (!this.isAlive) return this.fail(new VendorFault('no_answer'));
    this.isAlive = false;
    this.socket.ping();
  }

  private fail(fault: VendorFault): void {
    const { state } = this;
    if (state === 'over') return;
    this.finish();
    this.socket.terminate();
    if (state === 'opening') this.opening.reject(fault);
    else this.speaker.ended(fault);
  }

  private finish(): void {
    this.state = 'over';
    clearTimeout(this.deadline);
    clearInterval(this.beating);
    this.signal.removeEventListener('abort', this.close);
  }
}

/** What is wrong with an address or a key is not repeated: the error of the socket would quote it. */
function dial(url: string, headers: Record<string, string>): WebSocket {
  try {
    return new WebSocket(url, { headers, perMessageDeflate: false, maxPayload: HEARD_AT_MOST_BYTES });
  } catch {
    throw new VendorFault('refused', undefined, undefined, 'its address or key cannot be used');
  }
}

function faultOfResponse({ statusCode = 500, headers }: IncomingMessage): VendorFault {
  return VendorFault.ofStatus(statusCode, retryAfterMs(headers['retry-after']));
}

function parse(data: RawData): unknown {
  try {
    return Buffer.isBuffer(data) ? JSON.parse(data.toString()) : undefined;
  } catch {
    return undefined;
  }
}
