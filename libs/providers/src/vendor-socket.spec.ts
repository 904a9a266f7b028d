import { jest } from '@jest/globals';
import { FakeVendor } from '../testing/fake-vendor.js';
import { VendorFault } from './vendor-fault.js';
import { openVendorSocket } from './vendor-socket.js';
import type { SocketSpeaker, StandingSocket } from './vendor-socket.js';

const REAL = ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'hrtime'] as const;

describe(openVendorSocket.name, () => {
  let vendor: FakeVendor;
  let url: string;
  let told: string[];
  let talk: AbortController;
  /** What the vendor says first. */
  let firstWord: object | undefined;

  beforeEach(async () => {
    jest.useFakeTimers({ doNotFake: [...REAL] });
    vendor = new FakeVendor((say) => ({
      begin: () => firstWord && say(firstWord),
      hear: () => 0,
    }));
    url = (await vendor.start()).replace('http', 'ws');
    told = [];
    talk = new AbortController();
    firstWord = { type: 'ready' };
  });
  afterEach(async () => {
    jest.useRealTimers();
    talk.abort();
    await vendor.stop();
  });

  let end: PromiseWithResolvers<undefined>;
  const speaker = (): SocketSpeaker => {
    end = Promise.withResolvers<undefined>();
    return {
      greeting: '{"type":"hello"}',
      farewell: '{"type":"bye"}',
      isReady: (event) => typeOf(event) === 'ready',
      faultOf: (event) => (typeOf(event) === 'fault' ? new VendorFault('quota_exhausted') : undefined),
      faultOfClose: (code, reason) => VendorFault.ofClose(code, reason),
      begun: () => told.push('begun'),
      heard: (event) => told.push(typeOf(event)),
      ended: (fault) => {
        told.push(`ended ${fault?.message ?? 'by us'}`);
        end.resolve(undefined);
      },
    };
  };
  const open = (): Promise<StandingSocket> => openVendorSocket({ url, headers: {} }, speaker(), talk.signal);
  const line = () => [...vendor.lines][0];
  const pass = async (ms: number) => {
    await jest.advanceTimersByTimeAsync(ms);
    await new Promise((resolve) => setImmediate(resolve));
  };

  it('greets, and stands when the vendor is ready', async () => {
    await open();
    await vendor.until(() => vendor.said.length > 0);
    expect([told, vendor.said]).toEqual([['begun'], [{ type: 'hello' }]]);
  });

  it.each(['hang', 'well'] as const)(
    'waits four seconds for a vendor that says nothing (%s)',
    async (how) => {
      firstWord = undefined;
      vendor.meetings.push(how);
      const opening = open();
      const outcome = expect(opening).rejects.toMatchObject({ reason: 'no_answer' });
      await vendor.until(() => vendor.requests.length > 0);
      await pass(3_999);
      await pass(1);
      await outcome;
      expect(jest.getTimerCount()).toBe(0);
      expect(told).toEqual([]);
    },
  );

  it('tells the fault that a vendor has instead of a first word', async () => {
    firstWord = { type: 'fault' };
    await expect(open()).rejects.toMatchObject({ reason: 'quota_exhausted' });
    expect(told).toEqual([]);
  });

  it('tells the fault once, and not the goodbye that follows it', async () => {
    await open();
    line()?.send('{"type":"word"}');
    line()?.send('{"type":"fault"}');
    line()?.close(1011);
    await end.promise;
    await vendor.until(() => vendor.lines.size === 0);
    expect(told).toEqual(['begun', 'word', 'ended quota_exhausted']);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('takes what cannot be read for a fault, and passes over what is no text', async () => {
    await open();
    line()?.send(new Uint8Array([1, 2, 3]));
    line()?.send('{"type":"word"}');
    line()?.send('{"type":"wor####');
    await end.promise;
    expect(told).toEqual(['begun', 'word', 'ended answer_failed']);
  });

  it('notices a line that does not beat', async () => {
    await open();
    await pass(5_000);
    await vendor.until(() => true);
    line()?.pause();
    await pass(5_000);
    await pass(5_000);
    expect(told).toEqual(['begun', 'ended no_answer']);
    line()?.resume();
  });

  it('notices a line on which nothing moves', async () => {
    const socket = await open();
    line()?.pause();
    const megabyte = new Uint8Array(1024 * 1024);
    for (let i = 0; i < 20; i++) socket.send(megabyte);
    expect(told).toEqual(['begun', 'ended no_answer']);
    line()?.resume();
  });

  it('says goodbye, and goes even when nobody answers', async () => {
    const socket = await open();
    line()?.pause();
    const before = connections();
    socket.close();
    socket.close();
    socket.send('more');
    expect(told).toEqual(['begun', 'ended by us']);
    await pass(1_999);
    expect(connections()).toBe(before);
    await pass(1);
    expect(connections()).toBe(before - 1);
    line()?.resume();
    await vendor.until(() => vendor.said.length === 2);
    expect(vendor.said.at(-1)).toEqual({ type: 'bye' });
  });

  it('goes when nobody waits any more, at the door and later', async () => {
    firstWord = undefined;
    const opening = open();
    const outcome = expect(opening).rejects.toThrow('nobody waits');
    await vendor.until(() => vendor.lines.size > 0);
    talk.abort();
    await outcome;
    expect(told).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('leaves nothing with the signal of a talk that opens many', async () => {
    const add = jest.spyOn(talk.signal, 'addEventListener');
    const remove = jest.spyOn(talk.signal, 'removeEventListener');
    for (let i = 0; i < 5; i++) (await open()).close();
    expect(remove.mock.calls.map(([, listener]) => listener)).toEqual(
      add.mock.calls.map(([, listener]) => listener),
    );
  });
});

function typeOf(event: unknown): string {
  return typeof event === 'object' && event && 'type' in event ? String(event.type) : '';
}

function connections(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
}
