import type { Provider } from '@nestjs/common';
import { FaultsService } from '../control/faults.service.js';
import { SocketDoor } from '../sockets/socket-door.service.js';
import { ChatCompletions } from './chat/chat-completions.js';
import type { ChatDialect } from './chat/chat-dialect.js';
import { OpenAiKeysService } from './openai-keys.service.js';
import type { RealtimeDialect } from './realtime/realtime-dialect.js';
import { RealtimeGateway } from './realtime/realtime.gateway.js';
import { SessionParts } from './realtime/session-parts.service.js';
import { TurnLogService } from './realtime/turn-log.service.js';
import { TextModel } from './text/text-model.js';

// What each vendor that answers as OpenAI does has for itself: keys, a model, sessions, and the switches on them.

/** Of a module that provides a `TextModel`. */
export function chatProviders(dialect: ChatDialect): Provider[] {
  return [
    {
      provide: ChatCompletions,
      inject: [TextModel, FaultsService],
      useFactory: (model: TextModel, faults: FaultsService) => new ChatCompletions(model, faults, dialect),
    },
  ];
}

/** `secretKind`: how the vendor's client secrets begin. */
export function keyProviders(vendor: string, secretKind?: string): Provider[] {
  return [
    {
      provide: OpenAiKeysService,
      inject: [FaultsService],
      useFactory: (faults: FaultsService) => new OpenAiKeysService(faults.of(vendor), secretKind),
    },
  ];
}

/** Sessions by voice, and the model that writes as they speak. */
export function realtimeProviders(dialect: RealtimeDialect): Provider[] {
  return [
    SessionParts,
    TurnLogService,
    {
      provide: RealtimeGateway,
      inject: [SocketDoor, OpenAiKeysService, SessionParts, TurnLogService, FaultsService],
      useFactory: (
        door: SocketDoor,
        keys: OpenAiKeysService,
        parts: SessionParts,
        turns: TurnLogService,
        faults: FaultsService,
      ) => new RealtimeGateway(dialect, { door, keys, parts, turns, faults }),
    },
    {
      provide: TextModel,
      inject: [SessionParts],
      useFactory: (parts: SessionParts) => new TextModel(() => parts.newDialogue()),
    },
  ];
}
