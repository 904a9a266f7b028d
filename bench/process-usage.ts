import { readFile } from 'node:fs/promises';

/** Of /proc/<pid>/stat: USER_HZ is 100 on every Linux. */
const TICK_MS = 10;

/** Milliseconds of processor time that a process has used so far. Linux only. */
export async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // What stands before the last bracket is the program's name, which may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
