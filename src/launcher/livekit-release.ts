import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { cachedServer, LIVEKIT_VERSION, serverVersion } from './livekit-source.ts';
import type { Acquisition, LiveKitSource } from './livekit-source.ts';
import { runTool } from './run-tool.ts';

const RELEASE = `https://github.com/livekit/livekit/releases/download/v${LIVEKIT_VERSION}`;
const FIRST_ANSWER_LIMIT_MS = 8_000;
const DOWNLOAD_LIMIT_MS = 180_000;
const UNPACK_LIMIT_MS = 30_000;

/** Downloads the released binary, checks it against the release's own list of sums and puts it into the cache whole. */
export async function downloadRelease(
  { env, terminal, signal }: Acquisition,
  release = RELEASE,
): Promise<LiveKitSource | string> {
  const archive = archiveName();
  if (!archive) return `LiveKit releases no binary for ${process.platform} ${process.arch}`;
  const target = cachedServer(env);
  await mkdir(dirname(target), { recursive: true });
  const folder = await mkdtemp(join(dirname(target), '.download-'));
  try {
    const work = fetchAndUnpack(release, archive, folder, signal);
    const server = await terminal.during(
      `downloading livekit-server ${LIVEKIT_VERSION} from ${new URL(release).host}`,
      work,
    );
    const version = await serverVersion(server, env);
    if (!version) return `the released ${archive} does not run here`;
    await rename(server, target);
    return { kind: 'program', path: target, version, from: 'downloaded' };
  } catch (error) {
    return `no download from ${new URL(release).host}: ${reason(error)}`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function fetchAndUnpack(
  release: string,
  archive: string,
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  const sums = await get(
    `${release}/checksums.txt`,
    AbortSignal.any([signal, AbortSignal.timeout(FIRST_ANSWER_LIMIT_MS)]),
  );
  const wanted = sumOf(archive, await sums.text());
  const body = await get(
    `${release}/${archive}`,
    AbortSignal.any([signal, AbortSignal.timeout(DOWNLOAD_LIMIT_MS)]),
  );
  const file = join(folder, archive);
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(Readable.from(body.body ?? []), hashing, createWriteStream(file));
  if (hash.digest('hex') !== wanted)
    throw new Error(`${archive} is not the file that was released (checksum)`);

  const tar = { command: 'tar', args: ['-xzf', file, '-C', folder, 'livekit-server'] };
  const unpacked = await runTool(tar, UNPACK_LIMIT_MS, signal);
  if (!unpacked.ok) throw new Error(`tar ${unpacked.how}: ${unpacked.output.trim()}`);
  const server = join(folder, 'livekit-server');
  await chmod(server, 0o755);
  return server;
}

async function get(url: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response;
}

function sumOf(archive: string, sums: string): string {
  const line = sums.split('\n').find((each) => each.trim().endsWith(` ${archive}`));
  const sum = line?.trim().split(/\s+/)[0];
  if (!sum) throw new Error(`checksums.txt does not list ${archive}`);
  return sum;
}

/** Releases are built for Linux (and Windows); macOS has Homebrew's, which is then found on the PATH. */
function archiveName(): string | undefined {
  const machine = { x64: 'amd64', arm64: 'arm64', arm: 'armv7' }[process.arch as string];
  return process.platform === 'linux' && machine
    ? `livekit_${LIVEKIT_VERSION}_linux_${machine}.tar.gz`
    : undefined;
}

/** What fetch throws says `fetch failed`; the cause says why. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  return error.cause instanceof Error ? error.cause.message : error.message;
}
