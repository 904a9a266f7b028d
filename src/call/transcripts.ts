import type { Room, TextStreamReader } from '@livekit/rtc-node';

/** Words as the room told them while the talk went on. */
export interface RoomTranscript {
  speaker: 'user' | 'agent';
  text: string;
}

/** A segment of `lk.transcription`: the person's come twice with one id (a guess, then the final), the agent's grow. */
interface Segment extends RoomTranscript {
  id: string;
  final: boolean;
}

const TRANSCRIPTION = 'lk.transcription';

/** Collects LiveKit's own transcription streams. A segment is as long as the talk so far made it. */
export class Transcripts {
  private readonly segments = new Map<string, Segment>();
  private readonly onChange: () => void;

  constructor(onChange: () => void) {
    this.onChange = onChange;
  }

  listenIn(room: Room): void {
    room.registerTextStreamHandler(TRANSCRIPTION, (reader, sender) => {
      // A stream that breaks off with the room has told what it could.
      this.read(reader, sender.identity, room.localParticipant?.identity).catch(() => undefined);
    });
    // The framework's session events: nothing for a caller, but a stream without a reader is kept for ever.
    room.registerByteStreamHandler('lk.agent.session', (reader) => {
      reader.readAll().catch(() => undefined);
    });
  }

  list(): RoomTranscript[] {
    return [...this.segments.values()]
      .filter(({ text }) => text.trim() !== '')
      .map(({ speaker, text }) => ({ speaker, text: text.trim() }));
  }

  private async read(reader: TextStreamReader, sender: string, me: string | undefined): Promise<void> {
    const attributes = reader.info.attributes ?? {};
    const id = attributes['lk.segment_id'] ?? reader.info.streamId;
    const segment: Segment = {
      id,
      speaker: sender === me ? 'user' : 'agent',
      text: '',
      final: attributes['lk.transcription_final'] === 'true',
    };
    if (this.segments.get(id)?.final) return;
    this.segments.set(id, segment);
    for await (const chunk of reader) {
      segment.text += chunk;
      this.onChange();
    }
  }
}
