import type { TestTalk } from './callers.ts';
import { eventually } from './eventually.ts';
import { talking } from './talking.ts';

const JSON_BODY = { 'Content-Type': 'application/json' };
const ENDLESSLY = 100_000;
const SLOW_MS = 4_000;
/** Pieces of sound, of 200 ms: the greeting has twenty, and the answer after it goes on for twice as long. */
const IN_THE_FIRST_ANSWER = 40;
/** From the first fault: fifteen seconds of attempts, an apology, and what a busy machine adds. */
const ENDS_WITHIN_MS = 60_000;

interface Told {
  type: string;
  payload: Record<string, unknown>;
}

interface Page {
  items: Told[];
  nextCursor: string | null;
}

describe('OpenAI fails in the middle of talks', () => {
  const both = talking({ AGENT_PROCESSES: '1', OPENAI_ANSWER_WITHIN_MS: '6000' });
  let agentPid: number;
  let talk: TestTalk;

  beforeAll(async () => {
    agentPid = (await agent()).pid;
  });
  afterEach(() => mend());

  // First: a talk that may begin with another does not begin with who failed a moment ago.
  it('is stood in for by xAI in the middle of a talk, which knows what was said and keeps it', async () => {
    const house = { agentId: 'tara', agentConfig: { realtime_model: ['gpt-realtime', 'xai'] } };
    const moved = await both.callers.call(both.world.apiUrl, 'rms', house);
    await moved.greeting();
    await moved.typedTurn('please find me a package to bali');
    await moved.typedTurn('my name is asha rao and my email address is asha at example dot com');
    await fail({ fail: { next: ENDLESSLY, status: 503 } });
    await both.world.sandbox('/control/openai/drop', { method: 'POST' });
    const { answer } = await moved.typedTurn('please make me a quote for two people');
    expect(answer).toMatch(/\w/);
    await eventually('the switch', 20_000, async () => (await told(moved, 'provider.switched')).length > 0);
    expect(await told(moved, 'provider.switched')).toMatchObject([
      { kind: 'realtime', from: 'openai', to: 'xai' },
    ]);
    await mend();
    await moved.typedTurn('what is your name');
    await eventually('its bill', 10_000, async () => (await bills(moved)).at(-1) === 'xai');
    expect(new Set(await bills(moved))).toEqual(new Set(['openai', 'xai']));
    const called = (await told(moved, 'tool.called')).map(({ name }) => name);
    // A quote takes a package and a name, which the other vendor was told of.
    expect(called).toEqual(['find_packages', 'save_customer_lead', 'create_quote']);
    await moved.end();
  });

  it('tells a person that it cannot go on when the key is refused', async () => {
    await fail({ refuseCredentials: true });
    const refused = await both.callers.call(both.world.apiUrl);
    await refused.hear();
    expect(await refused.waitForEnd(ENDS_WITHIN_MS)).toBe(true);
    expect(await endOf(refused)).toBe('provider_failed');
    expect(await told(refused, 'provider.failed')).toMatchObject([
      { reason: 'key_refused', recoverable: false },
    ]);
    expect(await told(refused, 'message.added')).toMatchObject([{ source: 'recording', role: 'agent' }]);
    const [{ detail } = {}] = await told(refused, 'session.ended');
    expect(detail).toMatch(/key_refused.*OPENAI_API_KEY/);
  });

  it('is there for the next one, and gives an answer again that was cut off, with what its tools found', async () => {
    await fail({ drop: { afterDeltas: IN_THE_FIRST_ANSWER } });
    talk = await both.callers.call(both.world.apiUrl);
    await talk.greeting();
    await talk.type('please find me a package to bali');
    await eventually('its repetition', 30_000, async () => (await answers(talk)).length >= 3);
    const [, cut, again] = await answers(talk);
    expect(cut).toMatchObject({ interrupted: true });
    expect(again).toMatchObject({ interrupted: false });
    expect(again?.text).toContain(String(cut?.heardText).slice(0, 10));
    expect(await told(talk, 'tool.called')).toHaveLength(1);
    expect(await told(talk, 'provider.failed')).toMatchObject([{ reason: 'dropped', recoverable: true }]);
  });

  it('asks again when an answer stops coming, and answers once', async () => {
    const before = await answers(talk);
    await fail({ stall: 'stream', stallNext: 1 });
    const { text } = await typed('what is your name');
    await eventually('the answer', 20_000, async () => {
      const whole = (await answers(talk)).slice(before.length).filter(({ interrupted }) => !interrupted);
      return whole.length === 1;
    });
    expect(text).toBe('One moment, please.');
    expect((await told(talk, 'provider.failed')).at(-1)).toMatchObject({ reason: 'stalled' });
  });

  it('bridges the wait for one that is slow, and is heard with its answer after that', async () => {
    const before = { answers: (await answers(talk)).length, recordings: (await recordings(talk)).length };
    await fail({ latencyMs: SLOW_MS });
    await talk.type('what is your name');
    const askedAt = Date.now();
    await eventually('both', 20_000, async () => {
      const heard = (await answers(talk)).length > before.answers;
      return heard && (await recordings(talk)).length > before.recordings;
    });
    const [words, answer] = (await talk.heardSpans()).map(({ from }) => from - askedAt);
    expect(words).toBeLessThan(3_000);
    expect(answer).toBeGreaterThan(SLOW_MS);
    expect((await recordings(talk)).at(-1)?.text).toBe('One moment, please.');
  });

  it('waits for a vendor that has too much to do, and says so', async () => {
    await fail({ fail: { next: ENDLESSLY, status: 429, retryAfterS: 1 } });
    const { length } = await recordings(talk);
    const recoveries = async () => (await told(talk, 'provider.recovered')).length;
    const before = await recoveries();
    await both.world.sandbox('/control/openai/drop', { method: 'POST' });
    await eventually('words to wait', 30_000, async () => (await recordings(talk)).length > length);
    const reasons = (await told(talk, 'provider.failed')).map(({ reason }) => reason);
    expect(reasons).toContain('rate_limited 429');
    await mend();
    const turn = await talk.typedTurn('how much is the bali package');
    expect(turn.answer).toMatch(/\w/);
    await eventually('the end of the trouble', 30_000, async () => (await recoveries()) > before);
  });

  it('gives up on one that hangs up again and again, a few times and not hundreds', async () => {
    const attempts = await connects();
    await fail({ close: { next: ENDLESSLY, code: 1_000, afterMs: 50 } });
    await both.world.sandbox('/control/openai/drop', { method: 'POST' });
    expect(await talk.waitForEnd(ENDS_WITHIN_MS)).toBe(true);
    expect(await endOf(talk)).toBe('provider_failed');
    expect((await recordings(talk)).at(-1)?.text).toContain('I am sorry');
    expect((await connects()) - attempts).toBeLessThan(20);
  });

  it('has cost no process', async () => {
    const { pid, name, port } = await agent();
    expect(pid).toBe(agentPid);
    expect(await both.world.log(name)).not.toMatch(/unhandled rejection|uncaught exception/);
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(metrics).toMatch(/^parley_vendor_breaker\{vendor="openai"\} \d$/m);
  });

  const agent = () => both.world.part('agent-1');
  const fail = (plan: object) =>
    both.world.sandbox('/control/openai/faults', {
      method: 'PUT',
      headers: JSON_BODY,
      body: JSON.stringify(plan),
    });
  const mend = () => fetch(`${both.world.sandboxUrl}/control/openai/faults`, { method: 'DELETE' });

  async function connects(): Promise<number> {
    const { total } = await both.world.sandbox<{ total: number }>(
      '/control/requests?vendor=openai&method=WS',
    );
    return total;
  }

  async function told({ session }: TestTalk, type: string): Promise<Told['payload'][]> {
    const events: Told[] = [];
    for (let cursor: string | null = '0'; cursor !== null;) {
      const path = `/session/${session.sessionId}/events?limit=100&cursor=${cursor}`;
      const page: Page = await both.world.api<Page>(path);
      events.push(...page.items);
      cursor = page.nextCursor;
    }
    return events.filter((event) => event.type === type).map(({ payload }) => payload);
  }

  const bills = async (of: TestTalk) => (await told(of, 'usage.added')).map(({ vendor }) => vendor);

  async function answers(of: TestTalk): Promise<Told['payload'][]> {
    const messages = await told(of, 'message.added');
    return messages.filter(({ role, source }) => role === 'agent' && source !== 'recording');
  }

  async function recordings(of: TestTalk): Promise<Told['payload'][]> {
    const messages = await told(of, 'message.added');
    return messages.filter(({ source }) => source === 'recording');
  }

  /** Types a question and waits for the words that tell that the answer takes a while. */
  async function typed(question: string): Promise<Told['payload']> {
    const { length } = await recordings(talk);
    await talk.type(question);
    return eventually('words to wait', 15_000, async () => (await recordings(talk))[length]);
  }

  async function endOf({ session }: TestTalk): Promise<string | null> {
    return eventually('the end', 30_000, async () => {
      const { status, endReason } = await both.world.api<{ status: string; endReason: string | null }>(
        `/session/${session.sessionId}`,
      );
      return status === 'ended' && endReason;
    });
  }
});
