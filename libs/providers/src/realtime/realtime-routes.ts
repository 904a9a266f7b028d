import type { VendorHealth } from '../failover/vendor-health.js';
import { inTurn } from '../failover/in-turn.js';
import { Patience } from '../patience.js';
import type { FaultReason, VendorFault } from '../vendor-fault.js';
import type { VendorBreaker } from '../vendor-breaker.js';
import type { ClientEvent } from './lined-model.js';

/** A vendor that the line of a talk can lead to. */
export interface RealtimeRoute {
  vendor: string;
  modelName: string;
  /** Where the vendor's key comes from. */
  keyVariable: string;
  url: string;
  apiKey: string;
  breaker: VendorBreaker;
  health: VendorHealth;
  /** From a question to the first piece of its answer, in milliseconds: beyond it the line is taken for dead. */
  answerWithinMs: number;
  /** Makes an event of the plugin's one of the vendor's, on its way out. */
  translate(event: ClientEvent): void;
}

interface Way {
  route: RealtimeRoute;
  patience: Patience;
  /** When it may be tried again (epoch ms); never, when trying has no use. */
  readyAt: number | undefined;
}

interface RealtimeRoutesOptions {
  /** One a vendor. */
  newPatience?: () => Patience;
  now?: () => number;
}

/** A connection that stood and ended says little of its vendor, who knows the voice that the person has heard so far. */
const LOST_CONNECTION: ReadonlySet<FaultReason> = new Set(['dropped', 'closed']);

/**
 * The vendors of one talk, in its order but for those that rest, and the one that has it now. Who took over keeps the talk for as
 * long as it answers: the other one would be another voice.
 */
export class RealtimeRoutes {
  private readonly ways: readonly Way[];
  private way: Way;
  private troubledAt: number | undefined;
  private readonly now: () => number;

  constructor(
    routes: readonly [RealtimeRoute, ...RealtimeRoute[]],
    { newPatience = () => new Patience(), now = Date.now }: RealtimeRoutesOptions = {},
  ) {
    this.now = now;
    const wayTo = (route: RealtimeRoute): Way => ({ route, patience: newPatience(), readyAt: 0 });
    this.ways = inTurn(routes, ({ health }) => health).map(wayTo);
    this.way = this.ways[0] ?? wayTo(routes[0]);
  }

  /** Who has the talk, or is being dialled. */
  get current(): RealtimeRoute {
    return this.way.route;
  }

  /** Whether somebody else could take the talk over. */
  get hasStandIn(): boolean {
    return this.ways.some((way) => way !== this.way && way.readyAt !== undefined);
  }

  /** Goes on to whom to dial after a fault. @returns after which pause (ms); undefined: there is nobody left. */
  next(fault: VendorFault): number | undefined {
    const { way } = this;
    const now = this.now();
    this.troubledAt ??= now;
    way.route.health.failed(fault);
    const pauseMs = way.patience.pauseMs(fault);
    way.readyAt = pauseMs === undefined ? undefined : now + pauseMs;
    const stays = LOST_CONNECTION.has(fault.reason) && way.route.health.isTrusted;
    if (!stays || pauseMs === undefined) this.way = this.soonest() ?? way;
    return this.way.readyAt === undefined ? undefined : Math.max(0, this.way.readyAt - now);
  }

  /** It answers as it should. @returns for how long it did not; undefined when it did all the time. */
  settle(): number | undefined {
    this.troubledAt = undefined;
    const tookMs = this.way.patience.settle();
    for (const way of this.ways) {
      way.patience.settle();
      way.readyAt = 0;
    }
    return tookMs;
  }

  /** How long ago the trouble began, if there is any. */
  troubledMs(): number {
    return this.troubledAt === undefined ? 0 : this.now() - this.troubledAt;
  }

  private soonest(): Way | undefined {
    const left = this.ways.filter(({ readyAt }) => readyAt !== undefined);
    return left.toSorted((one, other) => (one.readyAt ?? 0) - (other.readyAt ?? 0))[0];
  }
}
