import { EventEmitter } from 'node:events';
import type { StoredEvent } from '#store';
import { Follower } from './follower.js';
import type { FollowedSocket } from './follower.js';
import { SessionFeed } from './session-feed.js';

const COUNT = 300;

const event = (seq: number, type = 'speech.started', payload: object = { speaker: 'user' }): StoredEvent => ({
  ...{ tenantId: 'acme', conversationId: 'c', sessionId: 's', id: `e${seq}`, epoch: 1, sourceSeq: seq, seq },
  ...{ type, v: 1, at: '2026-01-15T12:00:00.000Z', payload: { ...payload } },
});
const interim = (number: number, text: string) => ({
  ...{ sessionId: 's', epoch: 1, number, afterSourceSeq: COUNT, role: 'user' as const, text },
  ...{ participant: 'asha', at: '2026-01-15T12:00:00.000Z' },
});

/** A socket whose reader reads all at once. */
class ReadSocket extends EventEmitter implements FollowedSocket {
  readonly OPEN = 1;
  readonly readyState = 1;
  readonly bufferedAmount = 0;
  readonly lines: string[] = [];

  send(line: string): void {
    this.lines.push(line);
  }

  ping(): void {
    // They live.
  }

  close(): void {
    this.emit('close');
  }

  terminate(): void {
    this.emit('close');
  }

  get texts(): string[] {
    return this.lines
      .map((line) => (JSON.parse(line) as { text?: string }).text)
      .filter((text) => text !== undefined);
  }
}

describe(SessionFeed.name, () => {
  const kept = Array.from({ length: COUNT }, (_, index) => event(index + 1));
  let feed: SessionFeed;
  let store: Promise<void>;

  beforeEach(() => {
    store = Promise.resolve();
    feed = new SessionFeed({
      session: { tenantId: 'acme', id: 's' },
      events: {
        events: async (_tenant, _session, { afterSeq, limit }) => {
          if (afterSeq > 0) await store;
          return kept.slice(afterSeq, afterSeq + limit);
        },
      },
      isOver: () => Promise.resolve(false),
    });
  });

  it('tells what is being said to those who have been told all that was', async () => {
    const [first, second] = [new ReadSocket(), new ReadSocket()];
    feed.hear(interim(1, 'nobody follows'));
    await feed.join(new Follower(first, 0));
    const slow = Promise.withResolvers<void>();
    store = slow.promise;
    const joining = feed.join(new Follower(second, 0));
    await new Promise(setImmediate);
    feed.hear(interim(2, 'find me'));
    expect(second.lines).toHaveLength(200);
    slow.resolve();
    await joining;
    feed.hear(interim(3, 'find me a'));
    expect([first.texts, second.texts]).toEqual([['find me', 'find me a'], ['find me a']]);
  });

  it('tells nothing more of it once the message or the end of the session was told', async () => {
    const socket = new ReadSocket();
    await feed.join(new Follower(socket, COUNT));
    await new Promise(setImmediate); // it looks once more for what came meanwhile
    const message = {
      ...{ role: 'user', text: 'Find me a package.', heardText: null, interrupted: false, language: null },
      ...{ participant: 'asha', source: 'speech', latency: null },
    };
    feed.take([event(COUNT + 1, 'message.added', message)]);
    feed.hear(interim(1, 'find me a'));
    feed.hear({ ...interim(2, 'to bali'), afterSourceSeq: COUNT + 1 });
    feed.take([event(COUNT + 2, 'session.ended', { reason: 'stopped', detail: null })]);
    feed.hear({ ...interim(3, 'to bali please'), afterSourceSeq: COUNT + 1 });
    expect(socket.texts.at(-1)).toBe('to bali');
    expect(socket.lines).toHaveLength(3);
  });
});
