import { z } from 'zod';

/** What a dispatch tells the agent about its job: which session it is for. All else comes with the claim. */
export const JobMetadata = z.object({ sessionId: z.string().min(1).max(256) });
export type JobMetadata = z.infer<typeof JobMetadata>;

/** Undefined when the text is not ours: a dispatch made by somebody else. */
export function parseJobMetadata(text: string): JobMetadata | undefined {
  try {
    return JobMetadata.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
