import { Readable } from 'node:stream';
import { AwsClient } from 'aws4fetch';
import type { BucketAccess } from '../recording.config.js';
import { RecordingsUnavailable, SegmentMissing } from './recording-files.errors.js';
import { RecordingFiles } from './recording-files.js';
import type { ByteRange, SegmentPlace } from './recording-files.js';

const DEADLINE_MS = 15_000;
/** Names are ours, of hexadecimal digits, and need no more of XML than this. */
const KEYS = /<Key>([^<]+)<\/Key>/g;

/** Recordings in a bucket of an S3-compatible store, addressed by path as all of them understand. */
export class BucketRecordingFiles extends RecordingFiles {
  private readonly client: AwsClient;
  private readonly url: string;

  constructor({ endpoint, bucket, region, accessKeyId, secretAccessKey }: BucketAccess) {
    super();
    this.url = `${endpoint}/${bucket}`;
    // Whoever asks knows better whether and when to ask again.
    this.client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 0 });
  }

  /** @throws RecordingsUnavailable */
  async put(
    { location, name }: SegmentPlace,
    sound: Uint8Array<ArrayBuffer>,
    signal: AbortSignal,
  ): Promise<void> {
    const headers = { 'Content-Type': 'audio/ogg' };
    const answer = await this.ask(`/${location}/${name}`, { method: 'PUT', body: sound, headers }, signal);
    await answer.body?.cancel();
  }

  async read(
    { location, name }: SegmentPlace,
    { start, end }: ByteRange,
    signal: AbortSignal,
  ): Promise<Readable> {
    const headers = { Range: `bytes=${start}-${end}` };
    const { body } = await this.ask(`/${location}/${name}`, { headers }, signal);
    if (!body) throw new SegmentMissing();
    return Readable.from(body);
  }

  async look(signal: AbortSignal): Promise<number> {
    const answer = await this.send('?list-type=2&max-keys=0', {}, signal);
    await answer.body?.cancel();
    return answer.status;
  }

  /** Until the store lists no more of it: one answer names a thousand at most. */
  protected async eraseAll(location: string): Promise<void> {
    for (;;) {
      const signal = AbortSignal.timeout(DEADLINE_MS);
      const answer = await this.ask(`?list-type=2&prefix=${location}/`, {}, signal);
      const keys = [...(await answer.text()).matchAll(KEYS)].map(([, key = '']) => key);
      if (keys.length === 0) return;
      for (const key of keys) {
        const gone = await this.ask(`/${key}`, { method: 'DELETE' }, AbortSignal.timeout(DEADLINE_MS));
        await gone.body?.cancel();
      }
    }
  }

  private async ask(path: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
    const answer = await this.send(path, init, signal);
    if (answer.ok) return answer;
    await answer.body?.cancel();
    if (answer.status === 404 && init.method === undefined) throw new SegmentMissing();
    throw new RecordingsUnavailable(new Error(`the bucket answered ${answer.status}`));
  }

  private async send(path: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
    const request = await this.client.sign(this.url + path, init);
    return fetch(request, { signal }).catch((error: unknown) => {
      throw new RecordingsUnavailable(error);
    });
  }
}
