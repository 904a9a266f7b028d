import { Logger } from '@nestjs/common';
import type { llm, voice } from '@livekit/agents';
import type { EndReason } from '#conversation';
import type { VendorFault, LineListener, OwedAnswer, RealtimeChoice } from '#providers/realtime';
import { Recording } from './recording.js';
import type { Report } from './talk-tool.js';
import { within } from './within.js';

interface LineKeeperOptions {
  sessionId: string;
  session: { generateReply(): unknown };
  agent: Pick<voice.Agent, 'chatCtx'>;
  model: RealtimeChoice;
  /** The framework's session takes orders from here on. */
  started: () => Promise<void> | undefined;
  /** Ends what the model is saying, or was about to say; recordings go on. */
  cutShort: () => void;
  /** Asks the model for words of ours again. */
  repeat: () => void;
  /** What was to be said while there was no line. */
  release: () => void;
  /** Resolves when it was heard to its end. */
  play: (recording: Recording) => Promise<void>;
  report: Report;
  over: (reason: EndReason, detail: string | null) => void;
  onFault: (error: unknown, where: string) => void;
}

const ONE_MOMENT = Recording.load('one-moment');
const APOLOGY = Recording.load('apology');

/** Silence that nobody takes for a fault. */
const SILENCE_MS = 2_500;
/** A wait that goes on is told of again. */
const AGAIN_MS = 6_000;
/** For the apology, whose sound may have to wait until somebody listens. */
const APOLOGY_DEADLINE_MS = 20_000;

/**
 * Keeps a talk going while its line to the model breaks: the person hears that they have to wait, the answer they were owed is
 * given once when the line stands again, and when it does not they are told so before the talk ends.
 */
export class LineKeeper implements LineListener {
  private readonly logger = new Logger(LineKeeper.name);
  private waiting: NodeJS.Timeout | undefined;
  /** When the person is to be told; a line that comes and goes does not put it off. */
  private holdAt: number | undefined;
  private toldAt = -Infinity;
  private closed = false;

  constructor(private readonly options: LineKeeperOptions) {
    const { model } = options.model;
    model.line.listen(this);
    model.recollection = () => this.recollect();
  }

  down(fault: VendorFault, owed: OwedAnswer | undefined): void {
    this.tell(fault, true);
    if (owed) this.cutShort();
    // Who waited for an answer that broke off in silence has waited long enough.
    const silenceMs = fault.reason === 'stalled' ? 0 : SILENCE_MS;
    this.holdAt ??= Math.max(Date.now() + silenceMs, this.toldAt + AGAIN_MS);
    this.waiting ??= setTimeout(() => this.hold(), this.holdAt - Date.now());
  }

  up(owed: OwedAnswer | undefined): void {
    this.stopWaiting();
    try {
      if (owed) this.askAgain(owed);
      this.options.release();
    } catch (error) {
      this.options.onFault(error, 'an answer that was owed');
    }
  }

  late(): void {
    if (this.waiting === undefined) this.sayToWait();
  }

  recovered(afterMs: number): void {
    const { vendor } = this.options.model;
    this.holdAt = undefined;
    this.logger.log('line to a vendor is good again', { ...this.names(), afterMs });
    this.options.report('provider.recovered', { kind: 'realtime', vendor, afterMs });
  }

  switched(change: { from: string; to: string; reason: VendorFault['reason']; afterMs: number }): void {
    const { sessionId } = this.options;
    this.holdAt = undefined;
    this.logger.warn('another vendor has the talk from here on', { sessionId, kind: 'realtime', ...change });
    this.options.report('provider.switched', { kind: 'realtime', ...change });
  }

  lost(fault: VendorFault): void {
    this.tell(fault, false);
    this.stopWaiting();
    this.giveUp(fault).catch((error: unknown) => this.options.onFault(error, 'the end of a line'));
  }

  close(): void {
    this.closed = true;
    this.stopWaiting();
    this.options.model.model.line.close();
  }

  private async giveUp(fault: VendorFault): Promise<void> {
    const { over, started } = this.options;
    try {
      await started();
      this.cutShort();
      await within(APOLOGY_DEADLINE_MS, this.options.play(APOLOGY));
    } finally {
      if (!this.closed) over('provider_failed', this.describe(fault));
    }
  }

  private hold(): void {
    this.holdAt = Date.now() + AGAIN_MS;
    this.waiting = setTimeout(() => this.hold(), AGAIN_MS);
    this.sayToWait();
  }

  private sayToWait(): void {
    this.toldAt = Date.now();
    const { play, onFault } = this.options;
    play(ONE_MOMENT).catch((error: unknown) => onFault(error, 'words to wait'));
  }

  /** What the person hears of an answer that broke off is all they get of it: it is kept as cut short. */
  private cutShort(): void {
    this.options.cutShort();
    this.options.model.model.abandonAnswer();
  }

  private askAgain({ instructed }: OwedAnswer): void {
    this.cutShort();
    if (instructed) this.options.repeat();
    else this.options.session.generateReply();
  }

  /** The talk as the person knows it, but for the piece of an answer that is to be given anew. */
  private recollect(): llm.ChatContext {
    const context = this.options.agent.chatCtx.copy({ excludeInstructions: true, excludeEmptyMessage: true });
    const { owed } = this.options.model.model.line;
    while (owed && isBrokenOff(context.items.at(-1))) context.items.pop();
    return context;
  }

  private stopWaiting(): void {
    clearTimeout(this.waiting);
    this.waiting = undefined;
  }

  private tell(fault: VendorFault, recoverable: boolean): void {
    const { vendor } = this.options.model;
    const reason = fault.message;
    if (recoverable) this.logger.warn('line to a vendor is down', { ...this.names(), reason });
    else this.logger.error('line to a vendor is lost', { ...this.names(), reason: this.describe(fault) });
    this.options.report('provider.failed', { kind: 'realtime', vendor, recoverable, reason });
  }

  private names(): { sessionId: string; vendor: string } {
    return { sessionId: this.options.sessionId, vendor: this.options.model.vendor };
  }

  private describe({ reason, message }: VendorFault): string {
    const { vendor, keyVariable, modelName } = this.options.model;
    if (reason === 'key_refused') return `${vendor}: ${message}: check ${keyVariable}`;
    if (reason === 'quota_exhausted') return `${vendor}: ${message}: the account of ${keyVariable} is empty`;
    return `${vendor} ${modelName}: ${message}`;
  }
}

function isBrokenOff(item: llm.ChatItem | undefined): boolean {
  return item?.type === 'message' && item.role === 'assistant' && item.interrupted;
}
