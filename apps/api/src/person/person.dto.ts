import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { Scrubbed } from '#store';
import { ErasedDto } from '../conversation/conversation.dto.js';

const NAMED_BY = ['user', 'contact'] as const;
const SCRUBBED = ['gone', 'may_remain'] as const;

export class ErasePersonQueryDto {
  /** Whose name for the person it is: the client's own (`userId`, or their identity in rooms), or ours (the id of a contact). */
  @IsIn(NAMED_BY)
  @ApiProperty({ enum: NAMED_BY, required: false, default: 'user' })
  as: (typeof NAMED_BY)[number] = 'user';
}

export class ErasedPersonDto extends ErasedDto {
  /** Names this erasure in the audit, which does not name the person. */
  id!: string;
  @ApiProperty({ type: 'integer' })
  contacts!: number;
  /**
   * `gone`: of what was erased there are no bytes in the files of the database. `may_remain`: there may be, where nothing is kept any
   * more: with Postgres until it writes over them, and in its write-ahead log; with an SQLite of more than 128 MB in its free pages.
   */
  @ApiProperty({ enum: SCRUBBED })
  bytes!: Scrubbed;
}
