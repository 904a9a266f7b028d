import { Inject, Injectable } from '@nestjs/common';
import { RecordingFiles } from '#recording';
import { ErasureRepository } from '#store';
import type { Erased, Person, SessionKey, Traces } from '#store';

/** Erases what is kept, files first: as long as there is the row, they are found again after a crash. */
@Injectable()
export class ErasureService {
  constructor(
    private readonly eraser: ErasureRepository,
    @Inject(RecordingFiles) private readonly files: Pick<RecordingFiles, 'erase'>,
  ) {}

  /** @throws ConversationNotFound @throws ConversationLive while somebody talks in it */
  async conversation(tenantId: string, id: string): Promise<Erased> {
    await this.eraser.refuseLive(tenantId, id);
    await this.eraseFiles(tenantId, await this.eraser.sessionsOf(tenantId, id));
    return this.eraser.conversation(tenantId, id);
  }

  /** One that has ended, and its conversation with the last one. */
  async session({ tenantId, id }: SessionKey): Promise<Erased> {
    await this.eraseFiles(tenantId, [id]);
    return this.eraser.session({ tenantId, id });
  }

  /** @throws ConversationLive while they talk */
  async person(tenantId: string, person: Person, { sessions, conversations }: Traces): Promise<Erased> {
    for (const id of conversations) await this.eraser.refuseLive(tenantId, id);
    await this.eraseFiles(tenantId, sessions);
    return this.eraser.person(tenantId, person);
  }

  private async eraseFiles(tenantId: string, sessions: readonly string[]): Promise<void> {
    for (const location of await this.eraser.recordings(tenantId, sessions)) await this.files.erase(location);
  }
}
