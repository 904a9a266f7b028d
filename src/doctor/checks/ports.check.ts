import type { Check, Surroundings } from '../check.ts';
import { ok, warning, wrong } from '../finding.ts';
import type { Verdict } from '../finding.ts';
import { portWishes, shapeOf } from '../../launcher/parley-parts.ts';
import { isFree, parleyService } from '../../launcher/ports.ts';
import type { PortWish } from '../../launcher/ports.ts';
import { LIVEKIT_UDP_OFFSET } from '../../launcher/settings.ts';

/** The ports of `npm start` are free, or it is our own Parley that has them. */
export const ports: Check = {
  part: 'ports',
  deadlineMs: 8_000,
  look: portVerdicts,
};

async function portVerdicts({ settings, running }: Surroundings): Promise<Verdict[]> {
  const wishes = portWishes(settings, shapeOf(settings));
  const ours = new Set(
    running.flatMap(({ name, port }) =>
      name === 'livekit'
        ? Array.from({ length: LIVEKIT_UDP_OFFSET + 1 }, (_, offset) => port + offset)
        : [port],
    ),
  );
  const others = wishes.filter(({ port }) => !ours.has(port));
  const verdicts = await Promise.all(others.map((wish) => othersVerdict(wish, settings.host)));
  const bad = verdicts.filter((verdict) => verdict !== undefined);
  if (bad.length) return bad;
  const held = wishes.length - others.length;
  return [ok(held ? `${held} in use by the Parley of this folder` : `${wishes.length} free`)];
}

/** Undefined when it is free. */
async function othersVerdict(wish: PortWish, host: string): Promise<Verdict | undefined> {
  if (await isFree(wish, host)) return undefined;
  const { port, protocol, use, variable } = wish;
  const service = protocol === 'tcp' ? await parleyService(host, port) : undefined;
  if (service)
    return warning(
      `${port}, the port of ${use}, belongs to a Parley that npm start here knows nothing of (${service})`,
      `end it before npm start, or move this one with ${variable}`,
    );
  return wrong(
    `${port} (${protocol}), the port of ${use}, is taken by another program`,
    `end it (\`lsof -i :${port}\` tells which), or move this one with ${variable}`,
  );
}
