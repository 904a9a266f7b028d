import { Module } from '@nestjs/common';
import { ChatClient } from './chat.client.js';
import { chatConfig } from './chat.config.js';

@Module({ providers: [chatConfig, ChatClient], exports: [ChatClient] })
export class ChatModule {}
