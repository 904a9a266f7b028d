/** Callers may name any model and voice. */
const KEPT_AT_MOST = 200;

/**
 * One client for all talks of a process that want the same. When there are too many kinds the one that was asked for longest ago is
 * forgotten: the talks that have it go on with it.
 */
export class SharedClients<T> {
  private readonly clients = new Map<string, T>();

  constructor(private readonly keptAtMost: number = KEPT_AT_MOST) {}

  of(name: string, create: () => T): T {
    const client = this.clients.get(name) ?? create();
    this.clients.delete(name);
    this.clients.set(name, client);
    const [oldest] = this.clients.keys();
    if (this.clients.size > this.keptAtMost && oldest !== undefined) this.clients.delete(oldest);
    return client;
  }

  all(): T[] {
    return [...this.clients.values()];
  }
}
