import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { RecordingFiles } from '#recording';
import { ConversationNotFound, ConversationRepository, RecordingRepository, SessionRepository } from '#store';
import type { RecordingRecord } from '#store';
import { addLogFields } from '#telemetry';
import type { Request, Response } from 'express';
import type { Caller } from '../access/caller.js';
import { AuditTrail } from '../audit/audit-trail.js';
import { RecordedStream } from './recorded-stream.js';
import type { ErasedRecordingsDto } from './recording.dto.js';
import { RecordingLive, RecordingNotFound } from './recording.errors.js';
import { answerWith } from './sound-answer.js';

/** Longer than a player pauses: it asks again for what it has not got then. */
const READ_DEADLINE_MS = 600_000;

@Injectable()
export class RecordingService {
  constructor(
    private readonly recordings: RecordingRepository,
    private readonly conversations: ConversationRepository,
    private readonly sessions: SessionRepository,
    private readonly files: RecordingFiles,
    private readonly audit: AuditTrail,
  ) {}

  /** Of the session, or of the latest that was recorded. @throws RecordingNotFound @throws RangeNotSatisfiable */
  async play(
    caller: Caller,
    conversationId: string,
    sessionId: string | undefined,
    request: Request,
    response: Response,
  ): Promise<Readable | undefined> {
    const sound = new RecordedStream(await this.latest(caller, conversationId, sessionId));
    const range = answerWith(sound, request, response);
    return range && sound.read(range, this.files, AbortSignal.timeout(READ_DEADLINE_MS));
  }

  /** Files first: without its row nobody would find them. @throws RecordingNotFound @throws RecordingLive */
  async erase(
    caller: Caller,
    conversationId: string,
    sessionId: string | undefined,
  ): Promise<ErasedRecordingsDto> {
    const found = await this.find(caller, conversationId, sessionId);
    for (const recording of found) await this.assertOver(recording);
    for (const recording of found) {
      await this.files.erase(recording.location);
      await this.recordings.remove(recording);
      await this.audit.record('recording.erased', recording, { detail: { sessionId: recording.sessionId } });
    }
    return { recordings: found.length };
  }

  private async latest(
    caller: Caller,
    conversationId: string,
    sessionId: string | undefined,
  ): Promise<RecordingRecord[]> {
    const withSound = (await this.find(caller, conversationId, sessionId)).filter(
      ({ state, segments }) => state !== 'refused' && segments.length > 0,
    );
    const last = withSound.at(-1);
    if (!last) throw new RecordingNotFound(conversationId);
    return withSound.filter((recording) => recording.sessionId === last.sessionId);
  }

  private async find(
    { tenantId }: Caller,
    conversationId: string,
    sessionId: string | undefined,
  ): Promise<RecordingRecord[]> {
    const conversation = await this.conversations.find(tenantId, conversationId);
    if (!conversation) throw new ConversationNotFound(conversationId);
    addLogFields({ conversationId });
    const found = await this.recordings.list(tenantId, conversationId, sessionId);
    if (found.length === 0) throw new RecordingNotFound(conversationId);
    return found;
  }

  private async assertOver({ tenantId, sessionId }: RecordingRecord): Promise<void> {
    const session = await this.sessions.find(tenantId, sessionId);
    if (session && session.state !== 'ended') throw new RecordingLive(sessionId);
  }
}
