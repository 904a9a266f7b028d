import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { keptAliveFetch } from './kept-alive-fetch.js';

describe(keptAliveFetch.name, () => {
  it('can be aborted when the answer has begun and nobody reads it yet', async () => {
    const server = createServer((_request, response) => response.writeHead(200).write('x')).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    const over = new AbortController();
    const { port } = server.address() as AddressInfo;
    const answer = await keptAliveFetch(`http://127.0.0.1:${port}/`, { signal: over.signal });
    over.abort();
    await turn();
    await expect(answer.text()).rejects.toThrow('aborted');
    server.closeAllConnections();
    server.close();
  });

  it('can be aborted with the last piece in hand, which comes with the end of the answer', async () => {
    const server = createServer((_request, response) => response.end('all of it')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const over = new AbortController();
    const { port } = server.address() as AddressInfo;
    const answer = await keptAliveFetch(`http://127.0.0.1:${port}/`, { signal: over.signal });
    await answer.body?.getReader().read();
    over.abort();
    await turn(); // an error without a listener would end the process here
    expect(over.signal.aborted).toBe(true);
    server.closeAllConnections();
    server.close();
  });
});
