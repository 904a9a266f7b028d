import { STATUS_CODES } from 'node:http';
import type { SimulatedVendor } from '../control/simulated-vendor.js';
import { CrmModule } from './crm.module.js';

/** Trip & Event's CRM. */
export const crm: SimulatedVendor = {
  name: 'crm',
  module: CrmModule,
  failure: (status) => ({ success: false, message: STATUS_CODES[status] ?? 'Error' }),
};
