import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { EarScriptDto, NextScriptsDto, ScriptListDto } from './ear-scripts.dto.js';
import { EarScripts } from './ear-scripts.service.js';

/** What streams of every recogniser understand by a script: for measurements that must not depend on recognition. */
@ApiTags('control')
@Controller('control/ear')
export class EarScriptsController {
  constructor(private readonly scripts: EarScripts) {}

  @Get('scripts')
  list(): ScriptListDto {
    return this.scripts.list();
  }

  /** A stream plays it when it names it in a tag or keyterm, `script:<id>`, or when it is next. */
  @Post('scripts')
  @HttpCode(204)
  register(@Body() script: EarScriptDto): void {
    this.scripts.register(script);
  }

  /** The next stream that names no script plays these, one utterance after another; several calls line up. */
  @Post('next')
  @HttpCode(204)
  playNext(@Body() { ids }: NextScriptsDto): void {
    this.scripts.playNext(ids);
  }

  /** The stream that began with the script `first` goes on with these: what it had left is forgotten. */
  @Put('streams/:first')
  @HttpCode(204)
  turnTo(@Param('first') first: string, @Body() { ids }: NextScriptsDto): void {
    this.scripts.turnTo(first, ids);
  }

  /** Forgets all scripts. Streams that run go on with theirs. */
  @Delete('scripts')
  @HttpCode(204)
  clear(): void {
    this.scripts.clear();
  }
}
