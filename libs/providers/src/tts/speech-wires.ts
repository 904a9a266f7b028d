import { VendorFault } from '../vendor-fault.js';
import type { SentenceSound } from './sentence-sound.js';
import { SpeechWire } from './speech-wire.js';
import type { SentenceRequest, WireOptions } from './speech-wire.js';

/** Many more than the talks of a process need; beyond it something is wrong. */
const WIRES_AT_MOST = 20;

/**
 * The sockets of this process to one place of a vendor. One stands ready once it was warmed; others join it while it is full.
 * Synthesizers that reach the same place with the same key share them, whatever their voices.
 */
export class SpeechWires {
  private static readonly standing = new Map<string, SpeechWires>();
  private readonly wires = new Set<SpeechWire>();
  private readonly ending = new AbortController();
  private opening: Promise<SpeechWire> | undefined;
  private users = 0;

  static borrow(options: WireOptions): SpeechWires {
    const key = JSON.stringify([options.url, options.headers]);
    const wires = this.standing.get(key) ?? new SpeechWires(key, options);
    this.standing.set(key, wires);
    wires.users += 1;
    return wires;
  }

  private constructor(
    private readonly key: string,
    private readonly options: WireOptions,
  ) {}

  /** Once for every `borrow`; the last one closes. */
  async giveBack(): Promise<void> {
    this.users -= 1;
    if (this.users > 0) return;
    SpeechWires.standing.delete(this.key);
    this.ending.abort();
    await this.opening?.catch(() => undefined);
    const wires = [...this.wires];
    for (const wire of wires) wire.close();
    await Promise.all(wires.map(({ closed }) => closed));
  }

  /** @throws VendorFault */
  async warm(): Promise<void> {
    if (!this.withRoom()) await this.open();
  }

  /** @throws VendorFault from the iteration; ends silently when the signal is aborted */
  async *speak(request: SentenceRequest, signal: AbortSignal): AsyncGenerator<Int16Array, void, undefined> {
    const aborted = Promise.withResolvers<undefined>();
    let sound: SentenceSound | undefined;
    const onAbort = () => {
      aborted.resolve(undefined);
      sound?.drop();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      while (!sound) {
        if (signal.aborted) return;
        sound = this.withRoom()?.speak(request);
        // What is opened for one who leaves stays, for the next sentence.
        if (!sound) await Promise.race([this.open(), aborted.promise]);
      }
      yield* sound;
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  private withRoom(): SpeechWire | undefined {
    return [...this.wires].find((wire) => wire.hasRoom);
  }

  /** All who find no room wait for the same socket; those it has no room for open the next. */
  private open(): Promise<SpeechWire> {
    if (this.ending.signal.aborted) return Promise.reject(new VendorFault('closed'));
    if (this.wires.size >= WIRES_AT_MOST) return Promise.reject(new VendorFault('rate_limited'));
    this.opening ??= this.connect().finally(() => {
      this.opening = undefined;
    });
    return this.opening;
  }

  private async connect(): Promise<SpeechWire> {
    const wire = await SpeechWire.open(this.options, (idle) => this.renew(idle), this.ending.signal);
    this.wires.add(wire);
    void wire.closed.then(() => this.wires.delete(wire));
    return wire;
  }

  /** The last one is replaced if it was of use; a process that nobody talks with lets go. */
  private renew(wire: SpeechWire): void {
    wire.retire();
    if (this.wires.size > 1 || !wire.wasUsed) return;
    // Who speaks next meets the fault again.
    this.open().catch(() => undefined);
  }
}
