export type Side = 'person' | 'agent';

/** A piece of one side at its time, or that from a time on nothing of it was heard. Milliseconds since the recording began. */
export type RecordedSound =
  { side: Side; atMs: number; samples: Int16Array; rate: number } | { side: Side; cutAtMs: number };

/** A piece of a recording that is whole. */
export interface Segment {
  /** `000001.ogg` */
  name: string;
  startMs: number;
  durationMs: number;
  bytes: number;
}
