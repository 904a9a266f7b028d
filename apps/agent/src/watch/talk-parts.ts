import type { EventPayload, TurnLatency } from '#conversation';
import { VENDORS } from '#providers';

/** Of a turn, as `TurnLatency` has them. */
export type Stage = 'endpoint' | 'transcript' | 'first_token' | 'voice' | 'first_audio' | 'total';

type Started = Pick<EventPayload<'session.started'>, 'mode' | 'vendor' | 'parts'>;

const KNOWN = new Set<string>(Object.values(VENDORS).flat());

/** Who does what in one talk, in words that a metric can be told apart by: few, whatever callers name. */
export class TalkParts {
  mode: Started['mode'] | 'unknown' = 'unknown';
  private vendor = 'unknown';
  private parts: { stt: string; llm: string; tts: string } | undefined;

  started({ mode, vendor, parts }: Started): void {
    this.mode = mode;
    this.vendor = vendor;
    this.parts = parts && { ...parts };
  }

  switched({ kind, to }: Pick<EventPayload<'provider.switched'>, 'kind' | 'to'>): void {
    if (kind === 'realtime') this.vendor = to;
    else if (this.parts) this.parts[kind] = to;
  }

  /** Whose that stage is: of the talk's vendor where no part does it alone. */
  vendorOf(stage: Stage): string {
    const { parts, vendor } = this;
    switch (stage) {
      case 'transcript':
        return boundedName(parts?.stt ?? vendor);
      case 'first_token':
        return boundedName(parts?.llm ?? vendor);
      case 'voice':
        return boundedName(parts?.tts ?? vendor);
      default:
        return boundedName(vendor);
    }
  }
}

export function stagesOf(latency: TurnLatency): [Stage, number | null][] {
  return [
    ['endpoint', latency.endpointMs],
    ['transcript', latency.transcriptMs],
    ['first_token', latency.firstTokenMs],
    ['voice', latency.voiceMs],
    ['first_audio', latency.firstAudioMs],
    ['total', latency.totalMs],
  ];
}

function boundedName(vendor: string): string {
  return KNOWN.has(vendor) || vendor === 'unknown' ? vendor : 'other';
}
