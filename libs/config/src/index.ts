export { complaintsOf, configurationComplaints, declaredVariables, provideConfig } from './provide-config.js';
export type { DeclaredVariable } from './provide-config.js';
export { EnvironmentModule } from './environment.module.js';
export { NotInProduction } from './not-in-production.js';
export { InvalidConfiguration } from './invalid-configuration.js';
