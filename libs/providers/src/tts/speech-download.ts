import type { ClientRequest, IncomingMessage } from 'node:http';
import { z } from 'zod';
import { retryAfterMs } from '#problem';
import { VendorFault } from '../vendor-fault.js';
import { readJson } from './read-json.js';
import { SentenceSound } from './sentence-sound.js';
import type { SpeakingDeadlines } from './sentence-sound.js';

/** Of an answer that tells what is wrong. */
const ERROR_BYTES_AT_MOST = 16_384;

/** A sentence that is asked for by one HTTP request, and heard while its answer comes. */
export class SpeechDownload {
  readonly sound: SentenceSound;
  private request: ClientRequest | undefined;
  private response: IncomingMessage | undefined;
  private isConnected = false;
  private connecting: NodeJS.Timeout | undefined;

  /** @param send Sends the request. */
  constructor(
    text: string,
    private readonly deadlines: SpeakingDeadlines,
    private readonly send: () => ClientRequest,
  ) {
    this.sound = new SentenceSound(text, deadlines, () => this.letGo());
  }

  start(isRepeat: boolean = false): void {
    const request = this.send();
    this.request = request;
    const late = () => this.sound.fail(new VendorFault('no_answer'));
    this.connecting = setTimeout(late, this.deadlines.connectWithinMs);
    request.once('socket', (socket) => {
      if (!socket.connecting) this.connected();
      else socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => this.connected());
    });
    request.once('response', (response) => this.receive(response));
    request.on('error', () => {
      clearTimeout(this.connecting);
      // A kept connection that the vendor closed at the moment we used it: it has not seen the question.
      if (request.reusedSocket && !isRepeat && !this.response && this.sound.isOpen) this.start(true);
      else this.sound.fail(new VendorFault(this.isConnected ? 'dropped' : 'unreachable'));
    });
  }

  private connected(): void {
    this.isConnected = true;
    clearTimeout(this.connecting);
    if (this.sound.isOpen) this.sound.begin();
  }

  private receive(response: IncomingMessage): void {
    this.response = response;
    const { statusCode = 500, headers } = response;
    if (statusCode >= 400) {
      void readError(response).then((code) =>
        this.sound.fail(faultOf(statusCode, code, retryAfterMs(headers['retry-after']))),
      );
      return;
    }
    // A page of somebody on the way would be played as noise.
    if (/^(text|application\/json)/.test(headers['content-type'] ?? '')) {
      this.sound.fail(new VendorFault('answer_failed', statusCode, undefined, 'not sound'));
      return;
    }
    response.on('data', (bytes: Buffer) => this.sound.add(bytes));
    response.on('end', () => this.sound.end());
    response.on('error', () => this.sound.fail(new VendorFault('dropped')));
  }

  /** A connection whose answer is whole can be used again. */
  private letGo(): void {
    clearTimeout(this.connecting);
    if (!this.response?.complete) this.request?.destroy();
  }
}

const ErrorBody = z.object({ error: z.object({ code: z.string().nullish() }) });

/** @returns the vendor's code, if it gives one */
async function readError(response: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > ERROR_BYTES_AT_MOST) return undefined;
      parts.push(part);
    }
  } catch {
    return undefined;
  }
  return readJson(ErrorBody, Buffer.concat(parts))?.error.code ?? undefined;
}

function faultOf(status: number, code: string | undefined, retryAfterMs?: number): VendorFault {
  if (code === 'credit_balance_exhausted') return new VendorFault('quota_exhausted', status);
  return VendorFault.ofErrorCode(code) ?? VendorFault.ofStatus(status, retryAfterMs);
}
