import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { nextFreePorts, refuseTakenPorts } from './ports.ts';
import { Refusal } from './refusal.ts';

const HOST = '127.0.0.1';

describe('ports', () => {
  const closers: (() => void)[] = [];
  afterEach(() => closers.splice(0).forEach((close) => close()));

  async function listening(health: object): Promise<number> {
    const server = createServer((_request, response) => response.end(JSON.stringify(health))).listen(0, HOST);
    await once(server, 'listening');
    closers.push(() => server.close());
    return (server.address() as AddressInfo).port;
  }

  async function boundUdp(): Promise<number> {
    const socket = createSocket('udp4').bind(0, HOST);
    await once(socket, 'listening');
    closers.push(() => socket.close());
    return socket.address().port;
  }

  it('are all named in one message, each with the variable that moves it', async () => {
    const [api, sandbox, media] = [await listening({}), await listening({}), await boundUdp()];
    const refused = refuseTakenPorts(
      [
        { port: api, protocol: 'tcp', use: 'api', variable: 'PORT' },
        { port: sandbox, protocol: 'tcp', use: 'sandbox', variable: 'SANDBOX_PORT' },
        { port: media, protocol: 'udp', use: 'LiveKit media', variable: 'LIVEKIT_PORT' },
      ],
      HOST,
    );
    await expect(refused).rejects.toThrow(Refusal);
    const { message } = (await refused.catch((error: unknown) => error)) as Error;
    expect(message).toMatch(new RegExp(`${api} +tcp +api +PORT moves it`));
    expect(message).toMatch(new RegExp(`${sandbox} +tcp +sandbox +SANDBOX_PORT moves it`));
    expect(message).toMatch(new RegExp(`${media} +udp +LiveKit media +LIVEKIT_PORT moves it`));
    expect(message).not.toContain('Another Parley');
  });

  it('tell when another Parley has them', async () => {
    const port = await listening({ status: 'ok', service: 'parley-api' });
    await expect(
      refuseTakenPorts([{ port, protocol: 'tcp', use: 'api', variable: 'PORT' }], HOST),
    ).rejects.toThrow(/answers as parley-api\)\nAnother Parley is running here/);
  });

  it('pass when they are free', async () => {
    const port = await listening({});
    closers.splice(0).forEach((close) => close());
    await refuseTakenPorts([{ port, protocol: 'tcp', use: 'api', variable: 'PORT' }], HOST);
  });

  it('of further agents leave out those that are taken or spoken for', async () => {
    const taken = await listening({});
    const [next = 0] = await nextFreePorts(taken, 1, [], HOST);
    expect(next).toBeGreaterThan(taken);
    const [other = 0] = await nextFreePorts(taken, 1, [next], HOST);
    expect(other).toBeGreaterThan(next);
  });
});
