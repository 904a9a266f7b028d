import { Controller, Delete, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { Scopes } from '../access/scopes.decorator.js';
import { ErasedPersonDto, ErasePersonQueryDto } from './person.dto.js';
import { PersonService } from './person.service.js';

@ApiTags('People')
@Controller('api/people')
@Scopes('admin')
export class PersonController {
  constructor(private readonly people: PersonService) {}

  /**
   * Erase a person: every conversation with them, and all else that is kept of them.
   *
   * @remarks Talks that they are in end first, with `stopped`. What was told to other systems before (CRM, webhooks, Django) is theirs
   * to erase; what was still to be told to them is not told. Usage and audit stay and name nobody.
   */
  @Delete(':id')
  erase(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query() query: ErasePersonQueryDto,
  ): Promise<ErasedPersonDto> {
    return this.people.erase(caller, id, query);
  }
}
