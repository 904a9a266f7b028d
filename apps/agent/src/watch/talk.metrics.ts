import { Injectable } from '@nestjs/common';
import { Counter, Histogram, Registry } from 'prom-client';
import { DEFERRED_BECAUSE, DEFERRED_KINDS, END_REASONS, MOVE_STATUSES } from '#conversation';
import type { EndReason, EventPayload } from '#conversation';
import { LATENCY_BUCKETS_S } from '#telemetry';
import { BargeInClock } from './barge-in-clock.js';
import { stagesOf, TalkParts } from './talk-parts.js';
import type { EventHandlers } from './talk-watch.js';

/** What talks are like, from their events. No label names a session, a person or a model: callers choose those freely. */
@Injectable()
export class TalkMetrics {
  private readonly endings: Counter<'reason'>;
  private readonly starts: Histogram;
  private readonly turns: Histogram<'stage' | 'mode' | 'vendor'>;
  private readonly messages: Counter<'role' | 'source'>;
  private readonly bargeIns: Histogram;
  private readonly tools: Histogram<'tool' | 'outcome'>;
  private readonly deferred: Counter<'kind' | 'because'>;
  private readonly robotMoves: Counter<'status'>;
  private readonly failures: Counter<'kind' | 'vendor' | 'final'>;
  private readonly outages: Histogram<'kind' | 'vendor'>;
  private readonly switches: Counter<'kind' | 'from' | 'to' | 'reason'>;
  private readonly tokens: Counter<'vendor' | 'type'>;
  private readonly busy: Counter<'vendor'>;
  private readonly heard: Counter<'vendor'>;
  private readonly spoken: Counter<'vendor'>;

  constructor(registry: Registry) {
    const registers = [registry];
    const buckets = LATENCY_BUCKETS_S;
    this.endings = new Counter({
      name: 'parley_agent_sessions_ended_total',
      help: 'Sessions that this process hosted to their end, by reason.',
      labelNames: ['reason'],
      registers,
    });
    this.starts = new Histogram({
      name: 'parley_agent_session_start_seconds',
      help: 'From the job that LiveKit assigned to a talk that is open: claim, room and model included.',
      buckets,
      registers,
    });
    this.turns = new Histogram({
      name: 'parley_turn_latency_seconds',
      help: 'What a person waits for an answer, by stage: endpoint (from the end of their speech), first_token, first_audio (to the room), and total. Beside them what a recogniser (transcript) and a voice took of their own. The way from the room to the ear is not in it. Vendor: whose the stage is.',
      labelNames: ['stage', 'mode', 'vendor'],
      buckets,
      registers,
    });
    this.messages = new Counter({
      name: 'parley_messages_total',
      help: 'Finished turns of either side.',
      labelNames: ['role', 'source'],
      registers,
    });
    this.bargeIns = new Histogram({
      name: 'parley_barge_in_stop_seconds',
      help: 'From the first noticed sound of a person who interrupts to the silence of the agent.',
      buckets,
      registers,
    });
    this.tools = new Histogram({
      name: 'parley_tool_duration_seconds',
      help: 'Calls of tools, by outcome.',
      labelNames: ['tool', 'outcome'],
      buckets,
      registers,
    });
    this.deferred = new Counter({
      name: 'parley_crm_deferred_total',
      help: 'Leads and quotes that the CRM did not take at once.',
      labelNames: ['kind', 'because'],
      registers,
    });
    this.robotMoves = new Counter({
      name: 'parley_robot_moves_total',
      help: 'Moves that robots answered, by what became of them.',
      labelNames: ['status'],
      registers,
    });
    this.failures = new Counter({
      name: 'parley_provider_failures_total',
      help: 'Failures of vendors in talks; a final one is not tried again.',
      labelNames: ['kind', 'vendor', 'final'],
      registers,
    });
    this.outages = new Histogram({
      name: 'parley_provider_outage_seconds',
      help: 'From the first failure of a vendor in a talk until it answered as it should again.',
      labelNames: ['kind', 'vendor'],
      buckets,
      registers,
    });
    this.switches = new Counter({
      name: 'parley_provider_switches_total',
      help: 'Vendors that took over from another in the middle of a talk, or took their work back, by what the other was found wanting in.',
      labelNames: ['kind', 'from', 'to', 'reason'],
      registers,
    });
    this.tokens = new Counter({
      name: 'parley_provider_tokens_total',
      help: 'Tokens as the vendor counts them; cached ones are input as well, audio is part of both sides.',
      labelNames: ['vendor', 'type'],
      registers,
    });
    this.busy = new Counter({
      name: 'parley_provider_answer_seconds_total',
      help: 'Time that vendors took over their answers, from the question to the last piece.',
      labelNames: ['vendor'],
      registers,
    });
    this.heard = new Counter({
      name: 'parley_provider_heard_seconds_total',
      help: 'Sound that recognisers were given.',
      labelNames: ['vendor'],
      registers,
    });
    this.spoken = new Counter({
      name: 'parley_provider_spoken_characters_total',
      help: 'Text that voices were given and began to speak.',
      labelNames: ['vendor'],
      registers,
    });
    this.beginAtZero();
  }

  ended(reason: EndReason): void {
    this.endings.inc({ reason });
  }

  /** For one session, whose job came at `since`. */
  handlers(since: Date): EventHandlers {
    const bargeIn = new BargeInClock((tookMs) => this.bargeIns.observe(seconds(tookMs)));
    const parts = new TalkParts();
    return {
      'session.started': (started) => {
        parts.started(started);
        this.starts.observe(seconds(Date.now() - since.getTime()));
      },
      'speech.started': ({ speaker }) => bargeIn.started(speaker, Date.now()),
      'speech.stopped': ({ speaker }) => bargeIn.stoppedSpeaking(speaker, Date.now()),
      'agent.interrupted': ({ interruptionMs }) => {
        if (interruptionMs === null) bargeIn.interrupted();
        else this.bargeIns.observe(seconds(interruptionMs));
      },
      'message.added': (message) => this.said(message, parts),
      'tool.finished': ({ name: tool, outcome, durationMs }) =>
        this.tools.observe({ tool, outcome }, seconds(durationMs)),
      'crm.deferred': ({ kind, because }) => this.deferred.inc({ kind, because }),
      'robot.answered': ({ status }) => this.robotMoves.inc({ status }),
      'provider.failed': ({ kind, vendor, recoverable }) =>
        this.failures.inc({ kind, vendor, final: String(!recoverable) }),
      'provider.recovered': ({ kind, vendor, afterMs }) =>
        this.outages.observe({ kind, vendor }, seconds(afterMs)),
      'provider.switched': (change) => {
        const { kind, from, to, reason } = change;
        parts.switched(change);
        this.switches.inc({ kind, from, to, reason });
      },
      'usage.added': (usage) => this.used(usage),
    };
  }

  /** A rate needs the zero before the first one; what vendors and tools there will be, nobody knows before. */
  private beginAtZero(): void {
    for (const reason of END_REASONS) this.endings.inc({ reason }, 0);
    for (const status of MOVE_STATUSES) this.robotMoves.inc({ status }, 0);
    for (const kind of DEFERRED_KINDS) {
      for (const because of DEFERRED_BECAUSE) this.deferred.inc({ kind, because }, 0);
    }
  }

  private said({ role, source, latency }: EventPayload<'message.added'>, parts: TalkParts): void {
    this.messages.inc({ role, source });
    if (!latency) return;
    for (const [stage, ms] of stagesOf(latency)) {
      if (ms === null) continue;
      this.turns.observe({ stage, mode: parts.mode, vendor: parts.vendorOf(stage) }, seconds(ms));
    }
  }

  private used({ vendor, seconds: busy, ...usage }: EventPayload<'usage.added'>): void {
    this.tokens.inc({ vendor, type: 'input' }, usage.inputTokens);
    this.tokens.inc({ vendor, type: 'output' }, usage.outputTokens);
    this.tokens.inc({ vendor, type: 'cached' }, usage.cachedTokens);
    this.tokens.inc({ vendor, type: 'input_audio' }, usage.inputAudioTokens);
    this.tokens.inc({ vendor, type: 'output_audio' }, usage.outputAudioTokens);
    this.busy.inc({ vendor }, busy);
    if (usage.audioSeconds) this.heard.inc({ vendor }, usage.audioSeconds);
    if (usage.characters) this.spoken.inc({ vendor }, usage.characters);
  }
}

function seconds(ms: number): number {
  return Math.max(0, ms) / 1_000;
}
