/** Something that LiveKit told, as it is kept: what we use of it and nothing else. */
export interface NewLivekitEvent {
  /** LiveKit's own. */
  id: string;
  /** `default` while the room is nobody's. */
  tenantId: string;
  event: string;
  room: string | null;
  participant: string | null;
  payload: Record<string, unknown>;
  /** When it happened, to the second. */
  at: number;
  receivedAt: number;
}

export type LivekitEventRecord = NewLivekitEvent;
