import { Injectable } from '@nestjs/common';
import { mergeMetadata, newId } from '#conversation';
import type { AdoptAnswer, AdoptRequest } from '#conversation';
import { Rooms } from '#livekit';
import { RoomTaken, SessionRepository } from '#store';
import type { SessionRecord } from '#store';
import { DEFAULT_TENANT } from '../access/api-key.js';
import { SessionStarter } from '../session/session-starter.js';
import { NoAgentFits } from './joining.errors.js';
import { readTalkWish } from './talk-wish.js';
import { WantedAgent } from './wanted-agent.js';

const OWNER = 'dispatch';

/**
 * Sessions of jobs whose dispatch others made: a backend that holds the keys of the LiveKit server sends for an agent by its name, as
 * seed S1 does. Who and what it is for stands in the metadata of the dispatch, of the room, and of the person.
 */
@Injectable()
export class DispatchedJobs {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly rooms: Rooms,
    private readonly starter: SessionStarter,
    private readonly agents: WantedAgent,
  ) {}

  /** @throws RoomTaken @throws NoAgentFits @throws LivekitUnavailable @throws TooManySessions @throws MinutesUsedUp @throws BudgetUsedUp */
  async adopt({ jobId, room, metadata: job }: AdoptRequest): Promise<AdoptAnswer> {
    const live = await this.sessions.findLiveByRoom(room);
    if (live) return answerFor(live, jobId);
    const { wish, personIdentity } = await this.wishFor(room, job);
    const agent = await this.agents.find(room, wish);
    if (!agent) throw new NoAgentFits(room);
    const { session } = await this.starter.adopt({
      tenantId: DEFAULT_TENANT,
      owner: OWNER,
      room,
      conversationId: wish.conversationId ?? newId(),
      voiceFrom: 'agent',
      personIdentity,
      ...agent,
      metadata: { jobId },
    });
    return answerFor(session, jobId);
  }

  /** Nobody in the room has a say but the person that dispatch or room name; who is not there yet has not. */
  private async wishFor(room: string, job: string) {
    const [open] = await this.rooms.list([room]);
    const sources = { job, room: open?.metadata ?? '', personIdentity: null };
    const identity = personIn(mergeMetadata(sources).fields);
    const participants = identity === undefined ? [] : await this.rooms.participants(room);
    const person = participants.find((participant) => participant.identity === identity);
    const personIdentity = person?.identity ?? null;
    return { wish: readTalkWish(room, { ...sources, participants, personIdentity }), personIdentity };
  }
}

/** An answer that was lost is asked for again: the session is there. @throws RoomTaken when it is another's */
function answerFor({ id, metadata, room }: SessionRecord, jobId: string): AdoptAnswer {
  if (metadata.jobId !== jobId) throw new RoomTaken(room);
  return { sessionId: id };
}

/** S1 names them by the first, S3 by the second. */
function personIn({ userIdentity, userId }: Record<string, unknown>): string | undefined {
  return [userIdentity, userId].find((identity) => typeof identity === 'string');
}
