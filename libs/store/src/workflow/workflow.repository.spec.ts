import { newId } from '#conversation';
import { DATABASES } from '../../testing/databases.js';
import { newWorkflow, NOON } from '../../testing/samples.js';
import { openRepositories } from '../../testing/store-in-folder.js';
import type { Repositories } from '../../testing/store-in-folder.js';
import { WorkflowRepository } from './workflow.repository.js';

const HOUR_MS = 3_600_000;

describe.each(DATABASES)(`${WorkflowRepository.name} on $kind`, ({ fresh }) => {
  let repositories: Repositories;
  let workflows: WorkflowRepository;

  beforeEach(async () => {
    repositories = await openRepositories(await fresh());
    workflows = repositories.workflows;
  });
  afterEach(() => repositories.store.close());

  const keyOf = (id: string) => ({ tenantId: 'default', id });

  it('keeps one as it was written, and shows its secret to nobody', async () => {
    const { secret, now, ...wanted } = newWorkflow({
      trigger: 'keyword',
      condition: { keywords: ['refund', 'Geld zurück'], from: 'anyone' },
    });
    const added = await workflows.add({ ...wanted, secret, now });
    expect(added).toEqual({ ...wanted, disabledBecause: null, createdAt: NOON, updatedAt: NOON });
    await expect(workflows.find('default', wanted.id)).resolves.toEqual(added);
    await expect(workflows.find('other', wanted.id)).resolves.toBeUndefined();
    const { items } = await workflows.list('default', { limit: 10 });
    expect(items).toEqual([added]);
    expect(JSON.stringify([added, items])).not.toContain('whsec_');
  });

  it('lists one tenant’s, newest first, page by page', async () => {
    const ids = [newId(), newId(), newId()];
    for (const id of ids) await workflows.add(newWorkflow({ id }));
    await workflows.add(newWorkflow({ tenantId: 'other' }));
    const first = await workflows.list('default', { limit: 2 });
    const rest = await workflows.list('default', { limit: 2, cursor: first.nextCursor ?? '' });
    expect([first, rest].map(({ items }) => items.map(({ id }) => id))).toEqual([[ids[2], ids[1]], [ids[0]]]);
    expect(rest.nextCursor).toBeNull();
  });

  it('is another one after a change, and keeps its secret', async () => {
    const { id, secret, ...draft } = newWorkflow();
    await workflows.add({ id, secret, ...draft });
    await workflows.disable(keyOf(id), 'gone', NOON + 1);
    await expect(workflows.find('default', id)).resolves.toMatchObject({
      enabled: false,
      disabledBecause: 'gone',
    });
    const action = { type: 'webhook', url: 'https://other.example.com' } as const;
    const changed = await workflows.replace(keyOf(id), { ...draft, name: 'Other', action }, NOON + 2);
    expect(changed).toMatchObject({ name: 'Other', enabled: true, disabledBecause: null, createdAt: NOON });
    await expect(workflows.toRun('default', id, NOON)).resolves.toEqual({
      enabled: true,
      action,
      secrets: [secret],
    });
  });

  it('signs with a new secret, and for a time with the one before', async () => {
    const { id } = await workflows.add(newWorkflow({ secret: 'one' }));
    const secrets = async (now: number) => (await workflows.toRun('default', id, now))?.secrets;
    await workflows.rotate(keyOf(id), 'two', NOON + HOUR_MS, NOON);
    expect(await secrets(NOON + HOUR_MS - 1)).toEqual(['two', 'one']);
    expect(await secrets(NOON + HOUR_MS)).toEqual(['two']);
    await workflows.rotate(keyOf(id), 'three', NOON + HOUR_MS, NOON);
    expect(await secrets(NOON)).toEqual(['three', 'two']);
  });

  it('changes nothing that is another tenant’s, or is not there', async () => {
    const draft = newWorkflow();
    await workflows.add(draft);
    const foreign = { tenantId: 'other', id: draft.id };
    await expect(workflows.replace(foreign, draft, NOON)).resolves.toBeUndefined();
    await expect(workflows.rotate(foreign, 'x', NOON, NOON)).resolves.toBe(false);
    await expect(workflows.disable(foreign, 'gone', NOON)).resolves.toBe(false);
    await expect(workflows.remove(foreign)).resolves.toBe(false);
    await expect(workflows.remove(keyOf(draft.id))).resolves.toBe(true);
    await expect(workflows.find('default', draft.id)).resolves.toBeUndefined();
  });
});
