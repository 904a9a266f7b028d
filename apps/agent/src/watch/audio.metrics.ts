import { Injectable } from '@nestjs/common';
import { Counter, Histogram, Registry } from 'prom-client';
import { AUDIO_PROBLEMS } from '#conversation';
import type { EventPayload } from '#conversation';
import type { EventHandlers } from './talk-watch.js';

const SHARES = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5];
/** Clipping is heard long before a hundredth of all samples is cut off. */
const SMALL_SHARES = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1];
const JITTER_S = [0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5];
const LEVELS_DBFS = [-60, -50, -45, -40, -35, -30, -25, -20, -15, -10, -5, 0];

/** How microphones come to the agents of this process: each observation is of one person in a minute of a talk, or in the rest of one. */
@Injectable()
export class AudioMetrics {
  /** The same for all sessions: nothing of one lasts longer than its event. */
  readonly handlers: EventHandlers = { 'audio.quality': (quality) => this.heard(quality) };
  private readonly received: Counter;
  private readonly levels: Histogram;
  private readonly clipped: Histogram;
  private readonly losses: Histogram;
  private readonly jitter: Histogram;
  private readonly concealed: Histogram;
  private readonly problems: Counter<'problem'>;

  constructor(registry: Registry) {
    const registers = [registry];
    const histogram = (name: string, help: string, buckets: number[]) =>
      new Histogram({ name, help, buckets, registers });
    this.received = new Counter({
      name: 'parley_audio_received_seconds_total',
      help: 'Sound that came from people, their silence included.',
      registers,
    });
    this.levels = histogram(
      'parley_audio_level_dbfs',
      'RMS of what a person spoke, against full scale: 0 is the loudest there is. The sum is negative, so only the buckets are of use.',
      LEVELS_DBFS,
    );
    this.clipped = histogram(
      'parley_audio_clipped_ratio',
      'Samples at full scale, of all of a person.',
      SMALL_SHARES,
    );
    this.losses = histogram(
      'parley_audio_loss_ratio',
      'Packets of a person that never came, of all.',
      SHARES,
    );
    this.jitter = histogram(
      'parley_audio_jitter_seconds',
      'Jitter in the coming of a person’s packets, as WebRTC counts it.',
      JITTER_S,
    );
    this.concealed = histogram(
      'parley_audio_concealed_ratio',
      'Sound of a person that was made up in place of what was missing, of all.',
      SHARES,
    );
    this.problems = new Counter({
      name: 'parley_audio_problems_total',
      help: 'Minutes in which a person’s microphone was silent, clipping or lossy.',
      labelNames: ['problem'],
      registers,
    });
    // A rate needs the zero before the first one.
    for (const problem of AUDIO_PROBLEMS) this.problems.inc({ problem }, 0);
  }

  private heard(quality: EventPayload<'audio.quality'>): void {
    const { receivedS, levelDbfs, clippedShare, lossShare, jitterMs, concealedShare, problems } = quality;
    this.received.inc(receivedS);
    this.clipped.observe(clippedShare);
    if (levelDbfs !== null) this.levels.observe(levelDbfs);
    if (lossShare !== null) this.losses.observe(lossShare);
    if (jitterMs !== null) this.jitter.observe(jitterMs / 1_000);
    if (concealedShare !== null) this.concealed.observe(concealedShare);
    for (const problem of problems) this.problems.inc({ problem });
  }
}
