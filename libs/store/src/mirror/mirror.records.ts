import { z } from 'zod';

/** What an item of a mirror stands for: these messages of its session, and whether its end comes after them. No words: they are kept once. */
export const MirrorPart = z.object({
  said: z.object({ from: z.int(), to: z.int() }).nullable(),
  ended: z.boolean(),
  /** Messages that the other side did not want. */
  refused: z.int().default(0),
});
export type MirrorPart = z.infer<typeof MirrorPart>;

export interface MirroredMessage {
  seq: number;
  role: 'user' | 'agent';
  /** What was heard of it. */
  text: string;
}
