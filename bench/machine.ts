import { cpus, loadavg, release, totalmem, type } from 'node:os';

/** The machine and how busy it was: without them no figure can be compared. */
export function describeMachine(): string {
  const cores = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const [load] = loadavg();
  return `${cores.length} × ${cores[0]?.model.trim() ?? 'unknown'}, ${memory} GB, ${type()} ${release()}, Node ${process.versions.node}; load before ${load?.toFixed(2)}`;
}
