import type { EventPayload, EventType } from '#conversation';

/** Tells from a talk's events when the person began to speak while the agent spoke. */
export class BargeIn {
  private agentSpeaks = false;

  constructor(private readonly onBargeIn: () => void) {}

  see(type: EventType, payload: EventPayload): void {
    if (!('speaker' in payload)) return;
    const starts = type === 'speech.started';
    if (payload.speaker === 'agent') this.agentSpeaks = starts;
    else if (starts && this.agentSpeaks) this.onBargeIn();
  }
}
