import { randomUUID } from 'node:crypto';
import type { Room, TextStreamWriter } from '@livekit/rtc-node';
import type { Captions } from '#talk';

/** LiveKit's own names: docs.livekit.io, "Text and transcriptions". */
const TOPIC = 'lk.transcription';
const SEGMENT = 'lk.segment_id';
const FINAL = 'lk.transcription_final';
const TRACK = 'lk.transcribed_track_id';

interface RoomCaptionsOptions {
  /** The agent's own participant: text comes from it, also where another one speaks. */
  room: Pick<Room, 'localParticipant' | 'isConnected' | 'remoteParticipants'>;
  onFault: (error: unknown, where: string) => void;
}

/** Captions of both sides as LiveKit's clients read them. In order; what cannot be sent is let go. */
export class RoomCaptions implements Captions {
  private line: Promise<void> = Promise.resolve();
  private readonly segments = new Map<string, string>();
  private answer: Promise<TextStreamWriter | undefined> | undefined;

  constructor(private readonly options: RoomCaptionsOptions) {}

  person(person: string, text: string, isFinal: boolean): void {
    const segment = this.segments.get(person) ?? randomUUID();
    if (isFinal) this.segments.delete(person);
    else this.segments.set(person, segment);
    this.queue(async () => {
      const writer = await this.stream(segment, isFinal, person);
      await writer?.write(text);
      await writer?.close();
    });
  }

  agent(text: string): void {
    this.queue(async () => {
      const isFirst = this.answer === undefined;
      this.answer ??= this.stream(randomUUID(), false);
      const writer = await this.answer;
      await writer?.write(isFirst ? text : ` ${text}`);
    });
  }

  agentDone(): void {
    this.queue(async () => {
      const writer = await this.answer;
      this.answer = undefined;
      await writer?.close();
    });
  }

  private stream(
    segment: string,
    isFinal: boolean,
    senderIdentity?: string,
  ): Promise<TextStreamWriter | undefined> {
    const { room } = this.options;
    const track = senderIdentity === undefined ? undefined : this.trackOf(senderIdentity);
    const attributes = { [SEGMENT]: segment, [FINAL]: String(isFinal), ...(track && { [TRACK]: track }) };
    return Promise.resolve(room.localParticipant?.streamText({ topic: TOPIC, attributes, senderIdentity }));
  }

  private trackOf(person: string): string | undefined {
    const tracks = this.options.room.remoteParticipants.get(person)?.trackPublications.values() ?? [];
    return [...tracks].find(({ track }) => track !== undefined)?.sid;
  }

  private queue(work: () => Promise<void>): void {
    this.line = this.line
      .then(() => (this.options.room.isConnected ? work() : undefined))
      .catch((error: unknown) => {
        this.answer = undefined;
        this.options.onFault(error, 'captions');
      });
  }
}
