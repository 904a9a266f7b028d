import { Injectable, Logger } from '@nestjs/common';
import { LivekitWebhooks } from '#livekit';
import { LivekitEventRepository, SessionRepository } from '#store';
import { DEFAULT_TENANT } from '../access/api-key.js';
import { LivekitEventWorker } from './livekit-event.worker.js';

/** Keeps what LiveKit tells and answers at once; the work comes after, also when this process dies in between. */
@Injectable()
export class LivekitInbox {
  private readonly logger = new Logger(LivekitInbox.name);

  constructor(
    private readonly webhooks: LivekitWebhooks,
    private readonly events: LivekitEventRepository,
    private readonly sessions: SessionRepository,
    private readonly worker: LivekitEventWorker,
  ) {}

  /** @throws ForgedWebhook @throws UnreadableWebhook @throws StoreUnavailable LiveKit tries again after it. */
  async take(body: Buffer, vouchedHash: string): Promise<void> {
    const told = this.webhooks.read(body, vouchedHash);
    const { id, event, createdAt, room, participant, numDropped } = told;
    if (numDropped) this.logger.warn('LiveKit lost webhooks', { numDropped });
    const session = room && (await this.sessions.findLiveByRoom(room.name));
    const isNew = await this.events.add({
      id,
      event,
      tenantId: session?.tenantId ?? DEFAULT_TENANT,
      room: room?.name ?? null,
      participant: participant?.identity ?? null,
      payload: told,
      at: createdAt * 1_000,
      receivedAt: Date.now(),
    });
    if (isNew) this.worker.wake();
  }
}
