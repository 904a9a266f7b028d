import { Module } from '@nestjs/common';
import { AddressGuard } from './address-guard.js';
import { Names } from './names.js';
import { OutgoingClient } from './outgoing.client.js';
import { OutgoingConfig, outgoingConfig } from './outgoing.config.js';

@Module({
  providers: [outgoingConfig, Names, AddressGuard, OutgoingClient],
  exports: [AddressGuard, OutgoingClient, OutgoingConfig],
})
export class OutgoingModule {}
