export const STT_VENDORS = ['deepgram', 'assemblyai', 'openai'] as const;
export const LLM_VENDORS = ['openai', 'grok'] as const;
export const TTS_VENDORS = ['cartesia', 'openai', 'elevenlabs'] as const;
export const REALTIME_VENDORS = ['openai', 'xai'] as const;

export type SttVendor = (typeof STT_VENDORS)[number];
export type LlmVendor = (typeof LLM_VENDORS)[number];
export type TtsVendor = (typeof TTS_VENDORS)[number];
export type RealtimeVendor = (typeof REALTIME_VENDORS)[number];
export type VendorName = SttVendor | LlmVendor | TtsVendor | RealtimeVendor;

/** Who can do a kind of work. */
export const VENDORS = {
  stt: STT_VENDORS,
  llm: LLM_VENDORS,
  tts: TTS_VENDORS,
  realtime: REALTIME_VENDORS,
};
