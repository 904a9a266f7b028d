import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { retryAfterMs } from '#problem';
import { VendorFault } from '../vendor-fault.js';
import { heartbeat } from './heartbeat.js';
import { SentenceSound } from './sentence-sound.js';
import type { SpeakingDeadlines } from './sentence-sound.js';

/** What a frame of the vendor's says. */
export interface WireNews {
  /** Whose sentence it is about; of the whole socket where it names none. */
  contextId: string | undefined;
  sound?: Buffer | undefined;
  /** The characters of the text that this sound says, where the vendor tells. */
  spoken?: string | undefined;
  isFinal?: boolean;
  fault?: VendorFault | undefined;
}

/** How a vendor is talked with over a socket that many sentences share. */
export interface WireOptions {
  url: string;
  headers: Record<string, string>;
  /** How many sentences the vendor takes on one socket at a time. */
  contextsAtMost: number;
  /** A socket that nobody used for so long is replaced before the vendor cuts it. */
  renewAfterMs: number;
  connectWithinMs: number;
  /** Tells the vendor that a sentence is not wanted any more. */
  takeBack: (contextId: string) => object;
  /** Undefined for what says nothing to us. */
  read: (data: Buffer) => WireNews | undefined;
}

/** One sentence, and how the vendor is asked for it. */
export interface SentenceRequest {
  text: string;
  ask: (contextId: string) => object[];
  deadlines: Pick<SpeakingDeadlines, 'firstSoundWithinMs' | 'nextSoundWithinMs'>;
}

/** Half a minute of sound in base64, and more than any vendor sends in one frame. */
const LARGEST_FRAME = 4 * 1024 * 1024;
const GOODBYE_WITHIN_MS = 1_000;

interface Sentence {
  sound: SentenceSound;
  /** Letters and marks that no sound has told of yet. */
  unspoken: number;
}

/** One socket on which a vendor speaks many sentences at once, each in a context of its own. When it breaks, they fail; others have theirs. */
export class SpeechWire {
  /** Whether anybody spoke over it. */
  wasUsed = false;
  private readonly sentences = new Map<string, Sentence>();
  /** Contexts that the vendor has not finished, as far as it told. It may count those that were taken back. */
  private readonly unfinished = new Set<string>();
  private readonly gone = Promise.withResolvers<VendorFault>();
  private isRetired = false;
  private fault: VendorFault | undefined;
  private idle: NodeJS.Timeout | undefined;

  /** @throws VendorFault */
  static async open(
    options: WireOptions,
    onIdle: (wire: SpeechWire) => void,
    signal: AbortSignal,
  ): Promise<SpeechWire> {
    const { url, headers } = options;
    const socket = new WebSocket(url, { headers, perMessageDeflate: false, maxPayload: LARGEST_FRAME });
    // Listens from here on: the vendor's first frame may come with its consent.
    const wire = new SpeechWire(socket, options, onIdle);
    const deadline = setTimeout(() => wire.cut(new VendorFault('no_answer')), options.connectWithinMs);
    const onAbort = () => wire.cut(new VendorFault('closed'));
    signal.addEventListener('abort', onAbort, { once: true });
    const opened = new Promise<void>((resolve) => socket.once('open', resolve));
    await Promise.race([opened, wire.gone.promise]);
    clearTimeout(deadline);
    signal.removeEventListener('abort', onAbort);
    if (wire.hasRoom) {
      wire.rest();
      return wire;
    }
    socket.terminate();
    throw await wire.gone.promise;
  }

  private constructor(
    private readonly socket: WebSocket,
    private readonly options: WireOptions,
    private readonly onIdle: (wire: SpeechWire) => void,
  ) {
    heartbeat(socket, () => this.cut(new VendorFault('no_answer')));
    socket.on('message', (data: Buffer) => this.hear(data));
    socket.on('unexpected-response', (_request: unknown, { statusCode = 500, headers }: IncomingMessage) =>
      this.cut(VendorFault.ofStatus(statusCode, retryAfterMs(headers['retry-after']))),
    );
    socket.on('error', () => {
      if (socket.readyState !== WebSocket.OPEN) this.fault ??= new VendorFault('unreachable');
    });
    socket.on('close', (code: number, reason: Buffer) => this.broke(code, reason.toString()));
  }

  /** Resolves when the socket is closed, with the reason. */
  get closed(): Promise<VendorFault> {
    return this.gone.promise;
  }

  get hasRoom(): boolean {
    const isOpen = this.socket.readyState === WebSocket.OPEN && !this.isRetired;
    return isOpen && this.unfinished.size < this.options.contextsAtMost;
  }

  /** The room is taken at once; the sound ends by itself, by a fault, or when it is dropped. */
  speak({ text, ask, deadlines }: SentenceRequest): SentenceSound {
    const contextId = randomUUID();
    const sound = new SentenceSound(text, deadlines, () => this.leave(contextId));
    clearTimeout(this.idle);
    this.wasUsed = true;
    this.unfinished.add(contextId);
    this.sentences.set(contextId, { sound, unspoken: lettersIn(text) });
    for (const frame of ask(contextId)) this.send(frame);
    sound.begin();
    return sound;
  }

  /** Takes no more sentences, and says goodbye after those under way. */
  retire(): void {
    this.isRetired = true;
    this.rest();
  }

  close(): void {
    this.isRetired = true;
    if (this.socket.readyState !== WebSocket.OPEN) return;
    this.socket.close(1000);
    setTimeout(() => this.socket.terminate(), GOODBYE_WITHIN_MS).unref();
  }

  private hear(data: Buffer): void {
    const news = this.options.read(data);
    if (!news) return;
    const { contextId, sound, spoken = '', isFinal = false, fault } = news;
    if (contextId === undefined) {
      if (fault) this.cut(fault);
      return;
    }
    if (isFinal || fault) this.unfinished.delete(contextId);
    const sentence = this.sentences.get(contextId);
    if (!sentence) return this.rest();
    if (sound) sentence.sound.add(sound);
    sentence.unspoken -= lettersIn(spoken);
    if (fault) sentence.sound.fail(fault);
    else if (isFinal) sentence.sound.end();
    else if (sentence.unspoken <= 0) sentence.sound.complete();
  }

  private leave(contextId: string): void {
    const stalled = this.sentences.get(contextId)?.sound.fault?.reason === 'stalled';
    this.sentences.delete(contextId);
    if (this.unfinished.has(contextId)) this.send(this.options.takeBack(contextId));
    // Whatever keeps one sentence from coming would keep the next.
    if (stalled) this.isRetired = true;
    this.rest();
  }

  /** With nothing under way: is it still good for something, and for how long? */
  private rest(): void {
    if (this.sentences.size > 0) return;
    if (!this.hasRoom) return this.close();
    clearTimeout(this.idle);
    this.idle = setTimeout(() => this.onIdle(this), this.options.renewAfterMs).unref();
  }

  private send(frame: object): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  private cut(fault: VendorFault): void {
    this.fault ??= fault;
    this.socket.terminate();
    // Those who wait need not wait for the socket to notice.
    this.failAll(this.fault);
  }

  private broke(code: number, reason: string): void {
    clearTimeout(this.idle);
    this.fault ??= VendorFault.ofClose(code, reason);
    this.failAll(this.fault);
    this.gone.resolve(this.fault);
  }

  private failAll(fault: VendorFault): void {
    for (const { sound } of [...this.sentences.values()]) sound.fail(fault);
  }
}

/** White space is counted by nobody alike. */
function lettersIn(text: string): number {
  return [...text.replace(/\s/g, '')].length;
}
