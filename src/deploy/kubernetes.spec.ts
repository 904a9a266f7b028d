import { answers, exampleSettings, isThere, read, readEnv, readYaml } from './testing/repository.ts';

interface Probe {
  httpGet: { path: string; port: string };
}

interface Container {
  name: 'api' | 'agent';
  image: string;
  ports: { name: string; containerPort: number }[];
  env: { name: string; value: string }[];
  startupProbe: Probe;
  livenessProbe: Probe;
  readinessProbe: Probe;
  lifecycle?: { preStop: { exec: { command: string[] } } };
  securityContext: object;
  volumeMounts: { mountPath: string }[];
}

interface Deployment {
  kind: string;
  spec: {
    template: {
      spec: { terminationGracePeriodSeconds: number; securityContext: object; containers: [Container] };
    };
  };
}

const FOLDER = 'deploy/kubernetes';
const PORTS = { api: 'PORT', agent: 'AGENT_PORT' };

function deploymentOf(app: string): Deployment['spec']['template']['spec'] {
  const found = readYaml<Deployment>(`${FOLDER}/base/${app}.yaml`).find(({ kind }) => kind === 'Deployment');
  if (!found) throw new Error(`${app}.yaml has no Deployment`);
  return found.spec.template.spec;
}

describe('deploy/kubernetes', () => {
  const settings = exampleSettings();
  const base = readEnv(`${FOLDER}/base/settings.env`);
  const apps = Object.entries(PORTS).map(([app, port]) => ({ app, port, pod: deploymentOf(app) }));

  it('sets only variables that .env.example has', () => {
    const names = [
      ...Object.keys(base),
      ...Object.keys(readEnv(`${FOLDER}/secret.example.env`)),
      ...apps.flatMap(({ pod }) => pod.containers[0].env.map(({ name }) => name)),
    ];
    expect(names.filter((name) => !(name in settings))).toEqual([]);
  });

  it('keeps no secret among the settings', () => {
    expect(Object.keys(base).filter((name) => /KEY|SECRET|PASSWORD|TOKEN|DATABASE|REDIS/.test(name))).toEqual(
      [],
    );
  });

  it.each(apps)('asks the $app where it answers', ({ app, port, pod }) => {
    const [{ ports, startupProbe, livenessProbe, readinessProbe }] = pod.containers;
    expect(ports).toEqual([{ name: 'http', containerPort: Number(settings[port]) }]);
    expect([startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => httpGet.path)).toEqual([
      '/health/live',
      '/health/live',
      '/health/ready',
    ]);
    expect(answers(app, '/health/live') && answers(app, '/health/ready')).toBe(true);
  });

  it.each(apps)('locks the $app down', ({ pod }) => {
    const [{ securityContext, volumeMounts }] = pod.containers;
    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(volumeMounts.map(({ mountPath }) => mountPath)).toEqual(['/data', '/tmp']);
  });

  it('kills nothing that still has time', () => {
    const graceS = Number(base.SHUTDOWN_GRACE_MS) / 1000;
    const [api, agent] = [deploymentOf('api'), deploymentOf('agent')];
    const delay = api.containers[0].env.find(({ name }) => name === 'SHUTDOWN_DELAY_MS')?.value;
    expect(api.terminationGracePeriodSeconds).toBeGreaterThan(graceS + Number(delay) / 1000);
    expect(agent.containers[0].lifecycle?.preStop.exec.command).toEqual(['node', 'drain.mjs']);
    expect(agent.terminationGracePeriodSeconds).toBeGreaterThan(Number(base.SESSION_MAX_S) + graceS);
  });

  it('names files that are there', () => {
    for (const folder of ['base', 'hpa', 'keda']) {
      const [{ resources } = { resources: [] }] = readYaml<{ resources: string[] }>(
        `${FOLDER}/${folder}/kustomization.yaml`,
      );
      expect(resources.length).toBeGreaterThan(0);
      for (const file of resources) {
        expect(isThere(`${FOLDER}/${folder}/${file}`)).toBe(true);
        readYaml(`${FOLDER}/${folder}/${file}`);
      }
    }
  });

  it('scales agents by one and the same gauge, to two thirds of what one takes', () => {
    const [hpa] = readYaml<{
      spec: { metrics: { pods: { metric: { name: string }; target: { averageValue: string } } }[] };
    }>(`${FOLDER}/hpa/agent-hpa.yaml`);
    const { metric, target } = hpa?.spec.metrics[0]?.pods ?? {};
    expect(metric?.name).toBe('parley_agent_sessions');
    expect(Number(target?.averageValue)).toBe((Number(base.AGENT_MAX_SESSIONS) * 2) / 3);
    expect(read('apps/agent/src/worker/agent.metrics.ts')).toContain("'parley_agent_sessions'");
    for (const file of ['hpa/adapter-rules.yaml', 'keda/agent-scaledobject.yaml']) {
      expect(read(`${FOLDER}/${file}`)).toContain('parley_agent_sessions{');
    }
  });
});

describe('.github/workflows', () => {
  it('uses actions by their commit', () => {
    const used = [...read('.github/workflows/ci.yml').matchAll(/uses: (\S+)/g)].map(
      ([, action = '']) => action,
    );
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([]);
    expect(readYaml('.github/workflows/ci.yml')).toHaveLength(1);
  });
});
