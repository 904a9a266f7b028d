import { Module } from '@nestjs/common';
import { PIPELINE_VENDORS, ProvidersModule } from '#providers';

/** The vendors of this process: whoever needs them imports this, so that there is one of each. */
@Module({
  imports: [ProvidersModule.with(PIPELINE_VENDORS)],
  exports: [ProvidersModule],
})
export class VendorsModule {}
