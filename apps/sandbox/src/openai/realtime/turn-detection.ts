import type { TurnDetection } from '../../speech/turn-detector.js';
import type { RealtimeSwitchesDto } from './realtime-control.dto.js';
import type { TurnDetectionSettings } from './session-settings.js';

/** How much longer or shorter than `auto` each eagerness waits. */
const PATIENCE = { high: 2 / 3, medium: 1, auto: 1, low: 2 };

/** A session's turn detection in the detector's terms, its silence always said. */
export function detectionFor(
  settings: TurnDetectionSettings | null,
  {
    semanticSilenceMs,
    unfinishedSilenceMs,
  }: Pick<RealtimeSwitchesDto, 'semanticSilenceMs' | 'unfinishedSilenceMs'>,
): (TurnDetection & { silence_duration_ms: number }) | undefined {
  switch (settings?.type) {
    case undefined:
      return undefined;
    case 'server_vad': {
      const { type, threshold, silence_duration_ms, prefix_padding_ms } = settings;
      return { type, threshold, silence_duration_ms, prefix_padding_ms };
    }
    case 'semantic_vad': {
      const patience = PATIENCE[settings.eagerness];
      return {
        type: settings.type,
        silence_duration_ms: semanticSilenceMs * patience,
        unfinished_silence_ms: unfinishedSilenceMs * patience,
      };
    }
  }
}
