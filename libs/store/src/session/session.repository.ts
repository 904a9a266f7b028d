import type { EndReason } from '#conversation';
import type { Page, PageRequest } from '../page.js';
import type { NewSession, SessionRecord, SessionSummary, SessionUsage } from './session.records.js';

/** The ledger of sessions: `created → waiting → active → ending → ended`, never backwards. */
export abstract class SessionRepository {
  /**
   * Opens a session, and its conversation when that is new. A room with a live session of the same tenant answers with that
   * session, `existing: true`, and nothing is written.
   *
   * @throws RoomTaken when the live session of the room is another tenant's.
   * @throws ConversationLive when the conversation goes on in another room.
   */
  abstract create(session: NewSession): Promise<{ session: SessionRecord; existing: boolean }>;

  abstract find(tenantId: string, id: string): Promise<SessionRecord | undefined>;

  /** For agents, which know a session by its id alone; never for callers of the API. */
  abstract findAnyTenant(id: string): Promise<SessionRecord | undefined>;

  /** The session that is not ended yet; rooms are shared by all tenants. */
  abstract findLiveByRoom(room: string): Promise<SessionRecord | undefined>;

  /** Newest first. @throws BadInput when the cursor is not one of ours. */
  abstract list(tenantId: string, page: PageRequest): Promise<Page<SessionSummary>>;

  /** `created` → `waiting`: the room is made and an agent was sent for. False when the session was further already. */
  abstract markWaiting(id: string): Promise<boolean>;

  /** → `active` for doors without a claim; a claim does it by itself. False when the session was further already. */
  abstract markActive(id: string, at: number): Promise<boolean>;

  /** → `ending`: its agent is told with the next renewal and ends it in good order. False when it was ending or over already. */
  abstract markEnding(id: string, reason: EndReason, at: number): Promise<boolean>;

  /**
   * → `ended`, and its claim is fenced at that time. A reason given by `markEnding` wins over this one. True once only: who gets
   * it cleans up.
   */
  abstract end(id: string, reason: EndReason, at: number, detail?: string): Promise<boolean>;

  /** Remembers a dispatch, to tell one of ours from others and to know when it was made. */
  abstract addDispatch(id: string, dispatch: { id: string; at: number }): Promise<void>;

  /** Every session of every tenant that is not ended, oldest first: what supervision compares with the world. */
  abstract liveSessions(): Promise<SessionSummary[]>;

  abstract countLive(tenantId: string): Promise<number>;

  abstract usage(tenantId: string, id: string): Promise<SessionUsage>;
}
