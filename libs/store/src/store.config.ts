import { IsInt, Matches, Max, Min } from 'class-validator';
import { provideConfig } from '#config';

const URL_SHAPE = /^(sqlite:.+|postgres(ql)?:\/\/.+)/;

export class StoreConfig {
  /** `sqlite:<path of a file>`, `sqlite::memory:` for a database that is gone with the process, or `postgres://…`. */
  @Matches(URL_SHAPE, { message: 'must be sqlite:<path of a file>, sqlite::memory: or postgres://…' })
  databaseUrl: string = 'sqlite:data/parley.db';

  /** Connections of one process to Postgres. */
  @IsInt() @Min(2) @Max(200) poolMax: number = 10;
}

export const storeConfig = provideConfig(StoreConfig, {
  databaseUrl: 'DATABASE_URL',
  poolMax: 'DATABASE_POOL_MAX',
});
