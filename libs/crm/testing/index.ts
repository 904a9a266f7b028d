export { FakeCrm, samplePackage } from './fake-crm.js';
export type { CrmCall } from './fake-crm.js';
