import { Module } from '@nestjs/common';
import { SocketsModule } from '../sockets/sockets.module.js';
import { SpeechModule } from '../speech/speech.module.js';
import { OpenAiControlController } from './openai-control.controller.js';
import { OpenAiKeysService } from './openai-keys.service.js';
import { OpenAiController } from './openai.controller.js';
import { RealtimeGateway } from './realtime/realtime.gateway.js';
import { SessionParts } from './realtime/session-parts.service.js';
import { TurnLogService } from './realtime/turn-log.service.js';

@Module({
  imports: [SocketsModule, SpeechModule],
  controllers: [OpenAiController, OpenAiControlController],
  providers: [OpenAiKeysService, RealtimeGateway, SessionParts, TurnLogService],
})
export class OpenAiModule {}
