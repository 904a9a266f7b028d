import { setTimeout as pause } from 'node:timers/promises';
import { describeExit, Leashed } from './leashed.ts';
import type { EndSignal, Exit, Program } from './leashed.ts';
import { PartLog } from './part-log.ts';
import type { ReadLine } from './part-log.ts';
import { untilReady } from './readiness.ts';
import { RestartPolicy } from './restart-policy.ts';
import { secondsSince } from './terminal.ts';
import type { Terminal } from './terminal.ts';

export type PartState = 'starting' | 'ready' | 'restarting' | 'failed' | 'stopping' | 'stopped';

export interface PartPlan {
  name: string;
  program: Program;
  port: number;
  /** Answers 200 once the part can do its work. */
  readyUrl: string;
  /** How long it may take to end in good order. */
  stopGraceMs: number;
  /** Tells it that all of Parley ends, where that is something else to it than its own end; SIGTERM if left out. */
  stopSignal?: EndSignal;
  logFile: string;
  readLine: ReadLine;
}

/** One part of Parley: started, watched, started again when it dies, and ended. */
export class Part {
  readonly plan: PartPlan;
  state: PartState = 'starting';
  pid: number | undefined;
  restarts = 0;
  /** Settles with the first answer to its readiness check, or when there will be none. */
  readonly firstReady: Promise<'ready' | 'failed' | 'stopped'>;

  private readonly terminal: Terminal;
  private readonly onChange: () => void;
  private readonly log: PartLog;
  private policy = new RestartPolicy();
  private readonly stopping = new AbortController();
  private readonly settleFirst: (outcome: 'ready' | 'failed' | 'stopped') => void;
  private running: Leashed | undefined;
  private over: Promise<void> = Promise.resolve();
  private everReady = false;
  private restartWanted = false;

  constructor(plan: PartPlan, terminal: Terminal, onChange: () => void) {
    const { promise, resolve } = Promise.withResolvers<'ready' | 'failed' | 'stopped'>();
    this.plan = plan;
    this.terminal = terminal;
    this.onChange = onChange;
    this.firstReady = promise;
    this.settleFirst = resolve;
    this.log = new PartLog(plan.logFile, plan.readLine, ({ level, text }) =>
      terminal.fact(plan.name, `${level.padEnd(5)} ${text}`),
    );
  }

  start(): void {
    this.over = this.live();
  }

  /** Ends it and starts it again, on purpose: its code has changed, so nothing that it did before counts. */
  async restart(): Promise<void> {
    this.policy = new RestartPolicy();
    this.everReady = false;
    if (this.state === 'failed') return this.start();
    this.restartWanted = true;
    await this.running?.end(this.plan.stopGraceMs);
  }

  async stop(): Promise<void> {
    this.enter('stopping');
    this.stopping.abort();
    await this.running?.end(this.plan.stopGraceMs, this.plan.stopSignal);
    await this.over;
    this.enter('stopped');
    this.log.close();
  }

  private async live(): Promise<void> {
    for (;;) {
      const startedAt = Date.now();
      const exit = await this.runOnce(startedAt);
      if (this.stopping.signal.aborted) return this.settleFirst('stopped');
      if (this.restartWanted) continue;
      const delayMs = this.policy.afterDeath({
        atMs: Date.now(),
        ranForMs: Date.now() - startedAt,
        refusedToStart: !this.everReady && exit.code !== null,
      });
      if (delayMs === undefined) return this.giveUp(exit);
      this.restarts += 1;
      this.enter('restarting');
      const when = delayMs ? `in ${delayMs / 1000} s` : 'at once';
      this.terminal.fact(this.plan.name, `${describeExit(exit)}; starting it again ${when}`);
      await pause(delayMs, undefined, { signal: this.stopping.signal }).catch(() => {});
      if (this.stopping.signal.aborted) return this.settleFirst('stopped');
    }
  }

  private async runOnce(startedAt: number): Promise<Exit> {
    const running = new Leashed(this.plan.program);
    this.restartWanted = false;
    this.running = running;
    this.log.follow(running.stdout, 'stdout');
    this.log.follow(running.stderr, 'stderr');
    this.pid = await running.pid;
    this.enter('starting');

    const gone = new AbortController();
    const ready = this.announceReady(startedAt, gone.signal);
    const exit = await running.exited;
    gone.abort();
    await ready;
    this.pid = undefined;
    return exit;
  }

  private async announceReady(startedAt: number, gone: AbortSignal): Promise<void> {
    try {
      await untilReady(this.plan.readyUrl, AbortSignal.any([gone, this.stopping.signal]));
    } catch {
      return;
    }
    this.enter('ready');
    const again = this.everReady ? 'again ' : '';
    this.everReady = true;
    this.terminal.fact(
      this.plan.name,
      `ready ${again}after ${secondsSince(startedAt)} on port ${this.plan.port}`,
    );
    this.settleFirst('ready');
  }

  private giveUp(exit: Exit): void {
    this.enter('failed');
    const often = this.everReady ? 'too often' : 'before it was ready';
    this.terminal.fact(
      this.plan.name,
      `${describeExit(exit)} ${often} and stays down; see ${this.plan.logFile}`,
    );
    this.settleFirst('failed');
  }

  private enter(state: PartState): void {
    // Once it is being stopped, nothing that a dying process still does counts.
    if (this.stopping.signal.aborted && state !== 'stopped') return;
    this.state = state;
    this.onChange();
  }
}
