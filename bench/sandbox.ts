const TIMEOUT_MS = 5_000;

/** A spoken turn as the simulated OpenAI saw it, in milliseconds since 1970 on the clock of this machine. */
export interface VendorTurn {
  silenceMs: number;
  committedAt: number | null;
  firstDeltaAt: number | null;
}

/** The sandbox's control API, as far as benchmarks use it. */
export class Sandbox {
  readonly base: string;

  constructor(base: string) {
    this.base = base;
  }

  /**
   * Answers at once with words that are sound already: neither the simulator's recognition nor its synthesis is measured.
   * Holds for sessions that begin from now on.
   */
  async answerAtOnce(): Promise<void> {
    await this.request('PUT', '/control/openai', { speech: 'prepared' });
  }

  async answerAsUsual(): Promise<void> {
    await this.request('PUT', '/control/openai', {});
  }

  forgetTurns(): Promise<unknown> {
    return this.request('DELETE', '/control/openai/turns');
  }

  async turns(): Promise<VendorTurn[]> {
    return (await this.request('GET', '/control/openai/turns?limit=2000')) as VendorTurn[];
  }

  private async request(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.base}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await answer.text();
    if (!answer.ok)
      throw new Error(`${method} ${path} of the sandbox was answered ${answer.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }
}
