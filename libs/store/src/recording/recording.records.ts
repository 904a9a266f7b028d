/** `refused`: the person did not want it, and nothing of it is kept. */
export type RecordingState = 'recording' | 'ended' | 'refused';

/** A file of a recording. In their order they are one stream. */
export interface RecordedSegment {
  name: string;
  startMs: number;
  durationMs: number;
  bytes: number;
}

export interface RecordingRecord {
  tenantId: string;
  id: string;
  conversationId: string;
  sessionId: string;
  state: RecordingState;
  /** When the person had heard that they are recorded; null when they refused before. */
  consentedAt: number | null;
  /** The words in which they were told. */
  notice: string | null;
  /** Where its files lie. */
  location: string;
  segments: RecordedSegment[];
  durationMs: number;
  bytes: number;
  startedAt: number;
  endedAt: number | null;
  /** From then on it is to be erased; null when nothing says so. */
  keepUntil: number | null;
}
