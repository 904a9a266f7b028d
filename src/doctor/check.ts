import type { Settings } from '../launcher/settings.ts';
import type { Status } from '../launcher/status-file.ts';
import type { Verdict } from './finding.ts';

/** What the checks look at, taken once before they start. */
export interface Surroundings {
  root: string;
  /** What the apps would be started with: the environment over `.env`. */
  env: NodeJS.ProcessEnv;
  settings: Settings;
  /** Why the launcher would refuse these settings; `settings` are the defaults then. */
  refusal?: string;
  /** What launchers say runs from this folder: a whole Parley, and agents started alone. */
  running: Status['parts'];
}

/** One part of Parley and how to look at it. */
export interface Check {
  /** The part, in the word that the README's table has for it. */
  part: string;
  /** The look as a whole; each question in it may have a shorter limit. */
  deadlineMs: number;
  /** Several verdicts when several things are not well. Spends no money and changes nothing. */
  look: (surroundings: Surroundings, signal: AbortSignal) => Promise<Verdict[]>;
}
