export { DATABASES, describeOnPostgres, freshPostgres } from './databases.js';
export type { DatabaseOfTests } from './databases.js';
export { Random } from './random.js';
export { EventSource, newSession, newWorkflow, NOON } from './samples.js';
export { openRepositories, talkIn } from './store-in-folder.js';
export type { Repositories } from './store-in-folder.js';
