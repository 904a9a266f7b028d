import { Module } from '@nestjs/common';
import { FaultsService } from '../control/faults.service.js';
import { SocketsModule } from '../sockets/sockets.module.js';
import { SpeechModule } from '../speech/speech.module.js';
import { ChatCompletions } from './chat/chat-completions.js';
import { ChatController } from './chat/chat.controller.js';
import { openAiChat } from './chat/openai-chat.js';
import { OpenAiControlController } from './openai-control.controller.js';
import { OpenAiKeysService } from './openai-keys.service.js';
import { OpenAiController } from './openai.controller.js';
import { RealtimeGateway } from './realtime/realtime.gateway.js';
import { SessionParts } from './realtime/session-parts.service.js';
import { TurnLogService } from './realtime/turn-log.service.js';
import { ResponsesController } from './responses/responses.controller.js';
import { ResponsesGateway } from './responses/responses.gateway.js';
import { ResponsesService } from './responses/responses.service.js';
import { AudioController } from './speech/audio.controller.js';
import { SpeechService } from './speech/speech.service.js';
import { TranscriptionService } from './speech/transcription.service.js';
import { TextModel } from './text/text-model.js';

@Module({
  imports: [SocketsModule, SpeechModule],
  controllers: [
    OpenAiController,
    ChatController,
    ResponsesController,
    AudioController,
    OpenAiControlController,
  ],
  providers: [
    OpenAiKeysService,
    RealtimeGateway,
    SessionParts,
    TurnLogService,
    ResponsesService,
    ResponsesGateway,
    SpeechService,
    TranscriptionService,
    {
      provide: TextModel,
      inject: [SessionParts],
      useFactory: (parts: SessionParts) => new TextModel(() => parts.newDialogue()),
    },
    {
      provide: ChatCompletions,
      inject: [TextModel, FaultsService],
      useFactory: (model: TextModel, faults: FaultsService) => new ChatCompletions(model, faults, openAiChat),
    },
  ],
})
export class OpenAiModule {}
