import { Injectable } from '@nestjs/common';
import type { Interim } from '#conversation';
import { ClaimRepository } from '#store';
import { SessionFeeds } from '../transcript/session-feeds.js';

/** What agents hear people say, on its way to those who follow. Nothing of it is kept. */
@Injectable()
export class InterimService {
  constructor(
    private readonly claims: ClaimRepository,
    private readonly feeds: SessionFeeds,
  ) {}

  /** Lets go what nobody follows and what an agent tells that does not have the session any more. @throws StoreUnavailable */
  async hear(interims: readonly Interim[]): Promise<void> {
    const followed = interims.filter(({ sessionId }) => this.feeds.mayBeFollowed(sessionId));
    const epochs = await this.claims.epochsInForce(followed.map(({ sessionId }) => sessionId));
    this.feeds.heard(followed.filter(({ sessionId, epoch }) => epochs.get(sessionId) === epoch));
  }
}
