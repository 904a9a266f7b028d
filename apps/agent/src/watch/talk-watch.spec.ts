import { jest } from '@jest/globals';
import { Registry } from 'prom-client';
import type { EventPayload } from '#conversation';
import { NoSpans } from '#telemetry';
import { AudioMetrics } from './audio.metrics.js';
import { TalkMetrics } from './talk.metrics.js';
import { TalkWatch } from './talk-watch.js';
import { claimOfTests } from '../../test/claim-of-tests.js';
import { TurnTraces } from './turn-traces.js';

const ANSWER: EventPayload<'message.added'> = {
  role: 'agent',
  text: 'Where to?',
  heardText: null,
  interrupted: false,
  language: null,
  participant: null,
  source: 'speech',
  latency: {
    endpointMs: 300,
    firstTokenMs: 180,
    firstAudioMs: null,
    totalMs: 520,
    transcriptMs: 240,
    voiceMs: 90,
  },
};

describe(TalkWatch.name, () => {
  let registry: Registry;
  let watch: TalkWatch;

  beforeEach(() => {
    jest.useFakeTimers();
    registry = new Registry();
    watch = new TalkWatch(
      new TalkMetrics(registry),
      new TurnTraces(new NoSpans()),
      new AudioMetrics(registry),
    );
  });
  afterEach(() => jest.useRealTimers());

  const follow = () => watch.follow(claimOfTests(), new Date()).see;

  it('measures a turn by its stages, without those that were not seen', async () => {
    const see = follow();
    see('session.started', { agentProcess: 'p', mode: 'realtime', vendor: 'xai', model: 'grok-voice' });
    see('message.added', ANSWER);
    const text = await registry.metrics();
    expect(text).toContain(
      'parley_turn_latency_seconds_sum{stage="endpoint",mode="realtime",vendor="xai"} 0.3',
    );
    expect(text).toContain(
      'parley_turn_latency_seconds_sum{stage="total",mode="realtime",vendor="xai"} 0.52',
    );
    expect(text).not.toContain('stage="first_audio"');
    expect(text).toContain('parley_messages_total{role="agent",source="speech"} 1');
    expect(text).not.toContain('s1');
  });

  it('tells whose each stage is, also after another stood in for them', async () => {
    const see = follow();
    const parts = { stt: 'deepgram', llm: 'openai', tts: 'cartesia' };
    see('session.started', { agentProcess: 'p', mode: 'pipeline', vendor: 'openai', model: 'm', parts });
    see('message.added', ANSWER);
    see('provider.switched', { kind: 'tts', from: 'cartesia', to: 'openai', reason: 'stalled', afterMs: 9 });
    see('message.added', ANSWER);
    const text = await registry.metrics();
    for (const [stage, vendor, count] of [
      ['endpoint', 'openai', 2],
      ['transcript', 'deepgram', 2],
      ['first_token', 'openai', 2],
      ['voice', 'cartesia', 1],
      ['voice', 'openai', 1],
    ] as const) {
      expect(text).toContain(
        `parley_turn_latency_seconds_count{stage="${stage}",mode="pipeline",vendor="${vendor}"} ${count}`,
      );
    }
  });

  it('makes one label of all names that are not known', async () => {
    const see = follow();
    see('session.started', { agentProcess: 'p', mode: 'pipeline', vendor: 'my-own-7', model: 'm' });
    see('message.added', ANSWER);
    const text = await registry.metrics();
    expect(text).toContain('{stage="total",mode="pipeline",vendor="other"} 0.52');
    expect(text).not.toContain('my-own-7');
  });

  it('times a barge-in that cut an answer short, in whatever order that is told', async () => {
    for (const order of ['silent first', 'told first']) {
      const see = follow();
      see('speech.started', { speaker: 'agent' });
      see('speech.started', { speaker: 'user' });
      jest.advanceTimersByTime(200);
      if (order === 'told first') see('agent.interrupted', { playedMs: null, interruptionMs: null });
      see('speech.stopped', { speaker: 'agent' });
      if (order === 'silent first') see('agent.interrupted', { playedMs: null, interruptionMs: null });
    }
    const text = await registry.metrics();
    expect(text).toContain('parley_barge_in_stop_seconds_count 2');
    expect(text).toContain('parley_barge_in_stop_seconds_sum 0.4');
  });

  it('believes who saw the interruption itself, and counts it once', async () => {
    const see = follow();
    see('speech.started', { speaker: 'agent' });
    see('speech.started', { speaker: 'user' });
    jest.advanceTimersByTime(400);
    see('agent.interrupted', { playedMs: 900, interruptionMs: 96 });
    see('speech.stopped', { speaker: 'agent' });
    const text = await registry.metrics();
    expect(text).toContain('parley_barge_in_stop_seconds_count 1');
    expect(text).toContain('parley_barge_in_stop_seconds_sum 0.096');
  });

  it('counts nothing where the agent spoke to its end', async () => {
    const see = follow();
    see('speech.started', { speaker: 'agent' });
    see('speech.started', { speaker: 'user' });
    see('speech.stopped', { speaker: 'agent' });
    expect(await registry.metrics()).toContain('parley_barge_in_stop_seconds_count 0');
  });

  it('adds up what vendors count, how tools and sessions end', async () => {
    const see = follow();
    see('usage.added', {
      vendor: 'openai',
      model: 'gpt-realtime',
      inputTokens: 5,
      outputTokens: 7,
      cachedTokens: 1,
      inputAudioTokens: 2,
      outputAudioTokens: 3,
      seconds: 1.5,
    });
    const uncounted = {
      inputTokens: 0,
      outputTokens: 0,
      cachedTokens: 0,
      inputAudioTokens: 0,
      outputAudioTokens: 0,
    };
    see('usage.added', { vendor: 'deepgram', model: 'ear', ...uncounted, seconds: 0, audioSeconds: 2.5 });
    see('usage.added', { vendor: 'cartesia', model: 'mouth', ...uncounted, seconds: 0, characters: 30 });
    see('tool.finished', {
      callId: 'c1',
      name: 'find_packages',
      outcome: 'timeout',
      result: '',
      durationMs: 4_000,
    });
    watch.ended('user_left');
    const text = await registry.metrics();
    expect(text).toContain('parley_provider_tokens_total{vendor="openai",type="output_audio"} 3');
    expect(text).toContain('parley_provider_answer_seconds_total{vendor="openai"} 1.5');
    expect(text).toContain('parley_provider_heard_seconds_total{vendor="deepgram"} 2.5');
    expect(text).toContain('parley_provider_spoken_characters_total{vendor="cartesia"} 30');
    expect(text).not.toContain('parley_provider_spoken_characters_total{vendor="deepgram"}');
    expect(text).toContain('parley_tool_duration_seconds_sum{tool="find_packages",outcome="timeout"} 4');
    expect(text).toContain('parley_agent_sessions_ended_total{reason="user_left"} 1');
  });

  it('counts who took over from whom, and why', async () => {
    follow()('provider.switched', {
      kind: 'stt',
      from: 'deepgram',
      to: 'openai',
      reason: 'stalled',
      afterMs: 900,
    });
    expect(await registry.metrics()).toContain(
      'parley_provider_switches_total{kind="stt",from="deepgram",to="openai",reason="stalled"} 1',
    );
  });

  it('measures microphones, without what is not known of them', async () => {
    const see = follow();
    const quality = {
      participant: 'asha',
      receivedS: 60,
      speechS: 12.5,
      levelDbfs: -23.4,
      clippedShare: 0,
      lossShare: 0.004,
      jitterMs: 8,
      concealedShare: 0.012,
    };
    see('audio.quality', { ...quality, problems: [] });
    const unknown = { levelDbfs: null, lossShare: null, jitterMs: null, concealedShare: null };
    see('audio.quality', { ...quality, ...unknown, clippedShare: 0.02, problems: ['clipping'] });
    const text = await registry.metrics();
    expect(text).toContain('parley_audio_received_seconds_total 120');
    expect(text).toContain('parley_audio_level_dbfs_bucket{le="-25"} 0');
    expect(text).toContain('parley_audio_level_dbfs_bucket{le="-20"} 1');
    expect(text).toContain('parley_audio_clipped_ratio_count 2');
    expect(text).toContain('parley_audio_loss_ratio_sum 0.004');
    expect(text).toContain('parley_audio_jitter_seconds_sum 0.008');
    expect(text).toContain('parley_audio_concealed_ratio_count 1');
    expect(text).toContain('parley_audio_problems_total{problem="clipping"} 1');
    expect(text).toContain('parley_audio_problems_total{problem="silent"} 0');
    expect(text).not.toContain('asha');
  });

  it('keeps its own faults from the talk', () => {
    const usage = { vendor: 'openai', model: 'm', inputTokens: Number.NaN };
    const see = follow();
    expect(() =>
      see('usage.added', {
        ...usage,
        outputTokens: 0,
        cachedTokens: 0,
        inputAudioTokens: 0,
        outputAudioTokens: 0,
        seconds: 0,
      }),
    ).not.toThrow();
  });
});
