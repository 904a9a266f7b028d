import 'reflect-metadata';
import {
  ContactCaptures,
  ConversationRepository,
  OutboxRepository,
  SessionRepository,
  Store,
  Triggers,
  UnjudgedMessageRepository,
} from '#store';
import { startMessageReader } from './message-reader.js';

/** A process to be killed: asks a vendor about the messages of a database. */
const [url = '', baseUrl = ''] = process.argv.slice(2);
const store = await Store.open(url);
const triggers = new Triggers(store, new OutboxRepository(store));
startMessageReader(
  {
    store,
    triggers,
    sessions: new SessionRepository(store, new ConversationRepository(store), triggers),
    unjudged: new UnjudgedMessageRepository(store),
    captures: new ContactCaptures(store),
  },
  baseUrl,
);
