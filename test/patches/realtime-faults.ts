/** A provider that refuses, hangs up, hangs or is not there, next to a talk that must not notice. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { happens, report, until } from './probe.ts';
import { RealtimeServer } from './realtime-server.ts';
import type { Door } from './realtime-server.ts';
import { Talk } from './talk.ts';

const connOptions = { maxRetry: 3, retryIntervalMs: 100, timeoutMs: 300 };
const healthyServer = await RealtimeServer.listen();
const healthy = new Talk({ baseURL: healthyServer.baseURL, connOptions });
await healthy.start();

async function answers(talk: Talk): Promise<boolean> {
  const before = talk.answers;
  talk.session.generateReply();
  return happens(() => talk.answers > before, 3_000);
}

async function startAt(door: Door | 'closed port') {
  const server = await RealtimeServer.listen();
  const talk = new Talk({ baseURL: server.baseURL, connOptions });
  if (door === 'closed port') {
    await server.close();
  } else {
    server.door = door;
  }
  await talk.start();
  await happens(() => talk.closeReason !== undefined, 4_000);
  await close(talk);
  const socketsGone = await happens(() => server.openSockets === 0, 500);
  const seen = {
    attempts: server.attempts,
    recoverable: talk.errors.map((error) => error.recoverable),
    closeReason: talk.closeReason,
    socketsGone,
  };
  await server.close();
  return seen;
}

async function dropInTalk() {
  const server = await RealtimeServer.listen();
  const talk = new Talk({ baseURL: server.baseURL, connOptions });
  await talk.start();
  const answeredBefore = await answers(talk);
  server.latest?.socket.close(1000);
  await until('the session has connected again', () => server.connections.length === 2);
  const answeredAfter = await answers(talk);
  const recoverable = talk.errors.map((error) => error.recoverable);
  await close(talk);
  await server.close();
  return { answeredBefore, answeredAfter, recoverable };
}

/** An event that breaks off in the middle is passed over. */
async function garbled() {
  const server = await RealtimeServer.listen();
  const talk = new Talk({ baseURL: server.baseURL, connOptions });
  await talk.start();
  const answeredBefore = await answers(talk);
  server.latest?.socket.send('{"type":"response.output_audio.del');
  const answeredAfter = await answers(talk);
  await close(talk);
  await server.close();
  return { answeredBefore, answeredAfter };
}

/** Somebody else makes the connections: their ends are no errors, and what was to be said to one is not said to the next. */
async function dialled() {
  const server = await RealtimeServer.listen();
  let dials = 0;
  const mayConnect = Promise.withResolvers<undefined>();
  const dial = async (url: string, headers: Record<string, string>) => {
    if (++dials === 2) await mayConnect.promise;
    const socket = new WebSocket(url, { headers });
    await once(socket, 'open');
    return socket;
  };
  const talk = new Talk({ baseURL: server.baseURL, dial });
  await talk.start();
  const answeredBefore = await answers(talk);
  server.latest?.socket.close(1000);
  await until('the session has lost its line', () => dials === 2);
  const { answers: before } = talk;
  talk.session.generateReply();
  await happens(() => false, 100);
  mayConnect.resolve(undefined);
  await until('the session has connected again', () => server.connections.length === 2);
  const saidAgain = await happens(() => talk.answers > before, 300);
  const answeredAfter = await answers(talk);
  await close(talk);
  await server.close();
  return { answeredBefore, saidAgain, answeredAfter, errors: talk.errors.length };
}

async function greetingBeforeTheDoorOpens() {
  const server = await RealtimeServer.listen();
  server.door = 503;
  const talk = new Talk({ baseURL: server.baseURL, connOptions });
  await talk.start();
  talk.session.generateReply();
  await until('the session has been refused', () => server.attempts > 0);
  server.door = 'open';
  await happens(() => talk.answers > 0, 3_000);
  // A second greeting would come within a few turns of the event loop, as the first did.
  await happens(() => talk.answers > 1, 100);
  await close(talk);
  await server.close();
  return { greetings: talk.answers };
}

async function closeWhileConnecting() {
  const server = await RealtimeServer.listen();
  server.door = 'hang';
  const talk = new Talk({ baseURL: server.baseURL, connOptions: { ...connOptions, timeoutMs: 10_000 } });
  await talk.start();
  await until('the session knocks', () => server.attempts > 0);
  await close(talk);
  const socketsGone = await happens(() => server.openSockets === 0, 500);
  await server.close();
  return { socketsGone, attempts: server.attempts };
}

/** With a deadline: a session that cannot be closed is a finding, not a reason to hang here. */
async function close(talk: Talk): Promise<void> {
  await Promise.race([talk.session.close(), happens(() => false, 2_500)]);
}

const verdict = {
  refused: await startAt('closed port'),
  unauthorized: await startAt(401),
  unavailable: await startAt(503),
  closedAtOnce: await startAt('close'),
  hangs: await startAt('hang'),
  drop: await dropInTalk(),
  garbled: await garbled(),
  dialled: await dialled(),
  greeting: await greetingBeforeTheDoorOpens(),
  closeWhileConnecting: await closeWhileConnecting(),
  healthyAnswers: await answers(healthy),
};
export type Verdict = typeof verdict;
report(verdict);
