import { Module } from '@nestjs/common';
import { SocketsModule } from '../sockets/sockets.module.js';
import { SpeechModule } from '../speech/speech.module.js';
import { ElevenLabsKeyGuard } from './elevenlabs-key.guard.js';
import { ElevenLabsController } from './elevenlabs.controller.js';
import { ElevenLabsGateway } from './elevenlabs.gateway.js';

@Module({
  imports: [SocketsModule, SpeechModule],
  controllers: [ElevenLabsController],
  providers: [ElevenLabsKeyGuard, ElevenLabsGateway],
})
export class ElevenLabsModule {}
