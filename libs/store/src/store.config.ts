import { Matches } from 'class-validator';
import { provideConfig } from '#config';

export class StoreConfig {
  /** `sqlite:<path of a file>`, or `sqlite::memory:` for a database that is gone with the process. */
  @Matches(/^sqlite:.+/, { message: 'must be sqlite:<path of a file> or sqlite::memory:' })
  databaseUrl: string = 'sqlite:data/parley.db';
}

export const storeConfig = provideConfig(StoreConfig, { databaseUrl: 'DATABASE_URL' });
