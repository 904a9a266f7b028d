import { Module } from '@nestjs/common';
import { chatProviders, keyProviders, realtimeProviders } from '../openai/vendor-providers.js';
import { SocketsModule } from '../sockets/sockets.module.js';
import { SpeechModule } from '../speech/speech.module.js';
import { xaiChat } from './xai-chat.js';
import { XaiControlController } from './xai-control.controller.js';
import { xaiRealtime } from './xai-realtime.js';
import { XaiController } from './xai.controller.js';

@Module({
  imports: [SocketsModule, SpeechModule],
  controllers: [XaiController, XaiControlController],
  providers: [
    ...keyProviders('xai', 'xai-secret_'),
    ...realtimeProviders(xaiRealtime),
    ...chatProviders(xaiChat),
  ],
})
export class XaiModule {}
