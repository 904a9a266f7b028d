export { DATABASES, describeOnPostgres, freshPostgres } from './databases.js';
export type { DatabaseOfTests } from './databases.js';
export { Random } from './random.js';
