import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { BucketAccess } from '../src/recording.config.js';

const BUCKET = 'recordings';
/** As many as one answer lists. */
const PAGE = 2;

/** An S3-compatible store with one bucket, which believes in signatures (SigV4) and in nothing else. */
export class BucketOfTests {
  readonly objects = new Map<string, Buffer>();
  /** Requests that were refused. */
  unsigned = 0;
  /** Answers 503 while it is set. */
  isAway = false;
  private next = Promise.withResolvers<void>();

  private constructor(
    private readonly server: Server,
    readonly access: BucketAccess,
  ) {}

  static async start(): Promise<BucketOfTests> {
    const server = createServer((request, response) => void bucket.answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const bucket = new BucketOfTests(server, {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-test-1',
      bucket: BUCKET,
      accessKeyId: 'key-of-tests',
      secretAccessKey: 'secret-of-tests',
    });
    return bucket;
  }

  /** The next request has come. */
  asked(): Promise<void> {
    return this.next.promise;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const url = new URL(request.url ?? '/', this.access.endpoint);
    this.next.resolve();
    this.next = Promise.withResolvers();
    if (this.isAway) return end(response, 503);
    if (!this.isSigned(request, url)) {
      this.unsigned += 1;
      return end(response, 403);
    }
    const key = url.pathname.slice(`/${BUCKET}/`.length);
    if (key === '') return end(response, 200, this.list(url.searchParams.get('prefix') ?? ''));
    switch (request.method) {
      case 'PUT':
        this.objects.set(key, body);
        return end(response, 200);
      case 'DELETE':
        this.objects.delete(key);
        return end(response, 204);
      default:
        return this.read(key, request.headers.range ?? '', response);
    }
  }

  private read(key: string, range: string, response: ServerResponse): void {
    const object = this.objects.get(key);
    if (!object) return end(response, 404);
    const [, start = '0', last = ''] = /bytes=(\d+)-(\d+)/.exec(range) ?? [];
    return end(response, 206, object.subarray(Number(start), Number(last) + 1));
  }

  private list(prefix: string): string {
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix)).slice(0, PAGE);
    return `<ListBucketResult>${keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('')}</ListBucketResult>`;
  }

  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
  private isSigned({ method, headers }: IncomingMessage, { pathname, searchParams }: URL): boolean {
    const parsed =
      /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d+)\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)$/.exec(
        headers.authorization ?? '',
      );
    const [, keyId, date = '', region = '', names = '', signature] = parsed ?? [];
    if (keyId !== this.access.accessKeyId) return false;
    const query = [...searchParams].map((pair) => pair.map(encodeURIComponent).join('=')).sort();
    const canonical = [
      ...[method, pathname, query.join('&')],
      ...names.split(';').map((name) => `${name}:${String(headers[name]).trim()}`),
      ...['', names, String(headers['x-amz-content-sha256'])],
    ].join('\n');
    const scope = `${date}/${region}/s3/aws4_request`;
    const hashed = createHash('sha256').update(canonical).digest('hex');
    const toSign = ['AWS4-HMAC-SHA256', String(headers['x-amz-date']), scope, hashed].join('\n');
    const key = [date, region, 's3', 'aws4_request'].reduce<string | Buffer>(
      (secret, part) => createHmac('sha256', secret).update(part).digest(),
      `AWS4${this.access.secretAccessKey}`,
    );
    return createHmac('sha256', key).update(toSign).digest('hex') === signature;
  }
}

function end(response: ServerResponse, status: number, body?: string | Buffer): void {
  response.statusCode = status;
  response.end(body);
}
