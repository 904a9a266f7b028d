import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { FaultPlanDto } from './fault-plan.dto.js';
import { spoil } from './spoil.js';
import { VendorFaults } from './vendor-faults.js';

const PIECES = ['data: {"n":1}\n\n', 'data: {"n":2}\n\n', 'data: {"n":3}\n\n', 'data: [DONE]\n\n'];

describe(spoil.name, () => {
  const faults = new VendorFaults('openai');
  let server: Server;
  let url: string;

  beforeAll(async () => {
    const app = express();
    app.use((_request, response, next) => {
      spoil(response, faults);
      next();
    });
    app.get('/stream', (_request, response) => {
      for (const piece of PIECES) response.write(piece);
      response.end();
    });
    app.get('/whole', (_request, response) => {
      response.json({ words: 'as they are' });
    });
    server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => faults.clear());

  const plan = (wanted: Partial<FaultPlanDto>) => faults.set(Object.assign(new FaultPlanDto(), wanted));
  const get = (path: string) => fetch(url + path, { signal: AbortSignal.timeout(10_000) });

  /** What came, until the answer ended or `pieces` bytes were there. */
  async function read(path: string, most = Infinity): Promise<string> {
    const { body } = await get(path);
    let text = '';
    for await (const chunk of body ?? []) {
      text += Buffer.from(chunk as Uint8Array).toString();
      if (text.length >= most) break;
    }
    return text;
  }

  it('leaves answers alone that nothing is wrong with', async () => {
    expect(await read('/stream')).toBe(PIECES.join(''));
    expect(await (await get('/whole')).json()).toEqual({ words: 'as they are' });
  });

  it('breaks an event of a streamed answer, and one answer only', async () => {
    plan({ garbage: { next: 1 } });
    const lines = (await read('/stream')).split('\n\n');
    expect(lines[0]).toBe('data: {"n":1}');
    expect(lines[1]).toMatch(/^data: {#+data: \{"n":3\}$/);
    expect(await read('/stream')).toBe(PIECES.join(''));
  });

  it('breaks a body and keeps its length', async () => {
    plan({ garbage: { next: 1 } });
    await expect((await get('/whole')).json()).rejects.toThrow('JSON');
  });

  it('begins a streamed answer and never ends it', async () => {
    plan({ stall: 'stream', stallNext: 1 });
    const begun = PIECES.slice(0, 2).join('');
    expect(await read('/stream', begun.length)).toBe(begun);
    expect(await read('/stream')).toBe(PIECES.join(''));
  });

  it('cuts a streamed answer after so many pieces, and spends the cut on no other', async () => {
    plan({ drop: { next: 1, afterDeltas: 2 } });
    expect(await (await get('/whole')).json()).toEqual({ words: 'as they are' });
    await expect(read('/stream')).rejects.toThrow();
    expect(await read('/stream')).toBe(PIECES.join(''));
  });
});
