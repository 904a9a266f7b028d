/** What speaks where an agent names no model of xAI's; of October 2026 (https://docs.x.ai/developers/models/voice-agent-api.md). */
export const XAI_REALTIME_MODEL = 'grok-voice-latest';
export const XAI_VOICE = 'ara';
