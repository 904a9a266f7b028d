import { isRealtimeModel } from '../models.js';
import type { ServerEvent } from './server-event.js';
import { DEFAULT_SETTINGS } from './session-settings.js';
import type { SessionSettings } from './session-settings.js';

/** In what the vendors that speak the Realtime API differ. */
export interface RealtimeDialect {
  vendor: string;
  path: string;
  /** Of the subprotocols a browser offers, the one that is spoken. */
  subprotocol: string | RegExp;
  /** What comes before the key in the subprotocols that a browser offers. */
  keyInSubprotocol: string;
  defaults: SessionSettings;
  isModel: (id: string) => boolean;
  /** A client's event in OpenAI's terms. @throws ParameterInvalid for what this vendor does not know. */
  read: (event: unknown) => unknown;
  /** What OpenAI would say as this vendor says it; undefined for what it never says. */
  write: (event: ServerEvent) => { type: string } | undefined;
}

export const openAiRealtime: RealtimeDialect = {
  vendor: 'openai',
  path: '/openai/v1/realtime',
  subprotocol: 'realtime',
  keyInSubprotocol: 'openai-insecure-api-key.',
  defaults: DEFAULT_SETTINGS,
  isModel: isRealtimeModel,
  read: (event) => event,
  write: (event) => event,
};
