import { jest } from '@jest/globals';
import { Registry } from 'prom-client';
import type { EndReason } from '#conversation';
import { LivekitConfig, RoomTokens } from '#livekit';
import { AgentConfig } from '../agent.config.js';
import { JobMetrics } from './job.metrics.js';
import { WorkerService } from './worker.service.js';

describe(WorkerService.name, () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('takes a session for lost when LiveKit takes its job back and no room says why', () => {
    const ended: [string, EndReason][] = [];
    const host = {
      open: [],
      full: false,
      host: () => Promise.resolve(undefined),
      end: (jobId: string, reason: EndReason) => void ended.push([jobId, reason]),
      drain: () => undefined,
      finish: () => Promise.resolve(),
    };
    const livekit = new LivekitConfig();
    const metrics = new JobMetrics(new Registry());
    const worker = new WorkerService(new AgentConfig(), livekit, new RoomTokens(livekit), host, metrics, {
      adopt: () => Promise.reject(new Error('nobody asks')),
    });
    worker.terminated('AJ_1');
    jest.advanceTimersByTime(900); // the room's own event comes first: with its reason the session is over by now
    expect(ended).toEqual([]);
    jest.advanceTimersByTime(200);
    expect(ended).toEqual([['AJ_1', 'agent_lost']]);
  });
});
