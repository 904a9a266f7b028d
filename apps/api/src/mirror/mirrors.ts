import { Injectable } from '@nestjs/common';
import { MirrorRepository, Store } from '#store';
import { ChatClient } from '../chat/chat.client.js';
import { DjangoClient } from '../django/django.client.js';
import { CHAT_SESSION } from './chat-session.delivery.js';
import { DJANGO_SESSION } from './django-session.delivery.js';

/** Whatever happens in a session is written down for those who are to be told, in the transaction in which it is kept here. */
@Injectable()
export class Mirrors {
  constructor(store: Store, mirror: MirrorRepository, django: DjangoClient, chat: ChatClient) {
    const kinds = [...(django.isThere ? [DJANGO_SESSION] : []), ...(chat.isThere ? [CHAT_SESSION] : [])];
    for (const kind of kinds) store.addConsequence((news) => mirror.note(kind, news, Date.now()));
  }
}
