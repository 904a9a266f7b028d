import { CallFailed } from './call-failed.ts';
import { dispose } from './livekit.ts';
import { BadOption, readOptions, USAGE } from './options.ts';
import type { CallOptions } from './options.ts';
import type { ParleyApi } from './parley-api.ts';
import { reachParley } from './reach-parley.ts';
import { describeCall, describeGreeting, describeTurn, toReport } from './report.ts';
import { sentencesFor, sentencesThatWork } from './sentences.ts';
import { isUnderstood, Talk } from './talk.ts';
import { Voice } from './voice.ts';

/** How long the agent that said goodbye may take to close the room. */
const FAREWELL_MS = 5_000;

/** What Parley did not understand is said again so often, as on a bad line. */
const MOST_TIMES = 3;

/** The caller puts down the phone by `--hang-up-after`: an end like any other. */
class HungUp extends Error {}

/** @returns the exit code */
async function main(args: string[], signal: AbortSignal): Promise<number> {
  const options = readOptions(args);
  if (options.help) {
    console.log(`${USAGE}\n\n${sentencesThatWork()}`);
    return 0;
  }
  const { sentences, origin } = await sentencesFor(options);
  const parley = await reachParley(options, signal);
  const voice = new Voice(options.voice);
  try {
    const tell = options.json ? () => undefined : (text: string) => console.log(text);
    if (origin) tell(origin);
    return await call({ api: parley.api, voice, sentences, options, tell }, signal);
  } finally {
    await voice.close();
    await dispose();
    await parley.stop();
  }
}

interface Line {
  api: ParleyApi;
  voice: Voice;
  sentences: string[];
  options: CallOptions;
  tell: (text: string) => void;
}

/** The call itself; however it ends, what was said until then is reported and the recording kept. */
async function call(line: Line, stop: AbortSignal): Promise<number> {
  const { api, voice, options, tell } = line;
  const limit = new AbortController();
  const hangUp =
    options.hangUpAfterS && setTimeout(() => limit.abort(new HungUp()), options.hangUpAfterS * 1_000);
  const signal = AbortSignal.any([stop, limit.signal]);
  const agentConfig = options.mode === null ? undefined : { mode: options.mode };
  const talk = await Talk.begin(api, { agentId: options.agent, agentConfig, voice, signal });
  const wav = options.wav ?? `data/calls/${talk.session.sessionId}.wav`;
  try {
    await sayAll(talk, line);
    return talk.turns.every(({ answer }) => answer !== null) ? 0 : 1;
  } catch (error) {
    if (error instanceof HungUp) return 0;
    throw error;
  } finally {
    clearTimeout(hangUp || undefined);
    const endReason = await talk.end();
    await talk.caller.recording.save(wav);
    const recordedS = talk.caller.recording.seconds;
    if (options.json) console.log(JSON.stringify(toReport(talk, wav)));
    else tell(describeCall(talk.turns, { wav, recordedS, endReason }));
  }
}

async function sayAll(talk: Talk, { api, sentences, options, tell }: Line): Promise<void> {
  const { agent } = talk;
  if (options.agent !== null && options.agent !== agent) {
    throw new BadOption(`A call here is answered by ${agent}, not by ${options.agent}.`);
  }
  tell(`session ${talk.session.sessionId} in room ${talk.session.roomName} at ${api.base}`);
  tell(describeGreeting((await talk.greeting()).text, agent));
  for (const sentence of sentences) {
    for (let times = 1; times <= MOST_TIMES; times++) {
      if (talk.caller.isOver) throw new CallFailed(`The talk was over before “${sentence}”.`);
      const turn = await talk.turn(sentence);
      tell(describeTurn(turn, talk.turns.length, agent));
      if (isUnderstood(turn)) break;
    }
  }
  if (talk.saidGoodbye()) await talk.caller.waitForEnd(FAREWELL_MS);
}

const stop = new AbortController();
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 };
let stoppedWith: number | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    stoppedWith ??= EXIT_CODES[signal];
    stop.abort(new Error('The call was stopped.'));
  });
}
try {
  process.exitCode = await main(process.argv.slice(2), stop.signal);
} catch (error) {
  if (stoppedWith === undefined) console.error(error instanceof CallFailed ? error.message : error);
  process.exitCode = 1;
}
process.exitCode = stoppedWith ?? process.exitCode;
