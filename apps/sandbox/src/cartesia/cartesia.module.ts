import { Module } from '@nestjs/common';
import { SocketsModule } from '../sockets/sockets.module.js';
import { SpeechModule } from '../speech/speech.module.js';
import { CartesiaKeysService } from './cartesia-keys.service.js';
import { CartesiaController } from './cartesia.controller.js';
import { CartesiaGateway } from './cartesia.gateway.js';

@Module({
  imports: [SocketsModule, SpeechModule],
  controllers: [CartesiaController],
  providers: [CartesiaKeysService, CartesiaGateway],
})
export class CartesiaModule {}
