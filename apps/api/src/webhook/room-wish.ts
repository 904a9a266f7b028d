import { z } from 'zod';
import { mergeMetadata } from '#conversation';
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

/** What a room that others opened says of the talk that is to be held in it. */
export interface RoomWish {
  agentId: string | undefined;
  conversationId: string | undefined;
  config: AgentConfigDto;
  /** Why its metadata could not be read, if so. */
  unread: string | undefined;
}

/** Of a room without a dispatch of its own, before anybody is in it: its metadata is all there is to believe. */
export function readRoomWish(room: string, metadata: string): RoomWish {
  const { fields, skipped } = mergeMetadata({ room: metadata, personIdentity: null });
  const { agentId, conversationId, realtimeModel, realtimeVoice, ...config } = Fields.parse(fields);
  return {
    agentId,
    conversationId: conversationId ?? OF_CONVERSATION.exec(room)?.[1],
    config: { ...config, realtime_model: realtimeModel, realtime_voice: realtimeVoice },
    unread: skipped[0]?.reason,
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
