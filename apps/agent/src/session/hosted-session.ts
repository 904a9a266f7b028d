import { Logger } from '@nestjs/common';
import { Room } from '@livekit/rtc-node';
import type { AgentChange, ClaimAnswer, EndReason, OrderOutcome } from '#conversation';
import type { LivekitConfig, RoomTokens } from '#livekit';
import type { PipelineProviders } from '#providers';
import type { RealtimeModels } from '#providers/realtime';
import type { RobotPort } from '#robot';
import { toRobotCommand } from '#robot';
import { addLogFields } from '#telemetry';
import type { Report, TalkTool } from '#talk';
import { within } from '#talk/within';
import type { ApiLine } from '../ledger/api-line.js';
import type { LedgerClient } from '../ledger/ledger.client.js';
import type { Interims } from '../ledger/interims.js';
import { Lease } from '../ledger/lease.js';
import type { Spool } from '../ledger/spool.js';
import type { RecordingDesk } from '../recording/recording-desk.js';
import { SessionRecorder } from '../recording/session-recorder.js';
import type { RoomReach } from '../tools/reach.js';
import type { TalkWatch } from '../watch/talk-watch.js';
import { BargeIn } from './barge-in.js';
import { claimLogFields, claimSession } from './claim-session.js';
import { EventLog } from './event-log.js';
import { pipelineInRoom } from './pipeline/pipeline-in-room.js';
import { learnPerson } from './learn-person.js';
import { OperatorLine } from './operator-line.js';
import { AudioQuality } from './quality/audio-quality.js';
import { linksOf } from './quality/room-link.js';
import { RoomData } from './room-data.js';
import { realtimeInRoom } from './realtime-in-room.js';
import { RoomRobot } from './room-robot.js';
import { runInScope } from './session-scope.js';
import type { HostedTalk, TalkInRoom, TalkNeeds } from './talk-in-room.js';
import { joinAsVoice } from './voice-participant.js';
import { watchLimits } from './watch-limits.js';

/** What LiveKit assigned. */
export interface SessionJob {
  jobId: string;
  sessionId: string;
  room: string;
  /** To join with; made by the server for this job. */
  token: string;
  agentIdentity: string;
}

/** What all sessions of a process share. */
export interface HostReach {
  agentProcess: string;
  ledger: LedgerClient;
  line: ApiLine;
  spool: Spool;
  interims: Interims;
  tokens: RoomTokens;
  livekit: LivekitConfig;
  models: RealtimeModels;
  pipelines: PipelineProviders;
  tools: readonly TalkTool<RoomReach>[];
  watch: TalkWatch;
  recordings: RecordingDesk;
}

interface Ending {
  reason: EndReason;
  detail: string | null;
  /** Another agent has the session: this one says and writes nothing more. */
  silent: boolean;
}

const LEAVE_DEADLINE_MS = 3_000;
const FLUSH_DEADLINE_MS = 2_000;

/** One session in this process, from the job that LiveKit assigned to its end. */
export class HostedSession {
  readonly since = new Date();
  private readonly logger = new Logger(HostedSession.name);
  private readonly ending = Promise.withResolvers<Ending>();
  private readonly over = new AbortController();
  private readonly room = new Room();
  /** What was opened, closed in reverse: the room last. */
  private readonly closers: (() => unknown)[] = [() => this.room.disconnect()];
  private talk: HostedTalk | undefined;
  private lease: Lease | undefined;
  private recorder: SessionRecorder | undefined;
  private greeted = false;

  constructor(
    readonly job: SessionJob,
    private readonly reach: HostReach,
  ) {}

  /** Hosts the session to its end. Never rejects; resolves to what went wrong, if anything did. */
  run(): Promise<string | undefined> {
    const { sessionId } = this.job;
    // Another process may do better.
    const fail = (error: unknown) => this.end('agent_lost', nameOf(error));
    const isOver = () => this.over.signal.aborted;
    return runInScope({ sessionId, isOver, fail }, async () => {
      try {
        const { reason, detail } = await this.host();
        this.reach.watch.ended(reason);
        this.logger.log('session ended', { reason, detail });
        return reason === 'error' ? (detail ?? 'error') : undefined;
      } catch (error) {
        this.logger.error('session could not be hosted', { err: error });
        return nameOf(error);
      } finally {
        await this.leave();
      }
    });
  }

  /** Ends the session in good order; the first reason counts. */
  end(reason: EndReason, detail: string | null = null): void {
    this.ending.resolve({ reason, detail, silent: false });
  }

  private async host(): Promise<Ending> {
    const { reach, logger } = this;
    const joined = this.join();
    // Awaited below: a refused claim is told first. Who cannot join is lost to the session.
    joined.catch((error: unknown) => this.end('agent_lost', nameOf(error)));
    const claim = await this.claim();
    addLogFields(claimLogFields(claim));
    logger.log('session claimed', { epoch: claim.epoch });
    const watcher = reach.watch.follow(claim, this.since);
    try {
      const { spool, interims } = reach;
      const events = new EventLog(claim, {
        put: (event) => spool.put(event),
        hear: (interim) => interims.put(interim),
        see: watcher.see,
      });
      return await this.hostClaimed(claim, joined, events);
    } finally {
      watcher.close();
    }
  }

  private async hostClaimed(claim: ClaimAnswer, joined: Promise<void>, events: EventLog): Promise<Ending> {
    const { reach, logger } = this;
    const lease = new Lease(reach.ledger, reach.line, claim, {
      lost: () => this.ending.resolve({ reason: 'replaced', detail: null, silent: true }),
      ending: (reason) => this.end(reason),
    });
    lease.keep();
    this.lease = lease;
    this.open(claim, joined, events).catch((error: unknown) => {
      if (this.over.signal.aborted) return; // what was being opened is closed by now
      logger.error('talk could not begin', { err: error, sessionId: claim.sessionId });
      this.end('error', nameOf(error));
    });
    // The end does not wait for the beginning: who is just joining a room that is gone is kept waiting for long.
    const ending = await this.ending.promise;
    this.over.abort();
    if (ending.silent) events.seal();
    await this.talk?.close();
    await this.recorder?.close();
    // Who reads that it ended may close the room: WebRTC would never let go of one that closes around us.
    await this.leave();
    const goesOn = ending.reason === 'agent_lost';
    if (!goesOn) events.add('session.ended', { reason: ending.reason, detail: ending.detail });
    events.seal();
    lease.release();
    if (goesOn) await this.handOver(claim);
    return ending;
  }

  /** The next one is to know what was said to the end. Where the api does not hear of it, it finds out when the lease has run out. */
  private async handOver({ sessionId, epoch }: ClaimAnswer): Promise<void> {
    const { spool, ledger } = this.reach;
    try {
      await spool.flush(FLUSH_DEADLINE_MS);
      await ledger.release(sessionId, { epoch });
    } catch (error) {
      this.logger.warn('put down without a word', { sessionId, reason: nameOf(error) });
    }
  }

  private async join(): Promise<void> {
    const { reach, job, room } = this;
    await room.connect(reach.livekit.workerUrl(), job.token, { autoSubscribe: true, dynacast: false });
    if (this.over.signal.aborted) await room.disconnect();
  }

  private claim(): Promise<ClaimAnswer> {
    const { sessionId, agentIdentity } = this.job;
    const { agentProcess, ledger } = this.reach;
    return claimSession({ sessionId, agentIdentity, agentProcess }, ledger, this.over.signal);
  }

  private async voiceRoom({ voiceFrom }: ClaimAnswer, joined: Promise<void>): Promise<Room> {
    if (voiceFrom === 'agent') {
      await joined;
      return this.room;
    }
    const { tokens, livekit } = this.reach;
    const voiceRoom = await joinAsVoice(this.job, tokens, livekit);
    this.atEnd(() => voiceRoom.disconnect());
    return voiceRoom;
  }

  private async open(claim: ClaimAnswer, joined: Promise<void>, events: EventLog): Promise<void> {
    const [voiceRoom] = await Promise.all([this.voiceRoom(claim, joined), joined]);
    this.over.signal.throwIfAborted();
    await this.openTalk(claim, voiceRoom, events);
  }

  private async openTalk(claim: ClaimAnswer, voiceRoom: Room, events: EventLog): Promise<void> {
    const { room, reach, logger } = this;
    const { definition, personIdentity, sessionId } = claim;
    const onFault = (error: unknown, where = 'room') => {
      const detail = { err: error, sessionId, where };
      // What was under way when it ended breaks off.
      if (this.over.signal.aborted) logger.debug('broken off by the end of a session', detail);
      else logger.error('fault in a session', detail);
    };
    const recorder = new SessionRecorder({ claim, desk: reach.recordings, events });
    this.recorder = recorder;
    const speak = (words: string) => talk.speak(words);
    const bargeIn = new BargeIn(() => robot.bargeIn());
    const report: Report = (type, payload) => {
      events.add(type, payload);
      bargeIn.see(type, payload);
      recorder.see(type, payload, speak);
    };
    const data = new RoomData(room, report, onFault);
    const robot = new RoomRobot({ room, data, personIdentity, report, onFault });
    const quality = new AudioQuality({ sessionId, links: linksOf(room), report, onFault });
    const inRoom = this.talkIn({
      claim: recorder.announced(),
      room,
      voiceRoom,
      data,
      tap: recorder.tap,
      sound: quality,
      tools: reach.tools,
      reach: {
        robot,
        isOurs: () => this.lease?.isOurs() ?? Promise.resolve(false),
        objectToRecording: () => recorder.object(),
      },
      report,
      interim: (...said) => events.interim(...said),
      over: (reason, detail) => this.end(reason, detail),
      onFault,
    });
    const { talk, vendor, model, parts } = inRoom;
    this.atEnd(() => inRoom.close());
    this.atEnd(() => robot.close());
    // Before the ears close: WebRTC tells nothing of tracks that are gone.
    quality.watch();
    this.atEnd(() => quality.close());
    this.talk = talk;
    await talk.start();
    this.over.signal.throwIfAborted();
    inRoom.openMouth().catch(onFault);
    void learnPerson(claim, reach.ledger, talk, this.over.signal).catch(onFault);
    const { agentProcess } = reach;
    events.add('session.started', {
      agentProcess,
      mode: definition.mode,
      vendor,
      model,
      ...(parts && { parts }),
    });
    const { livekit } = reach;
    const change = (wanted: AgentChange) => this.change(wanted, inRoom, recorder);
    const end = (reason: EndReason, because?: string) => this.end(reason, because);
    const operator = new OperatorLine({ room, claim, livekit, talk, change, end, robot, onFault });
    operator.open();
    this.atEnd(() => operator.close());
    const greet = () => void this.greet(claim, talk, robot).catch(onFault);
    const watching = watchLimits(claim, {
      ...{ room, inRoom, events, greet, end },
      onFault: (error) => logger.error('fault in a room event', { err: error, sessionId }),
    });
    for (const close of watching) this.atEnd(close);
  }

  /** An operator speaks for the person who does not want to be recorded; all else is the talk's. */
  private async change(
    { recording, ...change }: AgentChange,
    inRoom: TalkInRoom,
    recorder: SessionRecorder,
  ): Promise<OrderOutcome> {
    if (recording && (await recorder.object()) === 'ends') this.end('rejected_consent');
    const isMore = Object.values(change).some((value) => value !== undefined);
    return isMore ? inRoom.change(change) : { status: 'done', detail: null };
  }

  private talkIn(needs: TalkNeeds): TalkInRoom {
    const { models, pipelines } = this.reach;
    const { mode } = needs.claim.definition;
    return mode === 'pipeline' ? pipelineInRoom(pipelines, needs) : realtimeInRoom(models, needs);
  }

  /** Once. After a take-over the person is not greeted again: the talk goes on. */
  private async greet(
    { definition, history }: ClaimAnswer,
    talk: HostedTalk,
    robot: RobotPort,
  ): Promise<void> {
    if (this.greeted) return;
    this.greeted = true;
    if (history.length > 0) return talk.pickUp();
    talk.greet();
    const wave = toRobotCommand('gesture', 'greet');
    if (definition.tools.includes('robot_action') && wave.type === 'robot_command') {
      await robot.send(wave, this.over.signal);
    }
  }

  /** What is opened while the session is over already is closed at once. */
  private atEnd(close: () => unknown): void {
    if (!this.over.signal.aborted) this.closers.push(close);
    else void within(LEAVE_DEADLINE_MS, Promise.resolve().then(close)).catch(() => undefined);
  }

  /** Closes what was opened, each within its time: a hung part must not hold the process. */
  private async leave(): Promise<void> {
    this.over.abort();
    for (const close of this.closers.splice(0).reverse()) {
      const closing = Promise.resolve()
        .then(close)
        .then(() => true);
      const closed = await within(LEAVE_DEADLINE_MS, closing).catch(() => false);
      if (!closed)
        this.logger.warn('a part of the session did not close in time', { sessionId: this.job.sessionId });
    }
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
