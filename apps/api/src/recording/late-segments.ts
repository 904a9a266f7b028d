import { Inject, Injectable, Logger } from '@nestjs/common';
import { ConversationEvent } from '#conversation';
import type { EventEnvelope } from '#conversation';
import { RecordingFiles } from '#recording';
import { RecordingRepository } from '#store';
import type { StoredEvent } from '#store';

/**
 * Sound that reaches its place after its recording was erased, because it waited at an agent for a bucket that was away. It tells of
 * itself as all segments do, and is erased in its turn.
 */
@Injectable()
export class LateSegments {
  private readonly logger = new Logger(LateSegments.name);

  constructor(
    private readonly recordings: RecordingRepository,
    @Inject(RecordingFiles) private readonly files: Pick<RecordingFiles, 'erase'>,
  ) {}

  /**
   * Never rejects.
   *
   * @param homeless of sessions that are not there any more
   */
  async arrived(kept: readonly StoredEvent[], homeless: readonly EventEnvelope[]): Promise<void> {
    for (const event of homeless) await this.eraseAt(segmentOf(event)?.location);
    for (const event of kept) {
      const segment = segmentOf(event);
      if (!segment?.location) continue;
      const state = await this.recordings.stateOf(event.tenantId, segment.recordingId);
      if (state === undefined || state === 'refused') await this.eraseAt(segment.location);
    }
  }

  private async eraseAt(location: string | undefined): Promise<void> {
    if (location === undefined) return;
    try {
      await this.files.erase(location);
      this.logger.warn('sound came after its recording was erased, and is gone');
    } catch (error) {
      this.logger.error('sound came after its recording was erased, and stays', { location, err: error });
    }
  }
}

function segmentOf(event: EventEnvelope) {
  const known = event.type === 'recording.segment' ? ConversationEvent.parse(event) : undefined;
  return known?.type === 'recording.segment' ? known.payload : undefined;
}
