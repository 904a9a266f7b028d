import type { INestApplication } from '@nestjs/common';

/** As many agents as this may share a machine under one AGENT_PORT. */
const TRIES = 64;

/** Listens on the port, or on the next free one above it: every agent process of a machine is started alike. */
export async function listenOnFreePort(app: INestApplication, port: number, host: string): Promise<number> {
  for (let candidate = port; ; candidate += 1) {
    try {
      await app.listen(candidate, host);
      return new URL(await app.getUrl()).port ? Number(new URL(await app.getUrl()).port) : candidate;
    } catch (error) {
      if (!isTaken(error) || port === 0 || candidate - port >= TRIES) throw error;
    }
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
