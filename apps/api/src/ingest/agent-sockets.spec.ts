import { EventEmitter } from 'node:events';
import { jest } from '@jest/globals';
import { SessionConfig } from '../session/session.config.js';
import { AgentSockets } from './agent-sockets.js';

const NOW = 1_000_000;

describe(AgentSockets.name, () => {
  let hastened: object[];
  let sockets: AgentSockets;
  let config: SessionConfig;

  beforeEach(() => {
    jest.useFakeTimers({ now: NOW });
    hastened = [];
    const hasten = (sessionId: string, epoch: number, times: object) =>
      Promise.resolve(void hastened.push({ sessionId, epoch, ...times }));
    config = new SessionConfig();
    sockets = new AgentSockets({ hasten }, config);
  });
  afterEach(() => jest.useRealTimers());

  const renewed = (socket: EventEmitter, sessionId: string) =>
    sockets.renewedOver(socket, { sessionId, epoch: 2, expiresAt: Date.now() + 3_000 });

  it('lets leases of a connection that closed run out sooner, by their last renewal', () => {
    const [one, other] = [new EventEmitter(), new EventEmitter()];
    renewed(one, 'a');
    renewed(other, 'b');
    jest.advanceTimersByTime(500);
    renewed(one, 'a');
    one.emit('close');
    expect(hastened).toEqual([{ sessionId: 'a', epoch: 2, from: NOW + 3_500, to: NOW + 2_300 }]);
  });

  it('keeps to whole milliseconds, as the store does', () => {
    config.leaseMs = 3_001;
    const socket = new EventEmitter();
    renewed(socket, 'a');
    socket.emit('close');
    expect(hastened).toEqual([{ sessionId: 'a', epoch: 2, from: NOW + 3_000, to: NOW + 1_800 }]);
  });

  it('says nothing of sessions that were over long ago, nor when it goes itself', () => {
    const socket = new EventEmitter();
    renewed(socket, 'a');
    jest.advanceTimersByTime(4_000);
    renewed(socket, 'b');
    sockets.beforeApplicationShutdown();
    socket.emit('close');
    expect(hastened).toEqual([]);
    const next = new EventEmitter();
    for (let i = 0; i < 300; i++) renewed(next, `session ${i}`);
    expect(next.listenerCount('close')).toBe(1);
  });
});
