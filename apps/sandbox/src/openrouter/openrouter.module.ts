import { Module } from '@nestjs/common';
import { TravelDialogue } from '../dialogue/travel-dialogue.js';
import { TextModel } from '../openai/text/text-model.js';
import { chatProviders, keyProviders } from '../openai/vendor-providers.js';
import { openRouterChat } from './openrouter-chat.js';
import { OpenRouterControlController } from './openrouter-control.controller.js';
import { OpenRouterController } from './openrouter.controller.js';

@Module({
  controllers: [OpenRouterController, OpenRouterControlController],
  providers: [
    ...keyProviders('openrouter'),
    { provide: TextModel, useFactory: () => new TextModel(() => new TravelDialogue()) },
    ...chatProviders(openRouterChat),
  ],
})
export class OpenRouterModule {}
