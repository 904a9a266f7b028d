import { messageOf } from './ask.ts';
import type { Check, Surroundings } from './check.ts';
import { wrong } from './finding.ts';
import type { Finding, Verdict } from './finding.ts';

interface Examination {
  checks: readonly Check[];
  surroundings: Surroundings;
  /** Called for each part as soon as it and all before it have been looked at. */
  onPart: (findings: Finding[]) => void;
  /** Called whenever one is done, with the parts that are still looked at. */
  onProgress?: (left: string[]) => void;
  signal: AbortSignal;
}

/** Looks at everything at the same time. No check can hold up the end, nor spoil the others. */
export async function examine({
  checks,
  surroundings,
  onPart,
  onProgress,
  signal,
}: Examination): Promise<Finding[]> {
  const left = new Set(checks.map(({ part }) => part));
  const looks = checks.map(async (check) => {
    const verdicts = await lookInTime(check, surroundings, signal);
    left.delete(check.part);
    onProgress?.([...left]);
    return verdicts.map((verdict): Finding => ({ part: check.part, ...verdict }));
  });
  const all: Finding[] = [];
  for (const look of looks) {
    const findings = await look;
    onPart(findings);
    all.push(...findings);
  }
  return all;
}

async function lookInTime(
  { deadlineMs, look }: Check,
  surroundings: Surroundings,
  signal: AbortSignal,
): Promise<Verdict[]> {
  const late = AbortSignal.timeout(deadlineMs);
  const either = AbortSignal.any([signal, late]);
  const limit = new Promise<Verdict[]>((resolve) => {
    const giveUp = () => resolve([late.aborted ? tookTooLong(deadlineMs) : stopped()]);
    either.addEventListener('abort', giveUp, { once: true });
    if (either.aborted) giveUp();
  });
  // A look that comes too late has nobody left to tell.
  return Promise.race([look(surroundings, either).catch(failed), limit]);
}

function tookTooLong(deadlineMs: number): Verdict {
  return wrong(
    `no answer within ${Math.round(deadlineMs / 1000)} s`,
    'look whether this machine or the way to the part is overloaded, then run it again',
  );
}

function stopped(): Verdict {
  return wrong('the check was stopped', 'run it again');
}

function failed(error: unknown): Verdict[] {
  return [
    wrong(`it could not be checked: ${messageOf(error)}`, 'mend what the message names, then run it again'),
  ];
}
