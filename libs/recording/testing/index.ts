export { BucketOfTests } from './bucket-of-tests.js';
export { hear, heardSpans, readPages } from './read-ogg.js';
export type { Heard } from './read-ogg.js';
export { RecordersHere } from './recorders-here.js';
export { tone } from './tone.js';
