import type { TurnDetection } from '../../speech/turn-detector.js';
import type { TurnDetectionSettings } from './session-settings.js';

/** How much longer or shorter than `auto` each eagerness waits. */
const PATIENCE = { high: 2 / 3, medium: 1, auto: 1, low: 3 };

/** A session's turn detection in the detector's terms, every time said. */
export function detectionFor(
  settings: TurnDetectionSettings | null,
  semanticSilenceMs: number,
): (TurnDetection & { silenceMs: number }) | undefined {
  switch (settings?.type) {
    case undefined:
      return undefined;
    case 'server_vad':
      return {
        type: 'server_vad',
        threshold: settings.threshold,
        silenceMs: settings.silence_duration_ms,
        prefixPaddingMs: settings.prefix_padding_ms,
      };
    case 'semantic_vad':
      return { type: 'semantic_vad', silenceMs: semanticSilenceMs * PATIENCE[settings.eagerness] };
  }
}
