import { relative } from 'node:path';
import type { LiveKitSource } from './livekit-source.ts';
import { livekitUrl } from './parley-parts.ts';
import type { Shape } from './parley-parts.ts';
import { given } from './settings.ts';
import type { Settings } from './settings.ts';

const LABEL_WIDTH = 12;
const VENDORS = [
  { name: 'OpenAI', variables: ['OPENAI_API_KEY'] },
  { name: 'CRM', variables: ['CRM_EMAIL', 'CRM_PASSWORD'] },
];

/** What to do now: where everything is, and what of it is only simulated. */
export function readyBlock(settings: Settings, shape: Shape, livekit: LiveKitSource, after: string): string {
  const { host, ports, root, dataDir } = settings;
  const at = (port: number, path: string) => `http://${host}:${port}${path}`;
  const places = [
    ...(shape.api ? [row('console', at(ports.api, '/')), row('api docs', at(ports.api, '/docs'))] : []),
    ...(shape.agents && livekit.kind !== 'none' ? [row('agent docs', at(ports.agent, '/docs'))] : []),
    ...(shape.sandbox ? [row('sandbox docs', at(ports.sandbox, '/docs'))] : []),
    row(
      'LiveKit',
      livekitUrl(settings, livekit) ?? 'none: conversations in rooms will not work, the rest does',
    ),
    row('logs', `${relative(root, dataDir) || dataDir}/logs`),
  ];
  const next =
    shape.api && shape.agents && livekit.kind !== 'none' ? [row('talk to it', 'npm run call')] : [];
  return [
    `Parley is ready after ${after}.`,
    '',
    ...places,
    '',
    ...VENDORS.map(({ name, variables }) => row(name, vendorLine(settings, shape, variables))),
    '',
    ...next,
    row('end it', 'Ctrl-C'),
  ].join('\n');
}

function vendorLine({ env, mode }: Settings, { sandbox }: Shape, variables: string[]): string {
  if (variables.every((name) => given(env, name))) return 'real';
  const names = variables.join(' and ');
  if (sandbox || given(env, 'SANDBOX_URL') || (mode === 'agent' && env.NODE_ENV !== 'production')) {
    return `simulated; ${names} makes it real`;
  }
  return `off; ${names} turns it on`;
}

function row(label: string, text: string): string {
  return `  ${label.padEnd(LABEL_WIDTH)} ${text}`;
}
