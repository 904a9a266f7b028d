export type { Door } from './door.js';
export { prepareFramework } from './framework.js';
export { Talk } from './talk.js';
export type { TalkOptions } from './talk.js';
export type { Report, TalkTool, ToolAnswer, ToolCall } from './talk-tool.js';
export { VoiceGate } from './voice-gate.js';
