import { EventEmitter } from 'node:events';
import { jest } from '@jest/globals';
import { SessionConfig } from '../session/session.config.js';
import { AgentLines } from './agent-lines.js';
import type { AgentLine } from './agent-lines.js';

const NOW = 1_000_000;

class FakeLine extends EventEmitter implements AgentLine {
  pings = 0;
  closedWith: number | undefined;
  readonly ping = () => void this.pings++;
  readonly close = (code: number) => {
    this.closedWith = code;
    this.emit('close', code);
  };
  readonly terminate = () => void this.emit('close', 1006);
}

describe(AgentLines.name, () => {
  let hastened: object[];
  let lines: AgentLines;

  beforeEach(() => {
    jest.useFakeTimers({ now: NOW });
    hastened = [];
    const hasten = (agentProcess: string, haste: object) => {
      hastened.push({ agentProcess, ...haste });
      return Promise.resolve(1);
    };
    lines = new AgentLines({ hasten }, new SessionConfig());
    lines.onApplicationBootstrap();
  });
  afterEach(() => {
    lines.beforeApplicationShutdown();
    jest.useRealTimers();
  });

  const open = (agentProcess: string) => {
    const line = new FakeLine();
    lines.opened(agentProcess, line);
    return line;
  };

  it('takes a process for dead whose line stays away while others hold theirs', () => {
    open('b');
    open('a').terminate();
    jest.advanceTimersByTime(399);
    expect(hastened).toEqual([]);
    jest.advanceTimersByTime(1);
    const haste = { renewedBefore: NOW, leaseMs: 3_000, expiresAt: NOW + 400 };
    expect(hastened).toEqual([{ agentProcess: 'a', ...haste }]);
  });

  it('gives the last one time for a renewal: the way to it may be broken', () => {
    open('a').terminate();
    jest.advanceTimersByTime(400);
    const haste = { renewedBefore: NOW, leaseMs: 3_000, expiresAt: NOW + 1_800 };
    expect(hastened).toEqual([{ agentProcess: 'a', ...haste }]);
  });

  it('says nothing of one that is back, or that went in good order', () => {
    open('c');
    open('a').terminate();
    jest.advanceTimersByTime(300);
    open('a');
    open('b').close(1000);
    jest.advanceTimersByTime(5_000);
    expect(hastened).toEqual([]);
  });

  it('keeps the newest line of a process, and passes over the end of an older one', () => {
    const older = open('a');
    open('b');
    open('a');
    expect(older.closedWith).toBe(4001);
    jest.advanceTimersByTime(5_000);
    expect(hastened).toEqual([]);
  });

  it('cuts half a line', () => {
    open('b');
    const half = open('a');
    jest.advanceTimersByTime(10_000);
    half.emit('pong');
    jest.advanceTimersByTime(10_000);
    expect([half.pings, half.listenerCount('close')]).toEqual([2, 1]);
    jest.advanceTimersByTime(10_400);
    expect(hastened).toHaveLength(2); // the other one never answered
  });

  it('says nothing when it goes itself', () => {
    open('b');
    const line = open('a');
    lines.beforeApplicationShutdown();
    expect(line.closedWith).toBe(1001);
    jest.advanceTimersByTime(5_000);
    expect(hastened).toEqual([]);
  });
});
