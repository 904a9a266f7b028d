import { Module } from '@nestjs/common';
import { SocketsModule } from '../sockets/sockets.module.js';
import { SpeechModule } from '../speech/speech.module.js';
import { ChatController } from './chat/chat.controller.js';
import { openAiChat } from './chat/openai-chat.js';
import { OpenAiControlController } from './openai-control.controller.js';
import { OpenAiController } from './openai.controller.js';
import { openAiRealtime } from './realtime/realtime-dialect.js';
import { ResponsesController } from './responses/responses.controller.js';
import { ResponsesGateway } from './responses/responses.gateway.js';
import { ResponsesService } from './responses/responses.service.js';
import { AudioController } from './speech/audio.controller.js';
import { SpeechService } from './speech/speech.service.js';
import { TranscriptionService } from './speech/transcription.service.js';
import { chatProviders, keyProviders, realtimeProviders } from './vendor-providers.js';

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
    ...keyProviders('openai'),
    ...realtimeProviders(openAiRealtime),
    ...chatProviders(openAiChat),
    ResponsesService,
    ResponsesGateway,
    SpeechService,
    TranscriptionService,
  ],
})
export class OpenAiModule {}
