import { Module } from '@nestjs/common';
import { StoreModule } from '#store';
import { ChatModule } from '../chat/chat.module.js';
import { DjangoModule } from '../django/django.module.js';
import { ChatSessionDelivery } from './chat-session.delivery.js';
import { DjangoSessionDelivery } from './django-session.delivery.js';
import { Mirrors } from './mirrors.js';
import { SessionMirror } from './session-mirror.js';

/** The backends that seeds S3 and S4 worked with are told what happens, as before. */
@Module({
  imports: [StoreModule, DjangoModule, ChatModule],
  providers: [Mirrors, SessionMirror, DjangoSessionDelivery, ChatSessionDelivery],
  exports: [DjangoSessionDelivery, ChatSessionDelivery],
})
export class MirrorModule {}
