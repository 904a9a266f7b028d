import { relative } from 'node:path';
import type { LiveKitSource } from './livekit-source.ts';
import { livekitUrl } from './parley-parts.ts';
import type { Shape } from './parley-parts.ts';
import { readHealth } from './readiness.ts';
import type { Settings } from './settings.ts';

const LABEL_WIDTH = 12;
const DISPLAY_NAMES: Record<string, string> = {
  openai: 'OpenAI',
  deepgram: 'Deepgram',
  assemblyai: 'AssemblyAI',
  grok: 'Grok',
  cartesia: 'Cartesia',
  elevenlabs: 'ElevenLabs',
  crm: 'CRM',
};

/** A vendor as the api's readiness tells it. */
interface Vendor {
  name: string;
  state: 'real' | 'simulated' | 'off';
  variables: string[];
}

/** What to do now: where everything is, and what of it is only simulated. */
export async function readyBlock(
  settings: Settings,
  shape: Shape,
  livekit: LiveKitSource,
  after: string,
): Promise<string> {
  const { host, apiHost, lan, ports, root, dataDir } = settings;
  const at = (port: number, path: string) => `http://${port === ports.api ? apiHost : host}:${port}${path}`;
  const rooms = livekitUrl(settings, livekit);
  const agents = shape.agents && rooms !== undefined;
  const places = [
    ...(shape.api ? [row('console', at(ports.api, '/')), row('api docs', at(ports.api, '/docs'))] : []),
    ...(agents ? [row('agent docs', at(ports.agent, '/docs'))] : []),
    ...(shape.sandbox ? [row('sandbox docs', at(ports.sandbox, '/docs'))] : []),
    row('LiveKit', rooms ?? 'none: conversations in rooms will not work, the rest does'),
    row('logs', `${relative(root, dataDir) || dataDir}/logs`),
  ];
  const vendors = shape.api ? await vendorsOf(at(ports.api, '/health/ready')) : [];
  const vendorRows = vendors.map((vendor) => row(DISPLAY_NAMES[vendor.name] ?? vendor.name, stateOf(vendor)));
  const call = lan ? `npm run call -- --url ${at(ports.api, '')}` : 'npm run call';
  const next = [...(shape.api && agents ? [row('talk to it', call)] : []), row('end it', 'Ctrl-C')];
  const blocks = [
    [`Parley is ready after ${after}.`],
    lan && shape.api ? inNetwork(at(ports.api, '')) : [],
    places,
    vendorRows,
    next,
  ];
  return blocks
    .filter((lines) => lines.length)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function inNetwork(baseUrl: string): string[] {
  return [
    row('base URL', `${baseUrl.replace(/\/$/, '')}  for phones and robots in this network`),
    row('', 'Everybody in it may start talks; who knows the room or the id of one may end it.'),
  ];
}

async function vendorsOf(url: string): Promise<Vendor[]> {
  const body = (await readHealth(url))?.body;
  return hasVendors(body) ? body.vendors : [];
}

function hasVendors(body: unknown): body is { vendors: Vendor[] } {
  return typeof body === 'object' && body !== null && 'vendors' in body && Array.isArray(body.vendors);
}

function stateOf({ state, variables }: Vendor): string {
  const [verb, does] = variables.length > 1 ? ['make', 'turn'] : ['makes', 'turns'];
  const names = variables.join(' and ');
  switch (state) {
    case 'real':
      return 'real';
    case 'simulated':
      return `simulated; ${names} ${verb} it real`;
    case 'off':
      return `off; ${names} ${does} it on`;
  }
}

function row(label: string, text: string): string {
  return `  ${label.padEnd(LABEL_WIDTH)} ${text}`;
}
