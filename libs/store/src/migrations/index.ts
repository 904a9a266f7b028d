import type { Migration } from 'kysely/migration';
import { model } from './0001-model/model.js';
import { outboxOutcomes } from './0002-outbox-outcomes.js';
import { roomsOfTheEnded } from './0003-rooms-of-the-ended.js';
import { leases } from './0004-leases.js';
import { audioSeconds } from './0005-audio-seconds.js';
import { workflows } from './0006-workflows.js';
import { contacts } from './0007-contacts.js';
import { whatIsKept } from './0008-what-is-kept.js';
import { recordingNotice } from './0009-recording-notice.js';
import { unjudgedMessages } from './0010-unjudged-messages.js';

/** In the order of their names, which never change once released. A database goes up by itself when the api starts. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001-model': model,
  '0002-outbox-outcomes': outboxOutcomes,
  '0003-rooms-of-the-ended': roomsOfTheEnded,
  '0004-leases': leases,
  '0005-audio-seconds': audioSeconds,
  '0006-workflows': workflows,
  '0007-contacts': contacts,
  '0008-what-is-kept': whatIsKept,
  '0009-recording-notice': recordingNotice,
  '0010-unjudged-messages': unjudgedMessages,
};
