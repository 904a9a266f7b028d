import { Module } from '@nestjs/common';
import { SocketsModule } from '../sockets/sockets.module.js';
import { SpeechModule } from '../speech/speech.module.js';
import { AssemblyAiKeysService } from './assemblyai-keys.service.js';
import { AssemblyAiController } from './assemblyai.controller.js';
import { AssemblyAiGateway } from './assemblyai.gateway.js';

@Module({
  imports: [SocketsModule, SpeechModule],
  controllers: [AssemblyAiController],
  providers: [AssemblyAiKeysService, AssemblyAiGateway],
})
export class AssemblyAiModule {}
