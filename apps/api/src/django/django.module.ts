import { Module } from '@nestjs/common';
import { DjangoClient } from './django.client.js';
import { DjangoConfig, djangoConfig } from './django.config.js';
import { DjangoPeople } from './django-people.js';
import { DjangoTally } from './django-tally.js';

@Module({
  providers: [djangoConfig, DjangoClient, DjangoPeople, DjangoTally],
  exports: [DjangoConfig, DjangoClient, DjangoPeople, DjangoTally],
})
export class DjangoModule {}
