import { Module } from '@nestjs/common';
import { SocketsModule } from '../sockets/sockets.module.js';
import { SpeechModule } from '../speech/speech.module.js';
import { DeepgramKeyGuard } from './deepgram-key.guard.js';
import { DeepgramController } from './deepgram.controller.js';
import { DeepgramGateway } from './deepgram.gateway.js';

@Module({
  imports: [SocketsModule, SpeechModule],
  controllers: [DeepgramController],
  providers: [DeepgramKeyGuard, DeepgramGateway],
})
export class DeepgramModule {}
