import { jest } from '@jest/globals';
import { Registry } from 'prom-client';
import type { EventPayload, TurnLatency } from '#conversation';
import { NoSpans, Spans } from '#telemetry';
import type { FinishedSpan } from '#telemetry';
import { AudioMetrics } from './audio.metrics.js';
import { TalkMetrics } from './talk.metrics.js';
import { TalkWatch } from './talk-watch.js';
import { claimOfTests } from '../../test/claim-of-tests.js';
import { TurnTraces } from './turn-traces.js';

const NOON = Date.UTC(2026, 10, 21, 12);

class KeptSpans extends Spans {
  readonly wanted = true;
  readonly roots: FinishedSpan[] = [];

  record(root: FinishedSpan): void {
    this.roots.push(root);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

const UNSEEN: TurnLatency = {
  endpointMs: null,
  firstTokenMs: null,
  firstAudioMs: null,
  totalMs: null,
  transcriptMs: null,
  voiceMs: null,
};

function said(role: 'user' | 'agent', latency: TurnLatency | null = null): EventPayload<'message.added'> {
  const rest = { heardText: null, interrupted: false, language: null, participant: null };
  return { ...rest, role, text: 'My secret wish', source: 'speech', latency };
}

describe(TurnTraces.name, () => {
  let spans: KeptSpans;

  beforeEach(() => {
    jest.useFakeTimers({ now: NOON });
    spans = new KeptSpans();
  });
  afterEach(() => jest.useRealTimers());

  const follow = (to: Spans = spans) =>
    new TalkWatch(
      new TalkMetrics(new Registry()),
      new TurnTraces(to),
      new AudioMetrics(new Registry()),
    ).follow(claimOfTests(), new Date());

  it('makes one trace of a turn: endpointing, model, first audio and tools on one line of time', () => {
    const { see, close } = follow();
    see('session.started', { agentProcess: 'p', mode: 'realtime', vendor: 'openai', model: 'gpt-realtime' });
    see('message.added', said('agent')); // the greeting answers nobody
    see('speech.stopped', { speaker: 'user' });
    const call = { callId: 'call', name: 'find_packages' };
    see('tool.called', { ...call, arguments: {}, idempotencyKey: 'k', deadlineMs: 1_000 });
    jest.advanceTimersByTime(100);
    see('tool.finished', { ...call, outcome: 'timeout', result: '', durationMs: 100 });
    jest.advanceTimersByTime(900);
    const latency = { ...UNSEEN, endpointMs: 300, firstTokenMs: 180, firstAudioMs: 40, totalMs: 520 };
    see('message.added', said('agent', latency));
    close();

    expect(spans.roots).toHaveLength(1);
    expect(spans.roots[0]).toMatchObject({
      name: 'turn',
      startedAt: NOON - 300,
      endedAt: NOON + 1_000,
      failed: false,
      attributes: {
        'session.id': 's1',
        'parley.tenant': 'acme',
        'gen_ai.conversation.id': 'c1',
        'gen_ai.agent.id': 'tara',
        'gen_ai.request.model': 'gpt-realtime',
        'parley.turn.source': 'speech',
        'parley.turn.latency_ms': 520,
      },
      parts: [
        { name: 'endpointing', startedAt: NOON - 300, endedAt: NOON },
        { name: 'model', startedAt: NOON, endedAt: NOON + 180 },
        { name: 'first audio', startedAt: NOON + 180, endedAt: NOON + 220 },
        { name: 'tool find_packages', startedAt: NOON, endedAt: NOON + 100, failed: true },
      ],
    });
    expect(JSON.stringify(spans.roots)).not.toContain('secret wish');
  });

  it('begins a trace with each turn, and makes none of sounds that nobody answered', () => {
    const { see, close } = follow();
    const latency = { ...UNSEEN, totalMs: 700 };
    see('speech.stopped', { speaker: 'user' });
    see('speech.stopped', { speaker: 'user' });
    see('message.added', said('agent', latency));
    see('message.added', { ...said('user'), source: 'text' });
    see('message.added', said('agent', latency));
    close();
    expect(spans.roots.map(({ attributes }) => attributes['parley.turn.source'])).toEqual(['speech', 'text']);
  });

  it('keeps nothing where nobody wants traces', () => {
    const off = new TurnTraces(new NoSpans()).follow(claimOfTests());
    expect(off.handlers).toEqual({});
  });
});
