import type { EventPayload, TurnLatency } from '#conversation';
import type { FinishedSpan } from '#telemetry';

/** What is seen of one turn, from the moment it was taken as finished to the last of what answered it. */
export class TurnTrace {
  private readonly toolsSince = new Map<string, number>();
  private readonly tools: FinishedSpan[] = [];
  private latency: TurnLatency | undefined;
  private endedAt: number;
  private interrupted = false;
  private providerFailures = 0;

  constructor(
    private readonly source: 'speech' | 'text',
    private readonly finishedAt: number,
  ) {
    this.endedAt = finishedAt;
  }

  answered({ latency, interrupted }: EventPayload<'message.added'>, now: number): void {
    this.latency ??= latency ?? undefined;
    this.interrupted ||= interrupted;
    this.endedAt = now;
  }

  toolCalled(callId: string, now: number): void {
    this.toolsSince.set(callId, now);
  }

  toolFinished({ callId, name, outcome }: EventPayload<'tool.finished'>, now: number): void {
    this.tools.push({
      name: `tool ${name}`,
      startedAt: this.toolsSince.get(callId) ?? now,
      endedAt: now,
      attributes: { 'gen_ai.tool.name': name, 'gen_ai.tool.call.id': callId, 'parley.outcome': outcome },
      failed: outcome !== 'done',
    });
    this.endedAt = now;
  }

  providerFailed(): void {
    this.providerFailures += 1;
  }

  /** Undefined for a sound that nobody answered. */
  finish(attributes: Record<string, string>): FinishedSpan | undefined {
    const { latency, finishedAt, tools, providerFailures } = this;
    if (!latency && tools.length === 0 && providerFailures === 0) return undefined;
    const startedAt = finishedAt - (latency?.endpointMs ?? 0);
    return {
      name: 'turn',
      startedAt,
      endedAt: this.endedAt,
      attributes: {
        ...attributes,
        'parley.turn.source': this.source,
        'parley.turn.latency_ms': latency?.totalMs ?? undefined,
        'parley.turn.interrupted': this.interrupted,
        'parley.turn.provider_failures': providerFailures,
      },
      failed: !latency,
      parts: [...this.stages(startedAt), ...tools],
    };
  }

  /** One after the other; those that were not seen are left out. */
  private stages(startedAt: number): FinishedSpan[] {
    const { endpointMs = null, firstTokenMs = null, firstAudioMs = null } = this.latency ?? {};
    let at = startedAt;
    return [
      { name: 'endpointing', tookMs: endpointMs },
      { name: 'model', tookMs: firstTokenMs },
      { name: 'first audio', tookMs: firstAudioMs },
    ].flatMap(({ name, tookMs }) => {
      if (tookMs === null) return [];
      const span = { name, startedAt: at, endedAt: at + tookMs, attributes: {} };
      at = span.endedAt;
      return [span];
    });
  }
}
