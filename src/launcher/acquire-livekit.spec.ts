import { jest } from '@jest/globals';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { acquireLiveKit, inCache, inDocker, onPath } from './acquire-livekit.ts';
import { buildWithGo } from './livekit-from-go.ts';
import { downloadRelease } from './livekit-release.ts';
import { cachedServer, LIVEKIT_VERSION } from './livekit-source.ts';
import type { Acquisition, LiveKitSource } from './livekit-source.ts';
import { executable } from './testing/executable.ts';
import { quietTerminal } from './testing/quiet-terminal.ts';

// Programs are really started here, and the machine may be busy.
jest.setTimeout(30_000);

const serverOf = (version: string) => `console.log('livekit-server version ${version}');`;

describe(acquireLiveKit.name, () => {
  let folder: string;
  let bin: string;
  let acquisition: Acquisition;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-livekit-'));
    bin = join(folder, 'bin');
    mkdirSync(bin);
    acquisition = {
      root: folder,
      env: { PATH: bin, HOME: folder, XDG_CACHE_HOME: join(folder, 'cache') },
      terminal: quietTerminal().terminal,
      signal: new AbortController().signal,
    };
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const inPath = (name: string, body: string) => executable(join(bin, name), body);
  const cacheContent = () => {
    const cache = dirname(cachedServer(acquisition.env));
    return existsSync(cache) ? readdirSync(cache) : [];
  };

  describe('the order', () => {
    const never = () => Promise.reject(new Error('asked although an earlier way had led to a server'));
    const found: LiveKitSource = { kind: 'program', path: '/x', version: '1.11.0', from: '/x' };

    it('uses LIVEKIT_URL and looks for nothing', async () => {
      acquisition.env.LIVEKIT_URL = 'wss://rooms.example';
      expect(await acquireLiveKit(acquisition, [never])).toEqual({ kind: 'url', url: 'wss://rooms.example' });
    });

    it('takes the first way that leads to a server', async () => {
      expect(
        await acquireLiveKit(acquisition, [() => Promise.resolve('no'), () => Promise.resolve(found), never]),
      ).toBe(found);
    });

    it('goes on when a way breaks, and tells what was tried when none leads anywhere', async () => {
      const ways = [() => Promise.resolve('not on the PATH'), () => Promise.reject(new Error('disk full'))];
      expect(await acquireLiveKit(acquisition, ways)).toEqual({
        kind: 'none',
        tried: ['not on the PATH', 'Error: disk full'],
      });
    });

    it('starts no server of its own in production', async () => {
      acquisition.env.NODE_ENV = 'production';
      expect(await acquireLiveKit(acquisition, [never])).toMatchObject({ kind: 'none' });
    });
  });

  describe('on the PATH', () => {
    it('takes a 1.x server and says which it is', async () => {
      const path = inPath('livekit-server', serverOf(LIVEKIT_VERSION));
      expect(await onPath(acquisition)).toEqual({ kind: 'program', path, version: '1.11.0', from: path });
    });

    it('says when it is not the version that was tested', async () => {
      inPath('livekit-server', serverOf('1.9.2'));
      const from = `${join(bin, 'livekit-server')}, tested is 1.11.0`;
      expect(await onPath(acquisition)).toMatchObject({ version: '1.9.2', from });
    });

    it.each([
      ['another major version', serverOf('2.0.0'), 'is version 2.0.0, not 1.x'],
      ['a program that says nothing', '', 'does not say its version'],
    ])('passes over %s', async (_what, body, reason) => {
      inPath('livekit-server', body);
      expect(await onPath(acquisition)).toContain(reason);
    });
  });

  it('takes what an earlier run left in the cache, if it runs', async () => {
    expect(await inCache(acquisition)).toContain('nothing at');
    executable(cachedServer(acquisition.env), 'process.exit(1)');
    expect(await inCache(acquisition)).toContain('does not run here');
    executable(cachedServer(acquisition.env), serverOf('1.11.0'));
    expect(await inCache(acquisition)).toMatchObject({
      path: cachedServer(acquisition.env),
      version: '1.11.0',
    });
  });

  (process.platform === 'linux' ? describe : describe.skip)('the release', () => {
    const machine = { x64: 'amd64', arm64: 'arm64', arm: 'armv7' }[process.arch as string];
    const name = `livekit_1.11.0_linux_${machine}.tar.gz`;

    async function releasing(sums: (archive: Buffer) => string, check: (base: string) => Promise<void>) {
      executable(join(folder, 'packed', 'livekit-server'), serverOf('1.11.0'));
      execFileSync('tar', ['-czf', join(folder, name), '-C', join(folder, 'packed'), 'livekit-server']);
      const archive = readFileSync(join(folder, name));
      const server = createServer((request, response) => {
        if (request.url === '/checksums.txt') response.end(sums(archive));
        else if (request.url === `/${name}`) response.end(archive);
        else response.writeHead(404).end();
      }).listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      acquisition.env.PATH = [bin, '/usr/bin', '/bin'].join(delimiter);
      await check(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      server.close();
    }
    const sha256 = (archive: Buffer) => createHash('sha256').update(archive).digest('hex');

    it('is unpacked into the cache when its sum is the published one', () =>
      releasing(
        (archive) => `${'0'.repeat(64)}  other.zip\n${sha256(archive)}  ${name}\n`,
        async (base) => {
          const path = cachedServer(acquisition.env);
          expect(await downloadRelease(acquisition, base)).toMatchObject({ path, version: '1.11.0' });
          expect(await inCache(acquisition)).toMatchObject({ path });
          expect(cacheContent()).toEqual(['livekit-server-1.11.0']);
        },
      ));

    it('is refused, and nothing kept, when it is not what was released', () =>
      releasing(
        () => `${'0'.repeat(64)}  ${name}\n`,
        async (base) => {
          expect(await downloadRelease(acquisition, base)).toContain('(checksum)');
          expect(cacheContent()).toEqual([]);
        },
      ));

    it('says why it could not be had', () =>
      releasing(
        () => '',
        async (base) => {
          expect(await downloadRelease(acquisition, base)).toContain('checksums.txt does not list');
          expect(await downloadRelease(acquisition, `${base}/nowhere`)).toContain('answered 404');
          expect(await downloadRelease(acquisition, 'http://127.0.0.1:1')).toMatch(
            /no download from 127.0.0.1:1: /,
          );
        },
      ));
  });

  describe('Go', () => {
    const go = (version: string, build: string) =>
      inPath(
        'go',
        `const args = process.argv.slice(2);
         if (args[0] === 'version') console.log('go version go${version} linux/amd64');
         else { ${build} }`,
      );

    it('builds the pinned server with the toolchain that is there', async () => {
      const write = `
        if (process.env.GOTOOLCHAIN !== 'local' || !args.includes('-trimpath')) process.exit(1);
        const { writeFileSync } = require('node:fs');
        const program = '#!${process.execPath}\\nconsole.log("livekit-server version 1.11.0")';
        writeFileSync(args[args.indexOf('-o') + 1], program, { mode: 0o755 });`;
      go('1.26.8', write);
      expect(await buildWithGo(acquisition)).toMatchObject({
        path: cachedServer(acquisition.env),
        from: 'built with Go 1.26.8',
      });
      expect(cacheContent()).toEqual(['livekit-server-1.11.0']);
    });

    it('shows the end of what the compiler said, and keeps nothing', async () => {
      go('1.26.8', `console.error('cannot find module'); process.exit(1);`);
      expect(await buildWithGo(acquisition)).toBe('go build ended with code 1: cannot find module');
      expect(cacheContent()).toEqual([]);
    });

    it('is passed over when it is too old or not there', async () => {
      expect(await buildWithGo(acquisition)).toBe('no Go toolchain on the PATH');
      go('1.25.3', 'process.exit(1)');
      expect(await buildWithGo(acquisition)).toBe('Go 1.25.3 is older than 1.26');
    });
  });

  it('pulls the image when a Docker daemon answers', async () => {
    expect(await inDocker(acquisition)).toBe('no Docker daemon answers');
    inPath(
      'docker',
      `const [verb] = process.argv.slice(2); if (verb === 'image') process.exit(1); console.log('27.0')`,
    );
    expect(await inDocker(acquisition)).toEqual({
      kind: 'container',
      image: 'livekit/livekit-server:v1.11.0',
    });
  });
});
