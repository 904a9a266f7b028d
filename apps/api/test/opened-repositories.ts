import { openRepositories } from '#store/testing';
import type { Repositories } from '#store/testing';

/** The repositories of a database, for as many processes as a test stands for. */
export class OpenedRepositories {
  private readonly opened = new Set<Repositories>();

  async open(url: string): Promise<Repositories> {
    const repositories = await openRepositories(url);
    this.opened.add(repositories);
    return repositories;
  }

  async close(repositories: Repositories): Promise<void> {
    this.opened.delete(repositories);
    await repositories.store.close();
  }

  async closeAll(): Promise<void> {
    for (const repositories of this.opened) await this.close(repositories);
  }
}
