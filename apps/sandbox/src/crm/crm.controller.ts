import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Query,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { CreateLeadDto } from './create-lead.dto.js';
import { CreateQuoteDto } from './create-quote.dto.js';
import { CrmAuthService } from './crm-auth.service.js';
import { CrmErrorFilter } from './crm-error.filter.js';
import { CrmLedger } from './crm-ledger.service.js';
import { CrmTokenGuard } from './crm-token.guard.js';
import {
  LeadCreatedDto,
  LoggedInDto,
  LoginDto,
  PackageDto,
  PackageQueryDto,
  PackagesDto,
  QuoteCreatedDto,
  QuoteDto,
} from './crm.dto.js';
import { PackageCatalogue } from './package-catalogue.service.js';

@ApiTags('crm')
@Controller('crm/api')
@UseFilters(CrmErrorFilter)
export class CrmController {
  constructor(
    private readonly auth: CrmAuthService,
    private readonly catalogue: PackageCatalogue,
    private readonly ledger: CrmLedger,
  ) {}

  @Post('auth/login')
  @HttpCode(200)
  login(@Body() { email, password }: LoginDto): LoggedInDto {
    const { accessToken, expiresInSeconds, user } = this.auth.login(email, password);
    return { success: true, accessToken, expiresIn: expiresInSeconds, data: { accessToken, user } };
  }

  @Get('packages')
  @ApiBearerAuth()
  @UseGuards(CrmTokenGuard)
  packages(@Query() query: PackageQueryDto): PackagesDto {
    const { page, limit } = query;
    const found = this.catalogue.find(query);
    const packages = found.slice((page - 1) * limit, page * limit);
    return { success: true, packages, total: found.length, page, limit };
  }

  @Get('packages/:id')
  @ApiBearerAuth()
  @UseGuards(CrmTokenGuard)
  package(@Param('id') id: string): PackageDto {
    return this.catalogue.get(id);
  }

  @Post('leads')
  @ApiBearerAuth()
  @UseGuards(CrmTokenGuard)
  createLead(@Body() lead: CreateLeadDto, @Headers('idempotency-key') key?: string): LeadCreatedDto {
    const data = this.ledger.addLead(lead, key);
    return { success: true, message: 'Lead created', id: data.id, lead_id: data.id, data };
  }

  @Post('quotes')
  @ApiBearerAuth()
  @UseGuards(CrmTokenGuard)
  createQuote(@Body() quote: CreateQuoteDto, @Headers('idempotency-key') key?: string): QuoteCreatedDto {
    const data = this.ledger.addQuote(quote, key);
    const { id: quoteId, number: quoteNumber, totalAmount, currency, validUntil } = data;
    return { success: true, quoteId, quoteNumber, totalAmount, currency, validUntil, data };
  }

  @Get('quotes/:id')
  @ApiBearerAuth()
  @UseGuards(CrmTokenGuard)
  quote(@Param('id') id: string): QuoteDto {
    return this.ledger.quote(id);
  }
}
