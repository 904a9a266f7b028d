import { randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { newId } from '#conversation';
import type { ClaimAnswer, EventPayload, EventType } from '#conversation';
import { TalkRecording, TalkTap } from '#recording';
import type { RecordingFault, Segment } from '#recording';
import { within } from '#talk/within';
import type { EventLog } from '../session/event-log.js';
import type { RecordingDesk } from './recording-desk.js';
import { wasTold } from './was-told.js';

/** What becomes of a talk whose person does not want to be recorded. */
export type Objection = 'not_recorded' | 'goes_on' | 'ends';

interface SessionRecorderOptions {
  claim: ClaimAnswer;
  desk: Pick<RecordingDesk, 'recorders' | 'hasBucket' | 'isFull' | 'folderOf' | 'bring' | 'forget'>;
  events: Pick<EventLog, 'add' | 'make'>;
}

/** People who interrupt the notice hear it again, and are not recorded when they never hear it out. */
const MOST_NOTICES = 3;
const CLOSE_DEADLINE_MS = 2_500;
/** What the doors hear and play. */
const PERSON_RATES = { pipeline: 16_000, realtime: 24_000 } as const;
const AGENT_RATE = 24_000;

/** Records one session: once the person was told, up to the end, unless they object. */
export class SessionRecorder {
  readonly tap = new TalkTap();
  private readonly logger = new Logger(SessionRecorder.name);
  private readonly id = newId();
  private readonly location = randomBytes(16).toString('hex');
  private state: 'off' | 'owed' | 'running' | 'stopped' | 'refused';
  private notices = 0;
  private recording: TalkRecording | undefined;

  constructor(private readonly options: SessionRecorderOptions) {
    const { definition, recordingConsent } = options.claim;
    this.state = definition.recording.enabled && recordingConsent !== 'refused' ? 'owed' : 'off';
    // They were told under an earlier claim.
    if (this.state === 'owed' && recordingConsent === 'given') this.begin();
  }

  /** The claim with a greeting that tells the person first, where they are still to be told. */
  announced(): ClaimAnswer {
    const { claim } = this.options;
    if (this.state !== 'owed') return claim;
    const { recording, greeting } = claim.definition;
    const words = greeting === null ? recording.notice : `${recording.notice} ${greeting}`;
    return { ...claim, definition: { ...claim.definition, greeting: words } };
  }

  /** Begins once the person has heard the notice; who heard half of it, or whose agent died before, is told after the next answer. */
  see(type: EventType, payload: EventPayload, speak: (words: string) => void): void {
    if (this.state !== 'owed' || type !== 'message.added' || !('heardText' in payload)) return;
    const { role, source, text, heardText, interrupted } = payload;
    if (role !== 'agent' || source === 'recording') return;
    if (wasTold(this.options.claim.definition.recording.notice, heardText ?? text)) this.begin();
    else if (!interrupted) this.tell(speak);
  }

  /** The person does not want it: nothing of it is kept. */
  async object(): Promise<Objection> {
    const { claim, desk, events } = this.options;
    if (this.state === 'off') return 'not_recorded';
    if (this.state !== 'refused') {
      this.state = 'refused';
      if (this.recording) await within(CLOSE_DEADLINE_MS, this.recording.discard());
      desk.forget(this.location);
      events.add('recording.stopped', this.stopped('refused'));
      this.logger.log('recording refused', { sessionId: claim.sessionId });
    }
    return claim.definition.recording.ifRefused === 'end' ? 'ends' : 'goes_on';
  }

  async close(): Promise<void> {
    if (this.state === 'owed') this.state = 'off';
    if (this.state !== 'running' || !this.recording) return;
    await within(CLOSE_DEADLINE_MS, this.recording.end());
    this.stop('ended');
  }

  private tell(speak: (words: string) => void): void {
    if (this.notices >= MOST_NOTICES) return;
    this.notices += 1;
    speak(this.options.claim.definition.recording.notice);
  }

  private begin(): void {
    const { claim, desk, events } = this.options;
    const { mode, recording } = claim.definition;
    this.state = 'running';
    events.add('recording.started', {
      recordingId: this.id,
      location: this.location,
      notice: recording.notice,
    });
    this.recording = new TalkRecording({
      id: this.id,
      folder: desk.folderOf(this.location),
      rates: { person: PERSON_RATES[mode], agent: AGENT_RATE },
      tap: this.tap,
      recorders: desk.recorders,
      onSegment: (segment) => this.keep(segment),
      onFailed: (reason, error) => this.fail(reason, error),
    });
    this.recording.begin();
    this.logger.log('recording started', { sessionId: claim.sessionId });
  }

  private keep(segment: Segment): void {
    const { desk, events } = this.options;
    if (this.state === 'refused') return;
    const payload = { recordingId: this.id, location: this.location, ...segment };
    if (!desk.hasBucket) return events.add('recording.segment', payload);
    desk.bring(
      { location: this.location, name: segment.name },
      segment.bytes,
      events.make('recording.segment', payload),
    );
    if (!desk.isFull || this.state !== 'running') return;
    void this.recording?.end(); // which never rejects
    this.stop('bucket_away');
  }

  private fail(reason: RecordingFault, error: string): void {
    this.logger.error('recording failed; the talk goes on', {
      sessionId: this.options.claim.sessionId,
      reason,
      detail: error,
    });
    this.stop(reason);
  }

  private stop(reason: EventPayload<'recording.stopped'>['reason']): void {
    if (this.state !== 'running') return;
    this.state = 'stopped';
    this.options.events.add('recording.stopped', this.stopped(reason));
  }

  private stopped(reason: EventPayload<'recording.stopped'>['reason']): EventPayload<'recording.stopped'> {
    return { recordingId: this.id, location: this.location, reason };
  }
}
