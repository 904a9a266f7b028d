import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { LookupAddress } from 'node:dns';
import type { AddressInfo } from 'node:net';
import { AddressGuard } from './address-guard.js';
import { OutgoingClient } from './outgoing.client.js';
import type { OutgoingRequest } from './outgoing.client.js';
import { OutgoingConfig } from './outgoing.config.js';
import { OutgoingFailed, OutgoingRefused } from './outgoing.errors.js';

/** Answers each question with the next of its answers, and in the end always with the last. */
class ScriptedNames {
  readonly asked: string[] = [];

  constructor(private readonly answers: readonly string[][] = [['127.0.0.1']]) {}

  resolve(host: string): Promise<LookupAddress[]> {
    const addresses = this.answers[Math.min(this.asked.length, this.answers.length - 1)] ?? [];
    this.asked.push(host);
    return Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
  }
}

interface Heard {
  path: string;
  method: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

describe(OutgoingClient.name, () => {
  const servers: Server[] = [];

  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  async function serve(answer: RequestListener): Promise<{ port: number; heard: Heard[] }> {
    const heard: Heard[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
      request.on('end', () => {
        heard.push({ path: request.url ?? '', method: request.method, headers: request.headers, body });
        answer(request, response);
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { port: (server.address() as AddressInfo).port, heard };
  }

  /** This machine counts as public in these tests, so that there is something to reach. */
  const client = (names = new ScriptedNames(), toLoopback = true) =>
    new OutgoingClient(new AddressGuard(Object.assign(new OutgoingConfig(), { toLoopback }), names));
  const post = (url: string, change: Partial<OutgoingRequest> = {}): OutgoingRequest => ({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json' },
    body: '{"a":1}',
    timeLimitMs: 10_000,
    maxAnswerBytes: 1_000,
    ...change,
  });
  const never = new AbortController().signal;

  it('sends what it is given and brings back the answer, whatever its status', async () => {
    const { port, heard } = await serve((_, response) => {
      response.writeHead(503, { 'retry-after': '7' }).end('busy');
    });
    const names = new ScriptedNames();
    const answer = await client(names).send(post(`http://hooks.test:${port}/in?x=1`), never);
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '7' }, body: 'busy' });
    expect(heard).toMatchObject([
      {
        path: '/in?x=1',
        method: 'POST',
        headers: { host: `hooks.test:${port}`, 'content-type': 'application/json' },
        body: '{"a":1}',
      },
    ]);
    expect(names.asked).toEqual(['hooks.test']);
  });

  describe('refuses', () => {
    const refused = async (url: string, names = new ScriptedNames(), toLoopback = false) => {
      const sending = client(names, toLoopback).send(post(url), never);
      await expect(sending).rejects.toBeInstanceOf(OutgoingRefused);
      return sending.catch((error: Error) => error.message);
    };

    it.each([
      'https://127.0.0.1/',
      'https://2130706433/',
      'https://0x7f.1/',
      'https://[::1]/',
      'https://[::ffff:10.0.0.1]/',
      'https://169.254.169.254/latest/meta-data',
      'https://[64:ff9b::a00:1]/',
    ])('the address %s', async (url) => {
      expect(await refused(url)).toContain('leads to an address that is not public');
    });

    it.each(['http://example.com/', 'http://127.0.0.1/', 'ftp://example.com/', 'file:///etc/passwd'])(
      '%s, which is not https',
      async (url) => {
        expect(await refused(url)).toBe('Only https:// URLs are called.');
      },
    );

    it('what is no URL, and one with a password', async () => {
      expect(await refused('hooks.test/in')).toBe('It is no URL.');
      expect(await refused('https://ann:secret@example.com/')).toContain('a password in it');
    });

    it('a name that leads to a private address, and does not tell which', async () => {
      const { port, heard } = await serve((_, response) => response.end());
      const message = await refused(`https://hooks.test:${port}/`, new ScriptedNames([['10.1.2.3']]));
      expect(message).toBe('hooks.test leads to an address that is not public.');
      expect(await refused(`https://hooks.test:${port}/`)).toBe(message);
      expect(heard).toEqual([]);
    });

    it('a name of which one address is private', async () => {
      expect(await refused('https://hooks.test/', new ScriptedNames([['8.8.8.8', '192.168.0.1']]))).toContain(
        'not public',
      );
    });

    it('http to anything but this machine, also when it may be called', async () => {
      expect(await refused('http://hooks.test/', new ScriptedNames([['8.8.8.8']]), true)).toBe(
        'Only https:// URLs are called.',
      );
    });

    it('a redirect to a private address', async () => {
      const { port } = await serve((_, response) => {
        response.writeHead(307, { location: 'https://10.0.0.1/admin' }).end();
      });
      expect(await refused(`http://hooks.test:${port}/`, new ScriptedNames(), true)).toBe(
        '10.0.0.1 leads to an address that is not public.',
      );
    });

    it('a redirect to a name that leads to a private address', async () => {
      const { port, heard } = await serve((_, response) => {
        response.writeHead(308, { location: `http://inner.test:${port}/admin` }).end();
      });
      const names = new ScriptedNames([['127.0.0.1'], ['10.0.0.1']]);
      await refused(`http://hooks.test:${port}/`, names, true);
      expect(names.asked).toEqual(['hooks.test', 'inner.test']);
      expect(heard.map(({ path }) => path)).toEqual(['/']);
    });
  });

  it('connects to the address that was checked, when the name leads elsewhere a moment later', async () => {
    const { port, heard } = await serve((_, response) => response.end('first'));
    const names = new ScriptedNames([['127.0.0.1'], ['10.0.0.1']]);
    const url = `http://hooks.test:${port}/`;
    await expect(client(names).send(post(url), never)).resolves.toMatchObject({ body: 'first' });
    expect(names.asked).toEqual(['hooks.test']); // asked once: between check and connection there is nothing to change
    await expect(client(names).send(post(url), never)).rejects.toBeInstanceOf(OutgoingRefused);
    expect(heard).toHaveLength(1);
  });

  describe('follows redirects', () => {
    it('that ask for the same again, with all of it, but shows credentials to nobody else', async () => {
      const other = await serve((_, response) => response.end('there'));
      const { port, heard } = await serve((request, response) => {
        const location = request.url === '/' ? '/next' : `http://other.test:${other.port}/`;
        response.writeHead(307, { location }).end();
      });
      const headers = { authorization: 'Bearer x', 'webhook-id': 'm' };
      const answer = await client().send(post(`http://hooks.test:${port}/`, { headers }), never);
      expect(answer.body).toBe('there');
      expect(heard.map(({ path, body }) => [path, body])).toEqual([
        ['/', '{"a":1}'],
        ['/next', '{"a":1}'],
      ]);
      expect(heard[1]?.headers).toMatchObject(headers);
      expect(other.heard).toMatchObject([
        { method: 'POST', body: '{"a":1}', headers: { 'webhook-id': 'm' } },
      ]);
      expect(other.heard[0]?.headers.authorization).toBeUndefined();
    });

    it('and no others: they are the answer', async () => {
      const { port, heard } = await serve((_, response) => {
        response.writeHead(302, { location: '/login' }).end();
      });
      await expect(client().send(post(`http://hooks.test:${port}/`), never)).resolves.toMatchObject({
        status: 302,
      });
      expect(heard).toHaveLength(1);
    });

    it('three times at most', async () => {
      const { port, heard } = await serve((_, response) => {
        response.writeHead(307, { location: '/again' }).end();
      });
      const sending = client().send(post(`http://hooks.test:${port}/`), never);
      await expect(sending).rejects.toThrow('It redirected more than 3 times.');
      expect(heard).toHaveLength(4);
    });
  });

  describe('gives up', () => {
    it('an answer that comes drop by drop', async () => {
      const { port } = await serve((_, response) => {
        const timer = setInterval(() => response.write('.'), 20);
        response.on('close', () => clearInterval(timer));
      });
      const sending = client().send(post(`http://hooks.test:${port}/`, { timeLimitMs: 300 }), never);
      await expect(sending).rejects.toThrow('There was no whole answer within 300 ms.');
    });

    it('a server that says nothing', async () => {
      const { port } = await serve(() => undefined);
      const sending = client().send(post(`http://hooks.test:${port}/`, { timeLimitMs: 100 }), never);
      await expect(sending).rejects.toThrow('There was no whole answer within 100 ms.');
    });

    it('an answer that does not end, and lets go of it', async () => {
      let letGo: () => void = () => undefined;
      const gone = new Promise<void>((resolve) => (letGo = resolve));
      const { port } = await serve((_, response) => {
        const more = () => {
          while (response.write('x'.repeat(10_000)));
        };
        response.on('drain', more).on('close', letGo);
        more();
      });
      const sending = client().send(post(`http://hooks.test:${port}/`), never);
      await expect(sending).rejects.toThrow('The answer was longer than 1000 bytes.');
      await expect(sending).rejects.toBeInstanceOf(OutgoingFailed);
      await gone;
    });

    it('a server that hangs up, or is not there', async () => {
      const { port } = await serve((request) => request.socket.destroy());
      const hangsUp = client().send(post(`http://hooks.test:${port}/`), never);
      await expect(hangsUp).rejects.toThrow('It could not be reached: ECONNRESET.');
      const [server] = servers.splice(0);
      await new Promise((resolve) => server?.close(resolve));
      const away = client().send(post(`http://hooks.test:${port}/`), never);
      await expect(away).rejects.toThrow('It could not be reached: ECONNREFUSED.');
    });

    it('at the wish of who sends', async () => {
      const { port } = await serve(() => stop.abort(new Error('we end')));
      const stop = new AbortController();
      const sending = client().send(post(`http://hooks.test:${port}/`), stop.signal);
      await expect(sending).rejects.toThrow('we end');
    });
  });
});
