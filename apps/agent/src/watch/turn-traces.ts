import { Injectable } from '@nestjs/common';
import type { ClaimAnswer } from '#conversation';
import { Spans } from '#telemetry';
import { TurnTrace } from './turn-trace.js';
import type { EventHandlers } from './talk-watch.js';

/** One trace for each turn: what the person waited for, and on whom. No words of theirs. */
@Injectable()
export class TurnTraces {
  constructor(private readonly spans: Spans) {}

  /** For one session. `close` ends the turn at hand. */
  follow(claim: ClaimAnswer): { handlers: EventHandlers; close: () => void } {
    if (!this.spans.wanted) return { handlers: {}, close: () => undefined };
    let model: Record<string, string> = {};
    let turn: TurnTrace | undefined;
    const close = () => {
      const trace = turn?.finish({ ...attributesOf(claim), ...model });
      turn = undefined;
      if (trace) this.spans.record(trace);
    };
    const begin = (source: 'speech' | 'text') => {
      close();
      turn = new TurnTrace(source, Date.now());
    };
    return {
      close,
      handlers: {
        'session.started': ({ vendor, model: name }) =>
          (model = { 'gen_ai.provider.name': vendor, 'gen_ai.request.model': name }),
        'speech.stopped': ({ speaker }) => speaker === 'user' && begin('speech'),
        'message.added': (message) => {
          if (message.role === 'user' && message.source === 'text') begin('text');
          if (message.role === 'agent') turn?.answered(message, Date.now());
        },
        'tool.called': ({ callId }) => turn?.toolCalled(callId, Date.now()),
        'tool.finished': (call) => turn?.toolFinished(call, Date.now()),
        'provider.failed': () => turn?.providerFailed(),
      },
    };
  }
}

function attributesOf({ sessionId, tenantId, conversationId, definition }: ClaimAnswer) {
  return {
    'session.id': sessionId,
    'parley.tenant': tenantId,
    'gen_ai.conversation.id': conversationId,
    'gen_ai.agent.id': definition.id,
  };
}
