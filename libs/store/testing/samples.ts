import type { EventEnvelope, EventPayload, EventType } from '#conversation';
import { BUILT_IN_AGENTS, newId } from '#conversation';
import type { NewSession, SessionKey } from '../src/session/session.records.js';
import type { NewWorkflow } from '../src/workflow/workflow.records.js';

/** A moment to count from, so that no spec looks at a clock. */
export const NOON = Date.UTC(2026, 0, 15, 12);

export function newSession(change: Partial<NewSession> = {}): NewSession {
  const [definition] = BUILT_IN_AGENTS;
  if (!definition) throw new Error('There is no built-in agent.');
  const id = newId();
  return {
    tenantId: 'default',
    id,
    conversationId: `conversation-${id}`,
    room: `room-${id}`,
    door: 'room',
    voiceFrom: 'agent',
    personIdentity: null,
    owner: null,
    definition,
    agentVersion: null,
    metadata: {},
    startBy: NOON + 20_000,
    endsAt: NOON + 3_600_000,
    now: NOON,
    ...change,
  };
}

/** A workflow of the same tenant, for every talk that begins. */
export function newWorkflow(change: Partial<NewWorkflow> = {}): NewWorkflow {
  return {
    tenantId: 'default',
    id: newId(),
    name: 'Tell the desk',
    enabled: true,
    trigger: 'session.started',
    condition: {},
    action: { type: 'webhook', url: 'https://hooks.example.com/parley' },
    secret: `whsec_${Buffer.alloc(24, 7).toString('base64')}`,
    now: NOON,
    ...change,
  };
}

/** A session of the tenant that `newSession` names. */
export function keyOf(id: string): SessionKey {
  return { tenantId: 'default', id };
}

/** Makes the events of one claim, counting as an agent does; each is 100 ms after the one before. */
export class EventSource {
  private sourceSeq = 0;

  constructor(
    private readonly sessionId: string,
    private readonly epoch: number,
    private readonly from: number = NOON,
  ) {}

  event<T extends EventType>(type: T, payload: EventPayload<T>): EventEnvelope {
    return this.raw(type, payload);
  }

  raw(type: string, payload: Record<string, unknown>, v = 1): EventEnvelope {
    this.sourceSeq += 1;
    const at = new Date(this.from + this.sourceSeq * 100).toISOString();
    return {
      id: newId(),
      sessionId: this.sessionId,
      epoch: this.epoch,
      sourceSeq: this.sourceSeq,
      type,
      v,
      at,
      payload,
    };
  }

  said(text: string, role: 'user' | 'agent' = 'user'): EventEnvelope {
    return this.event('message.added', {
      role,
      text,
      heardText: null,
      interrupted: false,
      language: 'en',
      participant: role === 'user' ? 'person' : null,
      source: 'speech',
      latency: null,
    });
  }

  used(tokens: number, vendor = 'openai'): EventEnvelope {
    return this.event('usage.added', {
      vendor,
      model: 'gpt-realtime',
      inputTokens: tokens,
      outputTokens: tokens,
      cachedTokens: 0,
      inputAudioTokens: tokens,
      outputAudioTokens: tokens,
      seconds: 1.5,
      characters: tokens * 2,
      audioSeconds: tokens / 4,
    });
  }

  called(callId: string): EventEnvelope {
    return this.event('tool.called', {
      callId,
      name: 'find_packages',
      arguments: { query: 'Goa' },
      idempotencyKey: `key-${callId}`,
      deadlineMs: 5_000,
    });
  }

  finished(callId: string): EventEnvelope {
    return this.event('tool.finished', {
      callId,
      name: 'find_packages',
      outcome: 'done',
      result: '3 packages',
      durationMs: 12.5,
    });
  }
}
