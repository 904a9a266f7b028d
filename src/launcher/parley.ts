import { Part } from './part.ts';
import type { PartPlan } from './part.ts';
import { readHealth } from './readiness.ts';
import { Refusal } from './refusal.ts';
import type { StatusFile } from './status-file.ts';
import type { Terminal } from './terminal.ts';

const SLOW_START_MS = 60_000;

/** All parts of one run: started together, kept alive, ended in reverse order. */
export class Parley {
  readonly parts: Part[];
  private readonly terminal: Terminal;
  private readonly statusFile: StatusFile;
  private readonly startedAt = new Date();

  constructor(plans: PartPlan[], terminal: Terminal, statusFile: StatusFile) {
    this.terminal = terminal;
    this.statusFile = statusFile;
    this.parts = plans.map((plan) => new Part(plan, terminal, () => this.publish()));
  }

  /**
   * Starts every part at once, since each waits by itself for those it needs, and resolves when all have been ready,
   * or when the run is over before that.
   * @throws Refusal when a part ended instead.
   */
  async start(ended: Promise<void>): Promise<void> {
    for (const part of this.parts) part.start();
    const slow = setTimeout(() => void this.explainUnready(), SLOW_START_MS);
    const ready = Promise.all(this.parts.map(untilFirstReady));
    try {
      await this.terminal.during(() => this.awaited(), Promise.race([ready, ended]));
    } finally {
      clearTimeout(slow);
    }
  }

  /** Agents first: their last events go to the api. Then the api, then what the api calls. */
  async stop(): Promise<void> {
    const agents = this.parts.filter(({ plan }) => plan.name.startsWith('agent'));
    await Promise.all(agents.map((part) => part.stop()));
    for (const part of this.parts.filter((each) => !agents.includes(each)).reverse()) await part.stop();
  }

  private unready(): Part[] {
    return this.parts.filter(({ state }) => state !== 'ready');
  }

  private awaited(): string | undefined {
    const names = this.unready().map(({ plan }) => plan.name);
    return names.length ? `waiting for ${names.join(', ')}` : undefined;
  }

  private async explainUnready(): Promise<void> {
    for (const { plan } of this.unready()) {
      const health = await readHealth(plan.readyUrl);
      const says = health ? `answers ${health.status} ${JSON.stringify(health.body)}` : 'does not answer';
      this.terminal.fact(plan.name, `not ready yet: ${plan.readyUrl} ${says}; see ${plan.logFile}`);
    }
  }

  private publish(): void {
    this.statusFile.write({
      launcherPid: process.pid,
      startedAt: this.startedAt.toISOString(),
      ready: this.unready().length === 0,
      parts: this.parts.map(({ plan, pid, state, restarts }) => ({
        name: plan.name,
        pid: pid ?? null,
        port: plan.port,
        state,
        restarts,
      })),
    });
  }
}

async function untilFirstReady(part: Part): Promise<void> {
  if ((await part.firstReady) === 'failed') {
    throw new Refusal(
      `The ${part.plan.name} did not start. What it said is above and in ${part.plan.logFile}`,
    );
  }
}
