import { EventEmitter } from 'node:events';
import type { StoredEvent } from '#store';
import { Follower } from './follower.js';
import type { FollowedSocket } from './follower.js';

/** A socket whose reader reads when the test says so. */
class SlowSocket extends EventEmitter implements FollowedSocket {
  readonly OPEN = 1;
  readyState: 1 | 2 = 1;
  bufferedAmount = 0;
  readonly sent: string[] = [];
  closedWith: [number, string] | undefined;
  isTerminated = false;
  pings = 0;

  send(text: string): void {
    this.sent.push(text);
    this.bufferedAmount += text.length;
  }

  ping(): void {
    this.pings += 1;
  }

  close(code: number, reason: string): void {
    this.readyState = 2;
    this.closedWith = [code, reason];
  }

  terminate(): void {
    this.isTerminated = true;
    this.emit('close');
  }
}

const event = (seq: number): StoredEvent => ({
  tenantId: 'acme',
  conversationId: 'c',
  sessionId: 's',
  id: `e${seq}`,
  epoch: 1,
  sourceSeq: seq,
  seq,
  type: 'speech.started',
  v: 1,
  at: '2026-01-15T12:00:00.000Z',
  payload: { speaker: 'user' },
});
const events = (...seqs: number[]) => seqs.map(event);

describe(Follower.name, () => {
  let socket: SlowSocket;
  let follower: Follower;
  const told = () => socket.sent.map((text) => (JSON.parse(text) as { seq: number }).seq);

  beforeEach(() => {
    socket = new SlowSocket();
    follower = new Follower(socket, 0, 1_000);
  });

  it('is told each event once, in order, and none before its turn', () => {
    follower.tell(events(1, 2));
    follower.tell(events(1, 2, 3));
    follower.tell(events(5));
    follower.tell(events(4, 5));
    expect(told()).toEqual([1, 2, 3, 4, 5]);
  });

  it('is closed when it reads too slowly, and told how far it was', () => {
    follower.tell(events(...Array.from({ length: 100 }, (_, i) => i + 1)));
    expect(socket.closedWith).toEqual([4008, `read up to ${follower.seq}`]);
    expect(told()).toHaveLength(follower.seq);
    follower.tell(events(follower.seq + 1));
    expect(told()).toHaveLength(follower.seq);
  });

  it('goes without what is not kept while other things wait for it, and is not closed for that', () => {
    follower.hear('find me');
    follower.tell(events(...Array.from({ length: 4 }, (_, i) => i + 1)));
    expect(socket.sent[0]).toBe('find me');
    socket.bufferedAmount = 20_000;
    follower.hear('find me a package');
    expect(socket.sent).toHaveLength(5);
    expect([follower.seq, socket.closedWith]).toEqual([4, undefined]);
  });

  it('is cut when it does not answer', () => {
    follower.beat();
    socket.emit('pong');
    follower.beat();
    expect([socket.pings, socket.isTerminated]).toEqual([2, false]);
    follower.beat();
    expect(socket.isTerminated).toBe(true);
  });
});
