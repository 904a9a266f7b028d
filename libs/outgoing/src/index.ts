export { filterContent, filterText } from './content-filter.js';
export { AddressGuard } from './address-guard.js';
export { Names } from './names.js';
export { OutgoingClient } from './outgoing.client.js';
export type { OutgoingAnswer, OutgoingRequest } from './outgoing.client.js';
export { OutgoingConfig, outgoingConfig } from './outgoing.config.js';
export { OutgoingFailed, OutgoingRefused } from './outgoing.errors.js';
export { OutgoingModule } from './outgoing.module.js';
