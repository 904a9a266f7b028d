import type { llm } from '@livekit/agents';
import { realtime } from '@livekit/agents-plugin-xai';
import { linedModelOf } from './lined-model.js';
import type { ClientEvent, LinedSession } from './lined-model.js';

type TranscriptionCompleted = Parameters<
  realtime.RealtimeSession['handleConversationItemInputAudioTranscriptionCompleted']
>[0];

/**
 * Grok's voice agent over a line of ours, where it is among those that a talk may be with; OpenAI is understood as well. Has no
 * fields: the plugin's constructor uses its methods before they would be there.
 */
export class LinedXaiSession extends realtime.RealtimeSession implements LinedSession {
  override sendEvent(event: ClientEvent): void {
    const line = linedModelOf(this)?.line;
    // It is told as an error, and has no effect: what a person did not hear stays in its memory.
    if (event.type === 'conversation.item.truncate' && line?.route.vendor === 'xai') return;
    line?.asked(event);
    super.sendEvent(event);
  }

  abandonAnswer(): void {
    this.closeCurrentGeneration('a fault of the line');
  }

  protected override contextToRestore(): llm.ChatContext {
    return linedModelOf(this)?.recollection?.() ?? super.contextToRestore();
  }

  /** xAI says it again and again until the answer begins; OpenAI says it once. */
  protected override handleConversationItemInputAudioTranscriptionCompleted(
    event: TranscriptionCompleted,
  ): void {
    super.handleConversationItemInputAudioTranscriptionCompleted(event);
    if (linedModelOf(this)?.line.route.vendor !== 'xai') this.resetInputTurnState();
  }
}

/**
 * xAI documents voice and turn detection on top of a session; whether it also takes them where OpenAI has them is not written anywhere
 * (https://docs.x.ai/developers/model-capabilities/audio/voice-agent). They go to both places.
 */
export function toXai(event: ClientEvent): void {
  if (event.type !== 'session.update') return;
  const { audio } = event.session;
  if (!audio) return;
  const { turn_detection } = audio.input ?? {};
  const { voice } = audio.output ?? {};
  Object.assign(event.session, {
    ...(turn_detection !== undefined && { turn_detection }),
    ...(voice !== undefined && { voice }),
  });
}
