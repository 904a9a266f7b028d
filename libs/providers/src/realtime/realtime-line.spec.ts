import { EventEmitter } from 'node:events';
import { jest } from '@jest/globals';
import { VendorFault } from '../vendor-fault.js';
import { Patience } from '../patience.js';
import { RealtimeLine } from './realtime-line.js';
import { RealtimeRoutes } from './realtime-routes.js';
import { routeTo } from '../../testing/route-to.js';

/** A socket that stands, as the line sees one. */
class FakeSocket extends EventEmitter {
  readonly said: string[] = [];

  send(data: unknown): void {
    this.said.push(String(data));
  }

  ping(): void {}

  terminate(): void {
    this.emit('close', 1006, Buffer.alloc(0));
  }
}

const RENEW_AFTER_MS = 20 * 60_000;

describe(RealtimeLine.name, () => {
  const talk = new AbortController();
  let told: string[];
  let next: (FakeSocket | VendorFault)[];
  let attempts: number;
  let line: RealtimeLine<FakeSocket>;

  let dialled: string[];

  beforeEach(() => {
    jest.useFakeTimers();
    told = [];
    next = [];
    attempts = 0;
    dialled = [];
    lineTo('openai');
  });
  function lineTo(...[first, ...others]: [string, ...string[]]): void {
    line = new RealtimeLine({
      routes: new RealtimeRoutes([routeTo(first), ...others.map(routeTo)], {
        newPatience: () => new Patience({ random: () => 0.5 }),
      }),
      inputChunkMs: 20,
      renewAfterMs: RENEW_AFTER_MS,
      open: (url, { Authorization }) => {
        attempts += 1;
        dialled.push(`${url} with ${Authorization}`);
        const result = next.shift() ?? new VendorFault('unavailable', 503);
        return result instanceof VendorFault ? Promise.reject(result) : Promise.resolve(result);
      },
    });
    line.listen({
      down: (fault, owed) => told.push(`down ${fault.message}${owed ? ', owes' : ''}`),
      up: (owed) => told.push(owed ? `up, owes${owed.instructed ? ' words' : ''}` : 'up'),
      late: () => told.push('late'),
      recovered: () => told.push('recovered'),
      switched: ({ from, to, reason }) => told.push(`${from} → ${to} (${reason})`),
      lost: (fault) => told.push(`lost ${fault.message}`),
    });
  }
  afterEach(() => {
    line.close();
    jest.useRealTimers();
  });

  const dial = () => line.dial('wss://vendor', {}, talk.signal);
  /** The plugin has told the model of the talk. */
  const redial = async () => {
    await dial();
    line.restored();
  };
  async function stand(): Promise<FakeSocket> {
    const socket = new FakeSocket();
    next.push(socket);
    const dialling = dial();
    await jest.advanceTimersByTimeAsync(1);
    await dialling;
    await jest.advanceTimersByTimeAsync(1);
    return socket;
  }

  it('tells when it stands, and that it may be asked', async () => {
    expect(line.isUp).toBe(false);
    await stand();
    expect(told).toEqual(['up']);
    expect(line.isUp).toBe(true);
  });

  it('tries again, and gives up within fifteen seconds', async () => {
    dial().catch(() => undefined);
    await jest.advanceTimersByTimeAsync(15_000);
    expect(told.at(-1)).toMatch(/^lost (unavailable 503|left_alone)$/);
    expect(attempts).toBeLessThan(10);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(told.filter((fact) => fact.startsWith('lost'))).toHaveLength(1);
  });

  it('gives up at once when the key is refused', async () => {
    next.push(new VendorFault('key_refused', 401));
    dial().catch(() => undefined);
    await jest.advanceTimersByTimeAsync(0);
    expect(told).toEqual(['lost key_refused 401']);
    expect(attempts).toBe(1);
  });

  it('hands on what is owed when a socket breaks in the middle of an answer', async () => {
    const socket = await stand();
    line.heard({ type: 'response.created' });
    socket.terminate();
    expect(line.isUp).toBe(false);
    next.push(new FakeSocket());
    const again = redial();
    await jest.advanceTimersByTimeAsync(200);
    await again;
    expect(told).toEqual(['up', 'down dropped, owes', 'up, owes']);
  });

  it('waits a moment for a socket to say why it ends', async () => {
    const socket = await stand();
    next.push(new FakeSocket());
    const again = redial();
    await jest.advanceTimersByTimeAsync(100);
    socket.terminate();
    await jest.advanceTimersByTimeAsync(200);
    await again;
    expect(told).toEqual(['up', 'down dropped', 'up']);
  });

  it('is good again once an answer was given, or after a while', async () => {
    const socket = await stand();
    socket.terminate();
    next.push(new FakeSocket());
    const again = redial();
    await jest.advanceTimersByTimeAsync(200);
    await again;
    expect(told).not.toContain('recovered');
    line.heard({ type: 'response.done' });
    expect(told.at(-1)).toBe('recovered');
  });

  it('cuts a line on which nothing comes', async () => {
    await stand();
    line.asked({ type: 'response.create', response: { instructions: 'say' } });
    await jest.advanceTimersByTimeAsync(6_000);
    expect(told).toEqual(['up', 'down stalled, owes']);
  });

  it('cuts a line that sends what cannot be read, and hands on the answer that it owes', async () => {
    await stand();
    line.asked({ type: 'response.create' });
    line.heard({ type: 'unreadable' });
    expect(told).toEqual(['up', 'down answer_failed, owes']);
  });

  it('cuts a line whose heart does not beat', async () => {
    await stand();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(told).toContain('down no_answer');
  });

  it('does not run in circles with a vendor that hangs up at once', async () => {
    for (let i = 0; i < 30; i++) next.push(new FakeSocket());
    const circle = async () => {
      for (;;) (await dial()).emit('close', 1000, Buffer.alloc(0));
    };
    circle().catch(() => undefined);
    await jest.advanceTimersByTimeAsync(20_000);
    expect(told.at(-1)).toBe('lost closed 1000');
    expect(attempts).toBeLessThan(10);
  });

  it('says the sound of a turn again that was not understood', async () => {
    const socket = await stand();
    line.heard({ type: 'input_audio_buffer.speech_started' });
    line.sent({ type: 'input_audio_buffer.append', audio: 'AAAA' });
    line.heard({ type: 'input_audio_buffer.committed' });
    socket.terminate();
    const fresh = new FakeSocket();
    next.push(fresh);
    const again = redial();
    await jest.advanceTimersByTimeAsync(200);
    await again;
    expect(fresh.said).toEqual([JSON.stringify({ type: 'input_audio_buffer.append', audio: 'AAAA' })]);
    expect(told.at(-1)).toBe('up');
  });

  it('renews an old line without a word', async () => {
    await stand();
    jest.setSystemTime(Date.now() + RENEW_AFTER_MS);
    next.push(new FakeSocket());
    await redial();
    expect(told).toEqual(['up', 'up']);
  });

  it('ends with the verdict of the vendor, not with the goodbye that follows it', async () => {
    await stand();
    line.heard({ type: 'error', ...{ error: { code: 'insufficient_quota', type: 'x' } } });
    dial().catch(() => undefined);
    await jest.advanceTimersByTimeAsync(0);
    expect(told).toEqual(['up', 'lost quota_exhausted']);
  });

  describe('with another vendor to go on with', () => {
    beforeEach(() => lineTo('openai', 'xai'));

    it('goes on with it when the first one cannot be had', async () => {
      next.push(new VendorFault('unavailable', 503));
      await stand();
      expect(dialled).toEqual([
        'wss://openai.example/realtime with Bearer key of openai',
        'wss://xai.example/realtime with Bearer key of xai',
      ]);
      expect(told).toEqual(['down unavailable 503', 'openai → xai (unavailable)', 'up']);
      expect(line.route.vendor).toBe('xai');
    });

    it('takes a refused key for no reason to give up', async () => {
      next.push(new VendorFault('key_refused', 401));
      await stand();
      expect(told).toEqual(['down key_refused 401', 'openai → xai (key_refused)', 'up']);
    });

    it('stays with who only lost a connection, and asks the other when that happens again', async () => {
      (await stand()).terminate();
      const again = new FakeSocket();
      next.push(again);
      const second = redial();
      await jest.advanceTimersByTimeAsync(200);
      await second;
      expect(line.route.vendor).toBe('openai');
      again.terminate();
      next.push(new FakeSocket());
      const third = redial();
      await jest.advanceTimersByTimeAsync(600);
      await third;
      expect(told.slice(1)).toEqual(['down dropped', 'up', 'down dropped', 'openai → xai (dropped)', 'up']);
    });

    it('has the other answer what the first one owes', async () => {
      await stand();
      line.asked({ type: 'response.create' });
      await jest.advanceTimersByTimeAsync(2_400);
      next.push(new FakeSocket());
      const again = redial();
      await jest.advanceTimersByTimeAsync(0);
      await again;
      expect(told.slice(1)).toEqual(['late', 'down stalled, owes', 'openai → xai (stalled)', 'up, owes']);
    });

    it('goes to and fro between two that fail, and gives up in time', async () => {
      dial().catch(() => undefined);
      await jest.advanceTimersByTimeAsync(60_000);
      expect(new Set(dialled).size).toBe(2);
      expect(attempts).toBeLessThan(20);
      expect(told.filter((fact) => fact.startsWith('lost'))).toHaveLength(1);
    });

    it('gives up at once when nobody takes its key', async () => {
      next.push(new VendorFault('key_refused', 401), new VendorFault('key_refused', 401));
      dial().catch(() => undefined);
      await jest.advanceTimersByTimeAsync(0);
      expect(told).toEqual(['down key_refused 401', 'lost key_refused 401']);
    });
  });
});
