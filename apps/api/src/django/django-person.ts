import { z } from 'zod';
import { isLanguageTag } from '../session/opening/is-language.js';

/** One that does not fit is as if it were not there. */
const text = (longest: number) => z.string().trim().min(1).max(longest).optional().catch(undefined);

const Preferences = z.object({
  preferred_voice: text(256),
  preferred_language: text(64)
    .refine((tag) => tag === undefined || isLanguageTag(tag))
    .catch(undefined),
  system_prompt_override: text(32_000),
});

const Validated = z.object({
  valid: z.literal(true),
  user_id: z.union([z.string().min(1).max(256), z.int().transform(String)]),
  preferences: Preferences.catch({}),
});

/** A person whom Django knows, and how they like to be talked with. */
export interface DjangoPerson {
  userId: string;
  voice: string | undefined;
  language: string | undefined;
  prompt: string | undefined;
}

/** Undefined when the answer names nobody. */
export function readDjangoPerson(answer: unknown): DjangoPerson | undefined {
  const validated = Validated.safeParse(answer);
  if (!validated.success) return undefined;
  const { user_id: userId, preferences } = validated.data;
  return {
    userId,
    voice: preferences.preferred_voice,
    language: preferences.preferred_language,
    prompt: preferences.system_prompt_override,
  };
}
