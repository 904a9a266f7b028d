import { ConversationEvent } from './event.js';
import { newId } from './new-id.js';

function envelope(type: string, payload: Record<string, unknown>, v = 1) {
  const at = '2026-11-28T12:00:00.000Z';
  return { id: newId(), sessionId: 's1', epoch: 1, sourceSeq: 1, type, v, at, payload };
}

describe('ConversationEvent', () => {
  const switched = { kind: 'llm', from: 'openai', to: 'grok', reason: 'stalled', afterMs: 1_700 };
  const usage = {
    vendor: 'cartesia',
    model: 'sonic-3',
    inputTokens: 0,
    outputTokens: 0,
    cachedTokens: 0,
    inputAudioTokens: 0,
    outputAudioTokens: 0,
    seconds: 0.4,
  };

  it('tells that another vendor goes on, and why', () => {
    expect(ConversationEvent.parse(envelope('provider.switched', switched))).toMatchObject({
      payload: switched,
    });
    expect(() =>
      ConversationEvent.parse(envelope('provider.switched', { ...switched, kind: 'avatar' })),
    ).toThrow();
  });

  it('counts characters and sound where a vendor does, and takes events from before it did', () => {
    const spoken = { ...usage, characters: 41, audioSeconds: 2.5 };
    expect(ConversationEvent.parse(envelope('usage.added', spoken))).toMatchObject({ payload: spoken });
    expect(ConversationEvent.parse(envelope('usage.added', usage))?.payload).toEqual(usage);
    expect(() => ConversationEvent.parse(envelope('usage.added', { ...usage, characters: -1 }))).toThrow();
  });

  it('takes turns from before recogniser, voice and interruption were measured', () => {
    const latency = { endpointMs: 300, firstTokenMs: 180, firstAudioMs: 40, totalMs: 520 };
    const message = {
      role: 'agent',
      text: 'Where to?',
      heardText: null,
      interrupted: false,
      language: null,
      participant: null,
      source: 'speech',
      latency,
    };
    expect(ConversationEvent.parse(envelope('message.added', message))?.payload).toEqual({
      ...message,
      latency: { ...latency, transcriptMs: null, voiceMs: null },
    });
    expect(ConversationEvent.parse(envelope('agent.interrupted', { playedMs: 40 }))?.payload).toEqual({
      playedMs: 40,
      interruptionMs: null,
    });
  });

  it('passes over what later versions tell', () => {
    expect(ConversationEvent.parse(envelope('mood.changed', {}))).toBeUndefined();
    expect(ConversationEvent.parse(envelope('provider.switched', switched, 2))).toBeUndefined();
  });
});
