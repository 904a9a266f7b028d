import { z } from 'zod';
import { mergeMetadata } from '#conversation';
import type { MetadataSources, TalkMetadata } from '#conversation';
import type { AgentConfigDto } from '../session/opening/agent-config.dto.js';

/** Seed S3 names its rooms by their conversation. */
const OF_CONVERSATION = /^conversation:(.+)$/s;

const text = (longest: number) => z.string().min(1).max(longest).optional().catch(undefined);

/** Names of seeds S1 and S3, in camelCase. A field that is not what it should be is as if it were not there; more is passed over. */
const Fields = z.object({
  agentId: text(256),
  conversationId: text(256),
  stt: text(512),
  tts: text(512),
  llm: text(512),
  prompt: text(32_000),
  greeting: text(8_000),
  language: text(64).refine(isLanguage).catch(undefined),
  voice: text(256),
  realtime: z.boolean().optional().catch(undefined),
  realtimeModel: text(256),
  realtimeVoice: text(256),
});

/** What others, who opened a room or sent for an agent, say of the talk that is to be held. */
export interface TalkWish {
  agentId: string | undefined;
  conversationId: string | undefined;
  config: AgentConfigDto;
  /** What metadata could not be read, if any. */
  unread: TalkMetadata['skipped'];
}

export function readTalkWish(room: string, sources: MetadataSources): TalkWish {
  const { fields, skipped } = mergeMetadata(sources);
  const { agentId, conversationId, realtimeModel, realtimeVoice, ...config } = Fields.parse(fields);
  return {
    agentId,
    conversationId: conversationId ?? OF_CONVERSATION.exec(room)?.[1],
    config: { ...config, realtime_model: realtimeModel, realtime_voice: realtimeVoice },
    unread: skipped,
  };
}

function isLanguage(language: string | undefined): boolean {
  if (language === undefined || language === 'auto') return true;
  try {
    return Intl.getCanonicalLocales(language).length === 1;
  } catch {
    return false;
  }
}
