import type { Surroundings } from './check.ts';
import { given } from '../launcher/settings.ts';
import { off, simulated } from './finding.ts';
import type { Verdict } from './finding.ts';

/** A vendor that nobody gave a key for: the sandbox plays it, or it is off. */
export function withoutKey({ env, settings }: Surroundings, variables: string[]): Verdict {
  const names = variables.join(' and ');
  const [verb, turn] = variables.length > 1 ? ['make', 'turn'] : ['makes', 'turns'];
  // In production the api refuses SANDBOX_URL; there the launcher starts no sandbox of its own either.
  const isSimulated = !settings.production || given(env, 'SANDBOX_URL') !== undefined;
  return isSimulated ? simulated(`${names} ${verb} it real`) : off(`${names} ${turn} it on`);
}
