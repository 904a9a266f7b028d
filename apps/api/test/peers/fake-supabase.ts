import { FakePeer } from './fake-peer.js';
import type { PeerAnswer, SeenRequest } from './fake-peer.js';

export const SUPABASE_KEY = 'service-role-key-of-nobody';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** PostgREST over the table of agents, for one row by its id. */
export class FakeSupabase extends FakePeer {
  readonly agents = new Map<string, Record<string, unknown>>();

  protected answer({ route, query, headers }: SeenRequest): PeerAnswer {
    if (headers.apikey !== SUPABASE_KEY || headers.authorization !== `Bearer ${SUPABASE_KEY}`) {
      return [401, { message: 'Invalid API key' }];
    }
    if (route !== 'GET /rest/v1/agent_configs') return [404, { code: 'PGRST205' }];
    if (query.get('limit') === '0') return [200, []];
    const id = query.get('id')?.replace(/^eq\./, '') ?? '';
    if (!UUID.test(id)) return [400, { code: '22P02', message: 'invalid input syntax for type uuid' }];
    const row = this.agents.get(id);
    if (!row || headers.accept !== 'application/vnd.pgrst.object+json') return [406, { code: 'PGRST116' }];
    const columns = query.get('select')?.split(',') ?? [];
    return [200, Object.fromEntries(columns.map((column) => [column, row[column] ?? null]))];
  }
}
