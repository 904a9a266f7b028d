// Lets the agent of this container take no more talks, and ends once those it has are over and told to the api. Run before the
// container is stopped, nobody is cut off. How long that may take is the caller's to bound.

import { setTimeout as sleep } from 'node:timers/promises';

const AGENT = `http://127.0.0.1:${process.env.AGENT_PORT?.trim() || 3052}`;
const WITHIN_MS = 5_000;
const PAUSE_MS = 1_000;
/** A machine that stands still for a moment is no reason to cut talks off; an agent that never answers is not waited for. */
const SILENCES = 12;

let silences = 0;
while (await isBusy()) await sleep(PAUSE_MS);

async function isBusy() {
  try {
    const answer = await fetch(`${AGENT}/drain`, { method: 'POST', signal: AbortSignal.timeout(WITHIN_MS) });
    const { sessions, eventsWaiting } = await answer.json();
    silences = 0;
    return sessions > 0 || eventsWaiting > 0;
  } catch (error) {
    silences += 1;
    if (silences < SILENCES) return true;
    throw error;
  }
}
