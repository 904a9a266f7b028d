const TIMEOUT_MS = 5_000;

/** A spoken turn as the simulated OpenAI saw it, in milliseconds since 1970 on the clock of this machine. */
export interface VendorTurn {
  silenceMs: number;
  committedAt: number | null;
  firstDeltaAt: number | null;
}

/** What a recogniser makes of one utterance; times from its first voiced sample. */
export interface EarScript {
  id: string;
  words: { word: string; endMs: number; mark?: string; clauseEnd?: boolean }[];
}

/** Its words are equally long. @param wordMs about as long as one takes in it */
export function evenScript(id: string, text: string, wordMs: number): EarScript {
  return { id, words: text.split(' ').map((word, i) => ({ word, endMs: (i + 1) * wordMs })) };
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

  /**
   * Language models think and write this fast from now on: milliseconds to the first token, and from one to the next. Recognisers and
   * voices are as fast as they are by default.
   */
  async writeAt(firstTokenMs: number, tokenEveryMs: number): Promise<void> {
    await this.request('PUT', '/control/openai', { firstTokenMs, tokenEveryMs });
  }

  /** Language models are right so often about whether what somebody says is one of these sentences, or goes on. */
  async knowSentences(sentences: readonly string[], accuracy: number): Promise<void> {
    await this.request('PUT', '/control/openai/sentences', { sentences, accuracy });
  }

  /** The next stream of a recogniser understands these, one utterance after another, whatever it hears; all of them so many times. */
  async understandNext(scripts: readonly EarScript[], times = 1): Promise<void> {
    for (const script of scripts) await this.request('POST', '/control/ear/scripts', script);
    const ids = Array.from({ length: times }, () => scripts.map(({ id }) => id)).flat();
    await this.request('POST', '/control/ear/next', { ids });
  }

  /** The stream that began with the script `first` understands this one next. */
  async understand(first: string, next: string): Promise<void> {
    await this.request('PUT', `/control/ear/streams/${first}`, { ids: [next] });
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
