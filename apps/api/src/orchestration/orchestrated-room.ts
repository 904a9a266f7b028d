import { randomInt } from 'node:crypto';

let lastStamp = 0;

export interface OrchestratedRoom {
  room: string;
  personIdentity: string;
}

/** Names as seed S0 made them: a time and six characters. The time never repeats, so neither does an identity. */
export function orchestratedRoom(now: number = Date.now()): OrchestratedRoom {
  lastStamp = Math.max(now, lastStamp + 1);
  const suffix = randomInt(36 ** 6)
    .toString(36)
    .padStart(6, '0');
  return { room: `orchestrated-${lastStamp}-${suffix}`, personIdentity: `user-${lastStamp}` };
}
