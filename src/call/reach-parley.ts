import { startParley } from '../launcher/start-parley.ts';
import { CallFailed } from './call-failed.ts';
import { BadOption } from './options.ts';
import type { CallOptions } from './options.ts';
import { ParleyApi } from './parley-api.ts';

export interface ReachedParley {
  api: ParleyApi;
  /** Ends what was started for this call; what was there before stays. */
  stop(): Promise<void>;
}

/** The Parley at `--url` or PORT; when nobody answers at PORT, one of our own for as long as the call takes. */
export async function reachParley(
  { url, json }: Pick<CallOptions, 'url' | 'json'>,
  signal: AbortSignal,
): Promise<ReachedParley> {
  const port = process.env['PORT'] || process.env['API_SERVER_PORT'] || '3051';
  const api = new ParleyApi(url ?? `http://127.0.0.1:${port}`);
  switch (await api.probe()) {
    case 'parley':
      return { api, stop: () => Promise.resolve() };
    case 'stranger':
      throw new BadOption(`What answers at ${api.base} is not Parley. PORT or --url say where to call.`);
    case 'absent': {
      if (url) throw new BadOption(`Nothing answers at ${url}.`);
      const parley = await startParley({ quiet: json, signal }).catch((cause: unknown) => {
        throw new CallFailed(cause instanceof Error ? cause.message : String(cause), { cause });
      });
      return { api: new ParleyApi(parley.apiUrl), stop: () => parley.stop() };
    }
  }
}
