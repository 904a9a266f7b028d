import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { FakePeer } from '../../test/peers/fake-peer.js';
import type { PeerAnswer } from '../../test/peers/fake-peer.js';
import { PeerClient } from './peer.client.js';
import { PeerUnavailable } from './peer-unavailable.js';

class Echo extends FakePeer {
  status = 200;

  protected answer(): PeerAnswer {
    return [this.status, { said: 'hello' }];
  }
}

describe(PeerClient.name, () => {
  let peer: Echo;
  let client: PeerClient;
  const signal = new AbortController().signal;
  const ask = (timeoutMs = 5_000) => client.send({ method: 'GET', path: '/x', timeoutMs }, signal);

  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  afterAll(() => {
    Logger.overrideLogger(['log', 'warn', 'error']);
  });
  beforeEach(async () => {
    peer = new Echo();
    client = new PeerClient('The peer', await peer.start(), { Authorization: 'Bearer t' });
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await peer.stop();
  });

  it('gives back every answer that is one, with the headers of the peer sent', async () => {
    expect(await ask()).toEqual({ status: 200, body: { said: 'hello' } });
    peer.status = 404;
    expect(await ask()).toMatchObject({ status: 404 });
    expect(peer.seen[0]?.headers.authorization).toBe('Bearer t');
  });

  it.each([
    ['is down', 'down'],
    ['says nothing within the time', 'silent'],
  ] as const)('counts as unavailable who %s', async (_, state) => {
    peer.state = state;
    await expect(ask(50)).rejects.toThrow(PeerUnavailable);
  });

  it('follows nobody elsewhere', async () => {
    peer.status = 302;
    expect(await ask()).toMatchObject({ status: 302 });
  });

  it('leaves alone who failed three times, and then asks once', async () => {
    const now = jest.spyOn(Date, 'now');
    peer.state = 'down';
    for (let asked = 0; asked < 5; asked += 1) await expect(ask()).rejects.toThrow(PeerUnavailable);
    expect(peer.seen).toHaveLength(3);
    peer.state = 'up';
    await expect(ask()).rejects.toThrow('left alone');
    now.mockReturnValue(performance.timeOrigin + performance.now() + 60_000);
    expect(await ask()).toMatchObject({ status: 200 });
    expect(await ask()).toMatchObject({ status: 200 });
  });

  it('is not angry with who only asks for patience', async () => {
    peer.status = 429;
    for (let asked = 0; asked < 5; asked += 1) await expect(ask()).rejects.toMatchObject({ isOutage: false });
    expect(peer.seen).toHaveLength(5);
  });

  it('ends with its caller', async () => {
    peer.state = 'silent';
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(client.send({ method: 'GET', path: '/x', timeoutMs: 5_000 }, gone)).rejects.toThrow('gone');
  });
});
