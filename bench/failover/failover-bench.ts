import { setTimeout as pause } from 'node:timers/promises';
import { ParleyApi } from '../../src/call/parley-api.ts';
import type { AgentWish, SessionEvent } from '../../src/call/parley-api.ts';
import { Callers } from '../../test/callers.ts';
import type { TestTalk } from '../../test/callers.ts';
import { World } from '../../test/world.ts';
import type { Bench, BenchResult, Measure } from '../bench.ts';
import { summarize } from '../statistics.ts';
import type { Summary } from '../statistics.ts';
import type { Fault, Lane } from './cells.ts';

const RUNS = 20;
const SENTENCE = 'hello tara how are you';
const MOST_SILENCE = 'p95 below 3 s';
const LATEST_ANSWER = 'p95 below 6 s';
/** What was said and heard is in the store this soon. */
const STORED_WITHIN_MS = 5_000;
/** Of an answer that broke off: the whole of it is heard by then. */
const WHOLE_WITHIN_MS = 15_000;
const POLL_MS = 100;
/** The first words of a talk may meet a machine that is busy with its beginning. */
const TRIES = 3;
const ENDED = 'the talk ended';

/** Lanes that are gone along side by side. */
interface Course {
  /** Under which its figures are kept. */
  name: string;
  lanes: readonly Lane[];
}

/** One turn in which a vendor failed. */
interface Run {
  /** The longest that nothing was heard, from the end of speech to the end of the answer. */
  silenceMs: number;
  /** From the end of speech to the first sound of the answer itself. */
  answerMs: number | null;
  /** Words to wait that came before it. */
  waitingWords: number;
  switches: string[];
  /** A vendor that rests is not asked, and then nothing fails. */
  isMet: boolean;
  /** What is wrong about the turn as it was kept: more or less than one question and one whole answer. */
  wrong: string | undefined;
}

interface Cell {
  kind: Lane['kind'];
  fault: string;
  runs: Run[];
}

/** What a person hears, and after how long, while a vendor fails in the middle of their talk: every kind of vendor, every fault. */
export async function benchFailover(
  { progress, talks }: Pick<Bench, 'progress' | 'talks'>,
  { name, lanes }: Course,
): Promise<BenchResult> {
  const runs = talks ?? RUNS;
  const world = await World.start({
    AGENT_PROCESSES: '1',
    AGENT_MAX_SESSIONS: '24',
    OPENAI_ANSWER_WITHIN_MS: '6000', // as it is with the vendor itself
  });
  const callers = new Callers();
  try {
    const go = (lane: Lane) =>
      measure(lane, (wish) => new LaneTalk(world, callers, lane, wish), runs, progress);
    return describe(name, (await Promise.all(lanes.map(go))).flat(), runs, lanes);
  } finally {
    await callers.close();
    await world.stop();
  }
}

/** Fault after fault, with a talk for each who may be asked first. */
async function measure(
  { kind, wishes, vendors, faults }: Lane,
  talkOf: (wish: AgentWish) => LaneTalk,
  count: number,
  progress: Bench['progress'],
): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const fault of faults) {
    const talks = wishes.map(talkOf);
    const runs: Run[] = [];
    while (runs.length < count) {
      const at = runs.length % talks.length;
      const run = await talks[at]?.run(fault, vendors[at] ?? '');
      if (run) runs.push(run);
    }
    await Promise.all(talks.map((talk) => talk.end()));
    const cell = { kind, fault: fault.name, runs };
    cells.push(cell);
    progress(`failover: ${kind}, ${fault.name}: ${notesOf(runs) || 'as expected'}; ${timesOf(cell)}`);
  }
  return cells;
}

/** A talk in which turns fail, one after the other, with good ones between. */
class LaneTalk {
  private readonly world: World;
  private readonly callers: Callers;
  private readonly lane: Lane;
  private readonly wish: AgentWish;
  private readonly api: ParleyApi;
  private readonly known = new Set<string>();
  private talk: TestTalk | undefined;
  private whole = '';
  /** Who does it since the last switch, in a talk that stays with who took over. */
  private successor: string | undefined;

  constructor(world: World, callers: Callers, lane: Lane, wish: AgentWish) {
    this.world = world;
    this.callers = callers;
    this.lane = lane;
    this.wish = wish;
    this.api = new ParleyApi(world.apiUrl);
  }

  async run(fault: Fault, asked: string): Promise<Run> {
    try {
      if (this.talk) await this.goodTurns(this.talk);
      this.talk ??= await this.open();
      return await this.failingTurn(this.talk, fault, this.successor ?? asked);
    } catch {
      await this.end();
      return {
        silenceMs: Infinity,
        answerMs: null,
        waitingWords: 0,
        switches: [],
        isMet: true,
        wrong: ENDED,
      };
    }
  }

  async end(): Promise<void> {
    await this.talk?.end();
    this.talk = undefined;
  }

  private async open(): Promise<TestTalk> {
    const talk = await this.callers.call(this.world.apiUrl, 'rms', this.wish);
    await talk.greeting();
    this.successor = undefined; // the first choice serves
    // What is said while all goes well is what is to be said while it does not.
    for (let tries = 1, heard = ''; heard !== SENTENCE && tries <= TRIES; tries++) {
      await talk.say(SENTENCE);
      await talk.hear();
      const events = await this.newEvents(talk);
      heard = questionsOf(events);
      this.whole = answersOf(events).at(-1) ?? '';
    }
    return talk;
  }

  /** @throws Error when the talk is over */
  private async failingTurn(talk: TestTalk, fault: Fault, vendor: string): Promise<Run> {
    await this.control('PUT', vendor, 'faults', fault.plan);
    try {
      const saying = talk.say(SENTENCE);
      if (fault.cutAfterMs !== undefined) {
        await pause(fault.cutAfterMs);
        await this.control('POST', vendor, 'drop');
      }
      await saying;
      return await this.heard(talk);
    } finally {
      await this.control('DELETE', vendor, 'faults');
    }
  }

  private async heard(talk: TestTalk): Promise<Run> {
    const answer = await talk.hear().catch(() => null);
    const events = await this.newEvents(talk);
    // What breaks off in the middle is quiet, and not over.
    const deadline = Date.now() + WHOLE_WITHIN_MS;
    while (answer && answersOf(events).length === 0 && Date.now() < deadline) {
      await talk.hear().catch(() => null);
      events.push(...(await this.newEvents(talk)));
    }
    const spans = await talk.heardSpans();
    if (await talk.waitForEnd(1)) throw new Error(ENDED);
    return this.runOf(answer?.saidAt ?? null, spans, events);
  }

  private runOf(
    saidAt: number | null,
    spans: { from: number; to: number }[],
    events: readonly SessionEvent[],
  ): Run {
    const messages = ofType<Message>(events, 'message.added');
    const answers = messages.filter(({ role, source }) => role === 'agent' && source !== 'recording');
    const recordings = messages.filter(({ source }) => source === 'recording');
    const ends = [saidAt ?? NaN, ...spans.map(({ to }) => to)];
    const silences = spans.map(({ from }, i) => from - (ends[i] ?? NaN));
    const [first, again] = spans;
    const { totalMs = null } = answers.find(({ latency }) => latency)?.latency ?? {};
    const whole = messages.some(({ role, interrupted }) => role === 'agent' && interrupted) ? again : first;
    const heardMs = whole && saidAt !== null ? whole.from - saidAt : null;
    const switched = ofType<Switch>(events, 'provider.switched');
    return {
      silenceMs: silences.length > 0 ? Math.max(...silences) : Infinity,
      answerMs: recordings.length === 0 ? heardMs : totalMs,
      waitingWords: recordings.length,
      switches: switched.map(({ kind, from, to, reason }) => `${kind} ${from} → ${to} (${reason})`),
      isMet: switched.length > 0 || ofType(events, 'provider.failed').length > 0,
      wrong: this.wrongIn(questionsOf(events), answersOf(events)),
    };
  }

  private wrongIn(heard: string, answers: readonly string[]): string | undefined {
    if (heard !== SENTENCE) return `heard “${heard}”`;
    const said = answers.join(' ');
    return said === this.whole ? undefined : `said “${said}”`;
  }

  /** A vendor is believed again, and asked first: rests between two faults are not what is measured. */
  private async goodTurns(talk: TestTalk): Promise<void> {
    for (let i = 0; i < this.lane.goodTurns; i++) {
      await talk.type(SENTENCE);
      await talk.hear().catch(() => null);
      await this.newEvents(talk);
    }
  }

  private control(method: string, vendor: string, what: string, body?: object): Promise<unknown> {
    return fetch(`${this.world.sandboxUrl}/control/${vendor}/${what}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
  }

  /** What happened since the last look, once both sides have said something and nothing more comes. */
  private async newEvents({ session }: TestTalk): Promise<SessionEvent[]> {
    const deadline = Date.now() + STORED_WITHIN_MS;
    for (let before = -1; ;) {
      const fresh = (await this.api.events(session.sessionId)).filter(({ id }) => !this.known.has(id));
      const sides = new Set(ofType<Message>(fresh, 'message.added').map(({ role }) => role));
      if ((sides.size === 2 && fresh.length === before) || Date.now() > deadline) {
        for (const { id } of fresh) this.known.add(id);
        const { to } = ofType<Switch>(fresh, 'provider.switched').at(-1) ?? {};
        if (this.lane.stays) this.successor = to ?? this.successor;
        return fresh;
      }
      before = fresh.length;
      await pause(POLL_MS);
    }
  }
}

interface Message {
  role: 'user' | 'agent';
  text: string;
  source: 'speech' | 'text' | 'recording';
  interrupted: boolean;
  latency: { totalMs: number | null } | null;
}

interface Switch {
  kind: string;
  from: string;
  to: string;
  reason: string;
}

/** The payloads of one type. They are what the agent wrote: the api has checked them. */
function ofType<T>(events: readonly SessionEvent[], type: string): T[] {
  return events.filter((event) => event.type === type).map(({ payload }) => payload as T);
}

/** What the agent said to its end, words to wait aside. */
function answersOf(events: readonly SessionEvent[]): string[] {
  return ofType<Message>(events, 'message.added')
    .filter(({ role, source, interrupted }) => role === 'agent' && source !== 'recording' && !interrupted)
    .map(({ text }) => text.trim());
}

/** What the person said, turn by turn. A recogniser writes capitals and full stops as it likes. */
function questionsOf(events: readonly SessionEvent[]): string {
  return ofType<Message>(events, 'message.added')
    .filter(({ role }) => role === 'user')
    .map(({ text }) => text.toLowerCase().replaceAll(/[.,?!]/g, ''))
    .join(' | ');
}

function describe(name: string, cells: readonly Cell[], runs: number, lanes: readonly Lane[]): BenchResult {
  return {
    name,
    method: `one vendor of a talk fails while a person asks and is answered, ${runs} times each fault, with a good turn between; real rooms, real speech, ${lanes.length === 1 ? 'one talk' : `${lanes.length} talks at once`}; from the end of speech to what is heard`,
    measures: cells.flatMap((cell): Measure[] => [
      {
        name: `${cell.kind}, ${cell.fault}: longest silence`,
        ...{ includes: '', goal: MOST_SILENCE },
        summary: silenceOf(cell),
      },
      {
        name: `${cell.kind}, ${cell.fault}: answer`,
        ...{ includes: '', goal: LATEST_ANSWER },
        summary: answerOf(cell),
      },
    ]),
    notes: cells.map(({ kind, fault, runs: all }) => `${kind}, ${fault}: ${notesOf(all) || 'as expected'}`),
  };
}

function silenceOf({ runs }: Cell): Summary {
  return summarize(runs.map(({ silenceMs }) => silenceMs));
}

function answerOf({ runs }: Cell): Summary {
  return summarize(runs.map(({ answerMs }) => answerMs ?? Infinity));
}

function timesOf(cell: Cell): string {
  const [silence, answer] = [silenceOf(cell), answerOf(cell)];
  return `silence ${silence.p95.toFixed(0)} ms, answer ${answer.p50.toFixed(0)} / ${answer.p95.toFixed(0)} ms`;
}

function notesOf(runs: readonly Run[]): string {
  const waited = runs.filter(({ waitingWords }) => waitingWords > 0).length;
  const spared = runs.filter(({ isMet }) => !isMet).length;
  return [
    ...counted(runs.flatMap(({ switches }) => switches)),
    ...(waited > 0 ? [`${waited} × words to wait`] : []),
    ...(spared > 0 ? [`${spared} × not asked, for it rested`] : []),
    ...counted(runs.flatMap(({ wrong }) => wrong ?? [])),
  ].join('; ');
}

function counted(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => `${count} × ${name}`);
}
