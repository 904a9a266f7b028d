import { z } from 'zod';

/** Bounds of one `POST /api/ingest/interims`. */
export const INTERIM_LIMITS = { maxInterims: 50, maxTextBytes: 8_000 } as const;

/**
 * What somebody is saying and has not finished: for those who follow the session at that moment. It is no event: nobody keeps it, and
 * whoever has no use for it just now lets it go.
 */
export const Interim = z.object({
  sessionId: z.string().min(1).max(256),
  /** The claim under which it was heard: of one that is not in force nothing is told. */
  epoch: z.int().min(1),
  /** Grows from one interim of the claim to the next. */
  number: z.int().min(1),
  /** The `sourceSeq` of the last event before it, 0 where there is none: a message with a higher one came after it. */
  afterSourceSeq: z.int().min(0),
  role: z.enum(['user', 'agent']),
  /** All of the utterance so far; of a very long one the newest part. */
  text: z.string().min(1),
  /** Identity of the person who says it, null for the agent. */
  participant: z.string().min(1).max(256).nullable(),
  at: z.iso.datetime(),
});
export type Interim = z.infer<typeof Interim>;

/** `POST /api/ingest/interims`: 204, whatever becomes of them. Never repeated: the next ones say more. */
export interface InterimBatch {
  interims: Interim[];
}
