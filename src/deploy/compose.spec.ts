import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { exampleSettings, isThere, parseYaml, read, readYaml } from './testing/repository.ts';

interface Service {
  image: string;
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  stop_grace_period?: string;
  read_only?: boolean;
  restart?: string;
  profiles?: string[];
  env_file?: { path: string; required: boolean }[];
}

interface Compose {
  services: Record<string, Service>;
}

/** SHUTDOWN_DELAY_MS in production. */
const LEAVE_MS = 5_000;
/** What is not ours. */
const THEIRS = ['livekit', 'postgres', 'redis', 'prometheus', 'grafana'];

describe('docker-compose.yml', () => {
  const [compose] = readYaml<Compose>('docker-compose.yml');
  const services = compose?.services ?? {};
  const settings = exampleSettings();

  it('starts LiveKit, the api and agents, and the rest when asked', () => {
    const byDefault = Object.keys(services).filter((name) => !services[name]?.profiles);
    expect(byDefault).toEqual(['livekit', 'api', 'agent']);
  });

  it('sets only variables that .env.example has', () => {
    const ours = Object.entries(services).filter(([name]) => !THEIRS.includes(name));
    const set = ours.flatMap(([, { environment = {} }]) => Object.keys(environment));
    expect(set.filter((name) => !(name in settings))).toEqual([]);
  });

  it('runs the LiveKit server that is pinned, and no image without a version', () => {
    const [, pinned] = /livekit\/livekit-server (v[\d.]+)/.exec(read('tools/livekit-server/go.mod')) ?? [];
    expect(services.livekit?.image).toBe(`livekit/livekit-server:${pinned}`);
    const foreign = THEIRS.map((name) => services[name]?.image);
    expect(foreign.filter((image) => !/:v?\d/.test(image ?? ''))).toEqual([]);
  });

  it('publishes to this machine only, and nothing of an agent', () => {
    const published = Object.values(services).flatMap(({ ports = [] }) => ports);
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    expect(services.agent?.ports).toBeUndefined();
    expect(services.api?.ports).toEqual([`127.0.0.1:\${PORT:-${settings.PORT}}:${settings.PORT}`]);
  });

  it('publishes the ports that LiveKit tells its clients', () => {
    const [server] = readYaml<{ port: number; rtc: { tcp_port: number; udp_port: number } }>(
      'deploy/livekit.yaml',
    );
    const { port, rtc } = server ?? { port: 0, rtc: { tcp_port: 0, udp_port: 0 } };
    expect(services.livekit?.ports).toEqual([
      `127.0.0.1:${port}:${port}`,
      `127.0.0.1:${rtc.tcp_port}:${rtc.tcp_port}`,
      `127.0.0.1:${rtc.udp_port}:${rtc.udp_port}/udp`,
    ]);
  });

  it('gives apps longer to stop than their talks get', () => {
    for (const name of ['api', 'agent']) {
      const [, seconds] = /:-(\d+)s\}$/.exec(services[name]?.stop_grace_period ?? '') ?? [];
      expect(Number(seconds) * 1000).toBeGreaterThan(LEAVE_MS + Number(settings.SHUTDOWN_GRACE_MS));
    }
    expect(settings.STOP_GRACE_PERIOD).toBe('40s');
  });

  it('restarts what ends, and lets the apps write to their volume only', () => {
    for (const [name, service] of Object.entries(services)) {
      expect({ name, restart: service.restart }).toEqual({ name, restart: 'unless-stopped' });
      expect({ name, readOnly: service.read_only }).toEqual({
        name,
        readOnly: name === 'postgres' ? undefined : true,
      });
    }
  });

  it('mounts files that are in the repository', () => {
    const mounts = Object.values(services).flatMap(({ volumes = [] }) => volumes);
    const sources = mounts
      .map((mount) => mount.split(':')[0] ?? '')
      .filter((source) => source.startsWith('./'));
    expect(sources.filter((source) => !isThere(source))).toEqual([]);
  });

  it('lets Prometheus ask both apps, and Grafana find its dashboards', () => {
    interface Scraping {
      scrape_configs: { dns_sd_configs: { names: string[]; port: number }[] }[];
    }
    const [{ scrape_configs: jobs } = { scrape_configs: [] }] = readYaml<Scraping>(
      'deploy/prometheus/prometheus.yml',
    );
    const asked = jobs
      .flatMap((job) => job.dns_sd_configs)
      .map(({ names, port }) => ({ names, port: String(port) }));
    expect(asked).toEqual([
      { names: ['api'], port: settings.PORT },
      { names: ['agent'], port: settings.AGENT_PORT },
    ]);
    const [, path] = /path: (\S+)/.exec(read('deploy/grafana/provisioning/dashboards/parley.yml')) ?? [];
    expect(services.grafana?.volumes).toContain(`./deploy/grafana/dashboards:${path}:ro`);
    expect(read('deploy/grafana/provisioning/datasources/prometheus.yml')).toContain(
      'url: http://prometheus:9090',
    );
  });

  it('takes anonymous callers only while nobody has set keys', () => {
    const [anonymous, own] = services.api?.env_file ?? [];
    const withoutKeys = anonymous?.path.replaceAll(/\$\{\w+:\+-off\}/g, '') ?? '';
    expect(read(withoutKeys)).toMatch(/^ALLOW_ANONYMOUS=true$/m);
    for (const variable of ['API_KEYS', 'JWT_SECRET', 'JWKS_URL']) {
      const withKeys = anonymous?.path
        .replace(`\${${variable}:+-off}`, '-off')
        .replaceAll(/\$\{\w+:\+-off\}/g, '');
      expect(withKeys).toContain('-off');
      expect(isThere(withKeys ?? '')).toBe(false);
    }
    expect(own).toEqual({ path: '.env', required: false }); // the last one wins
  });

  it('asks for a secret and an address before others may come', () => {
    const opened = read('deploy/compose.network.yml');
    for (const variable of ['LIVEKIT_API_SECRET', 'LIVEKIT_NODE_IP', 'LIVEKIT_PUBLIC_URL']) {
      expect(opened).toContain(`\${${variable}:?`);
    }
    expect(opened).toContain('ALLOW_ANONYMOUS: ${ALLOW_ANONYMOUS:-false}');
  });
});

describe('livekit.container.sed', () => {
  const folder = resolve(import.meta.dirname, '../../deploy');
  const inContainer = execFileSync('sed', ['-f', 'livekit.container.sed', 'livekit.yaml'], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 10_000,
  });

  it('changes the addresses of livekit.yaml and nothing else', () => {
    const [ours] = readYaml<Record<string, object>>('deploy/livekit.yaml');
    const [theirs] = parseYaml<Record<string, object>>(inContainer);
    expect(theirs).toEqual({
      ...ours,
      bind_addresses: ['0.0.0.0'],
      rtc: {
        tcp_port: 7881,
        udp_port: 7882,
        use_external_ip: false,
        enable_loopback_candidate: false,
        use_ice_lite: false,
        stun_servers: ['127.0.0.1:3478'],
      },
      webhook: { ...ours?.webhook, urls: ['http://api:3051/webhooks/livekit'] },
    });
  });
});
