import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  Patch,
  Post,
  Query,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { Scopes } from '../access/scopes.decorator.js';
import { ErasedDto } from '../conversation/conversation.dto.js';
import { PageQueryDto } from '../http/page-query.dto.js';
import { ReadsBody } from '../idempotency/reads-body.decorator.js';
import {
  ContactDto,
  ContactPageDto,
  ContactQueryDto,
  ContactWithTalksDto,
  CorrectContactDto,
  MergeContactDto,
} from './contact.dto.js';
import { ContactService } from './contact.service.js';

@ApiTags('Contacts')
@Controller('api/contacts')
@Scopes('read')
export class ContactController {
  constructor(private readonly contacts: ContactService) {}

  /** The people who talked with agents, newest first. */
  @Get()
  list(@CurrentCaller() caller: Caller, @Query() query: ContactQueryDto): Promise<ContactPageDto> {
    return this.contacts.list(caller, query);
  }

  /** One person, and the conversations with them. An id that was merged into another is read as that. */
  @Get(':id')
  read(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query() page: PageQueryDto,
  ): Promise<ContactWithTalksDto> {
    return this.contacts.get(caller, id, page);
  }

  /** Set right what was captured. What is set here stays, whatever is said later. */
  @Patch(':id')
  @Scopes('admin')
  @ReadsBody()
  correct(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() correction: CorrectContactDto,
  ): Promise<ContactDto> {
    return this.contacts.correct(caller, id, correction);
  }

  /** Two contacts are one person: this one goes into the other, which keeps what it knows and gets what it lacks. */
  @Post(':id/merge')
  @Scopes('admin')
  @ReadsBody()
  @HttpCode(HttpStatus.NO_CONTENT)
  merge(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() { into }: MergeContactDto,
  ): Promise<void> {
    return this.contacts.merge(caller, id, into);
  }

  /** Erase a person: what is known of them, and every conversation with them. While somebody talks in one that is a 409. */
  @Delete(':id')
  @Scopes('admin')
  erase(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<ErasedDto> {
    return this.contacts.erase(caller, id);
  }
}
