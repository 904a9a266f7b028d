import { statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import type { Check, Surroundings } from '../check.ts';
import { ok, warning, wrong } from '../finding.ts';
import type { Verdict } from '../finding.ts';
import { nearestExisting } from '../folders.ts';
import { given } from '../../launcher/settings.ts';

const MB = 1_000_000;
/** Measured: api, LiveKit server and what the system needs; an agent process; a talk in it. */
const BASE_MB = 500;
const AGENT_MB = 160;
const TALK_MB = 15;
const TALKS_PER_AGENT = 12;

const LEAST_FREE_MB = 100;
const WARNING_FREE_MB = 1_000;

export interface Machine {
  cores: number;
  memoryMb: number;
  /** On the disk of the data folder. */
  freeMb: number;
}

/** The machine carries what is to run on it. */
export const machine: Check = {
  part: 'machine',
  deadlineMs: 3_000,
  look: async (surroundings) => machineVerdicts(surroundings, await thisMachine(surroundings)),
};

export function machineVerdicts({ env, settings }: Surroundings, found: Machine): Verdict[] {
  const { cores, memoryMb, freeMb } = found;
  const { agentProcesses } = settings;
  const talks = Number(given(env, 'AGENT_MAX_SESSIONS')) || TALKS_PER_AGENT;
  const neededMb = BASE_MB + agentProcesses * (AGENT_MB + talks * TALK_MB);
  const verdicts = [...diskVerdicts(freeMb)];
  if (given(env, 'AGENT_PROCESSES') && agentProcesses > Math.max(2, cores))
    verdicts.push(
      warning(
        `${agentProcesses} agent processes share ${cores} cores`,
        `lower AGENT_PROCESSES to ${Math.max(2, cores)}`,
      ),
    );
  if (neededMb > memoryMb)
    verdicts.push(
      warning(
        `${agentProcesses} agent processes of ${talks} talks want ${neededMb} MB, there are ${Math.round(memoryMb)}`,
        'lower AGENT_PROCESSES or AGENT_MAX_SESSIONS, or give it more memory',
      ),
    );
  const size = `${cores} cores, ${Math.round(memoryMb)} MB, ${Math.round(freeMb / 1_000)} GB free on the disk`;
  return verdicts.length ? verdicts : [ok(`${size}; ${agentProcesses} agent processes of ${talks} talks`)];
}

function diskVerdicts(freeMb: number): Verdict[] {
  if (freeMb >= WARNING_FREE_MB) return [];
  const problem = `${Math.round(freeMb)} MB are left on the disk of the data folder`;
  const cure =
    'make room there, or move the folder with PARLEY_DATA_DIR: a database without room takes nothing';
  return [freeMb < LEAST_FREE_MB ? wrong(problem, cure) : warning(problem, cure)];
}

/** A container's limits count, not what its host has. */
async function thisMachine({ settings }: Surroundings): Promise<Machine> {
  const { bavail, bsize } = await statfs(nearestExisting(settings.dataDir));
  const limit = process.constrainedMemory();
  return {
    cores: availableParallelism(),
    memoryMb: (limit > 0 ? Math.min(limit, totalmem()) : totalmem()) / MB,
    freeMb: (bavail * bsize) / MB,
  };
}
