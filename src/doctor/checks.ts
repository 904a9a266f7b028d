import type { Check } from './check.ts';
import { access } from './checks/access.check.ts';
import { addresses } from './checks/addresses.check.ts';
import { agents } from './checks/agents.check.ts';
import { api } from './checks/api.check.ts';
import { crm } from './checks/crm.check.ts';
import { database } from './checks/database.check.ts';
import { envFile } from './checks/env-file.check.ts';
import { livekit } from './checks/livekit.check.ts';
import { machine } from './checks/machine.check.ts';
import { node } from './checks/node.check.ts';
import { openai } from './checks/openai.check.ts';
import { packages } from './checks/packages.check.ts';
import { chat, django, supabase } from './checks/peers.check.ts';
import { ports } from './checks/ports.check.ts';
import { recordings } from './checks/recordings.check.ts';
import { redis } from './checks/redis.check.ts';
import { sandbox } from './checks/sandbox.check.ts';
import { settings } from './checks/settings.check.ts';
import { sounds } from './checks/sounds.check.ts';
import { spool } from './checks/spool.check.ts';
import { assemblyai, cartesia, deepgram, elevenlabs, grok } from './checks/vendor-keys.check.ts';
import { watching } from './checks/watching.check.ts';

/** In the order in which they are told: what everything stands on comes first. README's table of parts has the same. */
export const CHECKS: readonly Check[] = [
  node,
  packages,
  sounds,
  machine,
  envFile,
  settings,
  access,
  addresses,
  ports,
  livekit,
  database,
  redis,
  spool,
  recordings,
  openai,
  deepgram,
  assemblyai,
  grok,
  cartesia,
  elevenlabs,
  crm,
  django,
  supabase,
  chat,
  watching,
  api,
  agents,
  sandbox,
];
