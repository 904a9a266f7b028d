import { Agent as HttpAgent, request as requestHttp } from 'node:http';
import type { ClientRequest } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { VendorAccess } from '../openai-access.js';
import { isSayable } from './sayable.js';
import { SPEAKING_DEADLINES } from './sentence-sound.js';
import type { SpeakingDeadlines } from './sentence-sound.js';
import { SpeechDownload } from './speech-download.js';
import { Synthesizer } from './synthesizer.js';
import type { SpeakingSettings } from './synthesizer.js';

interface OpenAiOptions extends Partial<SpeakingDeadlines> {
  /** Its base URL ends with `/v1`. */
  access: VendorAccess;
  model: string;
  voice: string;
}

/**
 * OpenAI, a request a sentence, heard while its answer comes. Node's own client keeps a connection for as long as the vendor
 * does, where `fetch`, unless the vendor names a time, lets go of it after four seconds: less than a person talks.
 */
export class OpenAiSynthesizer extends Synthesizer {
  readonly vendor = 'openai';
  readonly modelName: string;
  readonly voice: string;
  private readonly access: VendorAccess;
  private readonly deadlines: SpeakingDeadlines;
  private readonly agent: HttpAgent;

  constructor({ access, model, voice, ...deadlines }: OpenAiOptions) {
    super();
    this.access = access;
    this.modelName = model;
    this.voice = voice;
    this.deadlines = { ...SPEAKING_DEADLINES, ...deadlines };
    this.agent = this.isSecure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  }

  async *speak(text: string, _settings: SpeakingSettings, signal: AbortSignal): AsyncIterable<Int16Array> {
    if (signal.aborted || !isSayable(text)) return;
    const question = {
      model: this.modelName,
      voice: this.voice,
      input: text,
      response_format: 'pcm',
    };
    const download = new SpeechDownload(text, this.deadlines, () =>
      this.send('POST', '/audio/speech', JSON.stringify(question)),
    );
    const drop = () => download.sound.drop();
    signal.addEventListener('abort', drop, { once: true });
    try {
      download.start();
      yield* download.sound;
    } finally {
      signal.removeEventListener('abort', drop);
    }
  }

  /** Any answer will do: what stays is its connection. */
  async warm(): Promise<void> {
    const answered = Promise.withResolvers<undefined>();
    const done = () => answered.resolve(undefined);
    const request = this.send('GET', '/models');
    const deadline = setTimeout(() => request.destroy(), this.deadlines.connectWithinMs);
    request.once('response', (response) => response.once('error', done).once('close', done).resume());
    // Who speaks next meets the fault again.
    request.on('error', done);
    await answered.promise;
    clearTimeout(deadline);
  }

  close(): Promise<void> {
    this.agent.destroy();
    return Promise.resolve();
  }

  private get isSecure(): boolean {
    return this.access.baseUrl.startsWith('https:');
  }

  private send(method: string, path: string, body?: string): ClientRequest {
    const headers = {
      Authorization: `Bearer ${this.access.apiKey}`,
      ...(body && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }),
    };
    const request = this.isSecure ? requestHttps : requestHttp;
    return request(`${this.access.baseUrl}${path}`, { method, headers, agent: this.agent }).end(body);
  }
}
