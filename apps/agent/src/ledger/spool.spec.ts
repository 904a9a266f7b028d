import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '#conversation';
import type { EventEnvelope, IngestAnswer } from '#conversation';
import { AgentConfig } from '../agent.config.js';
import { Spool } from './spool.js';

/** An api that keeps each event once, and can be away. */
class FakeLedger {
  readonly kept = new Map<string, EventEnvelope>();
  batches = 0;
  away = false;

  ingest(events: EventEnvelope[]): Promise<IngestAnswer> {
    this.batches += 1;
    if (this.away) return Promise.reject(new Error('connect ECONNREFUSED'));
    for (const event of events) this.kept.set(event.id, event);
    return Promise.resolve({ accepted: events.length, duplicates: 0, rejected: [] });
  }
}

function event(sourceSeq: number, sessionId = 'session-1'): EventEnvelope {
  const at = new Date().toISOString();
  return {
    id: newId(),
    sessionId,
    epoch: 1,
    sourceSeq,
    type: 'speech.started',
    v: 1,
    at,
    payload: { speaker: 'user' },
  };
}

describe(Spool.name, () => {
  let spoolDir: string;
  const opened: Spool[] = [];

  beforeEach(async () => {
    spoolDir = await mkdtemp(join(tmpdir(), 'parley-spool-'));
  });

  afterEach(async () => {
    for (const spool of opened.splice(0)) await spool.onApplicationShutdown();
    await rm(spoolDir, { recursive: true, force: true });
  });

  async function open(ledger: FakeLedger): Promise<{ spool: Spool; folder: string }> {
    const config = Object.assign(new AgentConfig(), { spoolDir });
    const spool = new Spool(config, ledger);
    await spool.onModuleInit();
    opened.push(spool);
    return { spool, folder: join(spoolDir, config.processId) };
  }

  it('sends events in the order in which they came, and leaves nothing on disk', async () => {
    const ledger = new FakeLedger();
    const { spool, folder } = await open(ledger);
    const events = Array.from({ length: 500 }, (_, i) => event(i + 1));
    await Promise.all(events.map((one) => spool.put(one)));
    expect(await spool.flush(5_000)).toBe(true);
    expect([...ledger.kept.values()].map(({ sourceSeq }) => sourceSeq)).toEqual(
      events.map(({ sourceSeq }) => sourceSeq),
    );
    expect(await readdir(folder)).toEqual([]);
  });

  it('keeps events on disk while the api is away and sends them when it is back', async () => {
    const ledger = new FakeLedger();
    ledger.away = true;
    const { spool, folder } = await open(ledger);
    await spool.put(event(1));
    await spool.put(event(2));
    expect(await readdir(folder)).toHaveLength(1);
    expect(spool.waiting).toBe(2);
    ledger.away = false;
    ledger.batches = 0;
    expect(await spool.flush(5_000)).toBe(true);
    expect(ledger.kept.size).toBe(2);
    expect(ledger.batches).toBe(1);
  });

  it('adopts what a killed process had written, without the line it was writing', async () => {
    const dead = join(spoolDir, 'dead-process');
    const lines = [event(1), event(2)].map((one) => JSON.stringify(one)).join('\n');
    const script = `
      const fs = require('node:fs');
      fs.mkdirSync(process.argv[1]);
      fs.appendFileSync(process.argv[1] + '/session-1.1.jsonl', process.argv[2] + '\\n' + process.argv[2].slice(0, 40));
      process.kill(process.pid, 'SIGKILL');`;
    const [, signal] = (await once(spawn(process.execPath, ['-e', script, dead, lines]), 'exit')) as [
      number,
      string,
    ];
    expect(signal).toBe('SIGKILL');
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(dead, longAgo, longAgo);
    const ledger = new FakeLedger();
    const { spool } = await open(ledger);
    expect(await spool.flush(5_000)).toBe(true);
    expect([...ledger.kept.values()].map(({ sourceSeq }) => sourceSeq)).toEqual([1, 2]);
    expect(await readdir(spoolDir)).toHaveLength(1);
  });

  it('leaves the folder of a living process alone', async () => {
    const ledger = new FakeLedger();
    ledger.away = true;
    const first = await open(ledger);
    await first.spool.put(event(1));
    await open(ledger);
    expect(await readdir(first.folder)).toHaveLength(1);
    ledger.away = false;
  });

  async function openFor(ledger: FakeLedger, events: number): Promise<Spool> {
    const bytes = Buffer.byteLength(`${JSON.stringify(event(1))}\n`);
    const config = Object.assign(new AgentConfig(), { spoolDir, spoolMaxMb: (events * bytes) / 1_000_000 });
    const spool = new Spool(config, ledger);
    await spool.onModuleInit();
    opened.push(spool);
    return spool;
  }

  it('says that it is full when half of what it may hold waits', async () => {
    const ledger = new FakeLedger();
    ledger.away = true;
    const spool = await openFor(ledger, 4);
    await spool.put(event(1));
    await spool.put(event(2));
    expect(spool.full).toBe(false);
    await spool.put(event(3));
    expect(spool.full).toBe(true);
    ledger.away = false;
    await spool.flush(5_000);
    expect(spool.full).toBe(false);
  });

  it('keeps the oldest when there is no room for more, and tells what is missing', async () => {
    const ledger = new FakeLedger();
    ledger.away = true;
    const spool = await openFor(ledger, 3);
    const events = Array.from({ length: 6 }, (_, i) => event(i + 1));
    for (const one of events) await spool.put(one);
    const others = event(1, 'session-2');
    await spool.put(others);
    expect(spool.waiting).toBe(3);

    ledger.away = false;
    await spool.flush(5_000);
    await spool.put(event(7));
    expect(await spool.flush(5_000)).toBe(true);
    const kept = [...ledger.kept.values()];
    expect(
      kept
        .filter(({ sessionId }) => sessionId === 'session-1')
        .map(({ sourceSeq, type }) => [sourceSeq, type]),
    ).toEqual([
      [1, 'speech.started'],
      [2, 'speech.started'],
      [3, 'speech.started'],
      [4, 'events.lost'],
      [7, 'speech.started'],
    ]);
    // Sessions do not wait for each other: which of the two is told of first is nobody's business.
    const gaps = kept.filter(({ type }) => type === 'events.lost');
    expect(new Map(gaps.map(({ sessionId, payload }) => [sessionId, payload]))).toEqual(
      new Map([
        ['session-1', { count: 3, until: events[5]?.at }],
        ['session-2', { count: 1, until: others.at }],
      ]),
    );
    expect(gaps).toHaveLength(2);
  });

  it('takes what was promised and the end however full it is, after what tells of the gap before', async () => {
    const ledger = new FakeLedger();
    ledger.away = true;
    const spool = await openFor(ledger, 1);
    await spool.put(event(1));
    await spool.put(event(2));
    await spool.put({ ...event(3), type: 'crm.deferred' });
    await spool.put(event(4));
    await spool.put({ ...event(5), type: 'session.ended' });
    ledger.away = false;
    expect(await spool.flush(5_000)).toBe(true);
    expect([...ledger.kept.values()].map(({ sourceSeq, type }) => `${sourceSeq} ${type}`)).toEqual([
      '1 speech.started',
      '2 events.lost',
      '3 crm.deferred',
      '4 events.lost',
      '5 session.ended',
    ]);
  });
});
