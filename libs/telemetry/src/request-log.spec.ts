import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { addLogFields } from './log-fields.js';
import { LoggingConfig } from './logging.config.js';
import { pinoOptions } from './pino-options.js';
import { requestLog } from './request-log.js';

type Line = Record<string, unknown>;

describe(requestLog.name, () => {
  async function request(path: string, headers: Record<string, string> = {}) {
    const lines: Line[] = [];
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(JSON.parse(chunk.toString()) as Line);
        done();
      },
    });
    const log = requestLog(pino(pinoOptions('api', new LoggingConfig()), stream), {
      quiet: ['/health'],
      personal: ['/people'],
    });
    const server = createServer((incoming, response) => {
      log(incoming, response, () => addLogFields({ tenant: 't1' }));
      response.statusCode = path.startsWith('/broken') ? 500 : 200;
      response.end('done');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
    await answer.text();
    await new Promise((resolve) => server.close(resolve));
    return { lines, answer };
  }

  it('writes one line without query and headers', async () => {
    const { lines, answer } = await request('/token?key=hidden', {
      Authorization: 'Bearer hidden-as-well',
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      method: 'GET',
      path: '/token',
      status: 200,
      tenant: 't1',
      msg: 'request',
    });
    expect(lines[0]?.requestId).toBe(answer.headers.get('x-request-id'));
    expect(JSON.stringify(lines)).not.toContain('hidden');
  });

  it('does not name the person whom a request is about', async () => {
    const { lines } = await request('/people/asha/talks');
    expect(lines).toMatchObject([{ path: '/people/…' }]);
    expect((await request('/people')).lines).toMatchObject([{ path: '/people' }]);
  });

  it('takes over the request id of the caller when it looks like one', async () => {
    expect((await request('/token', { 'X-Request-Id': 'trace-1234' })).lines[0]?.requestId).toBe(
      'trace-1234',
    );
    expect((await request('/token', { 'X-Request-Id': '{bad}' })).lines[0]?.requestId).toMatch(
      /^[0-9a-f-]{36}$/,
    );
  });

  it('is silent about probes that went well and warns about what failed', async () => {
    expect((await request('/health/ready')).lines).toEqual([]);
    expect((await request('/broken')).lines[0]).toMatchObject({ level: 'warn', status: 500 });
  });
});
