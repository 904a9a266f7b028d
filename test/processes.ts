import { readdir, readFile } from 'node:fs/promises';

/** A process and all that it started, and they in turn. */
export async function familyOf(pid: number): Promise<number[]> {
  const parents = await parentOfEach();
  const family = [pid];
  for (const member of family) {
    for (const [child, parent] of parents) if (parent === member) family.push(child);
  }
  return family;
}

/** Who started it. */
export async function parentOf(pid: number): Promise<number> {
  const parent = (await parentOfEach()).get(pid);
  if (parent === undefined) throw new Error(`There is no process ${pid}.`);
  return parent;
}

/** Those that still run; one that only waits for its parent to take note of its end does not. */
export async function alive(pids: readonly number[]): Promise<number[]> {
  const parents = await parentOfEach();
  return pids.filter((pid) => parents.has(pid));
}

async function parentOfEach(): Promise<Map<number, number>> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    // The name of the program stands in brackets and may hold anything.
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (stat !== '' && state !== 'Z') parents.set(Number(name), Number(parent));
  }
  return parents;
}
