import { Type } from 'class-transformer';
import { IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';
import { inputPipe } from './input-pipe.js';

class PartDto {
  @IsOptional() @IsString() name?: string;
}

class WholeDto {
  @IsString() id!: string;
  @IsOptional() @IsString() value?: string;
  @IsOptional() @IsObject() metadata?: Record<string, unknown>;
  @IsOptional() @ValidateNested({ each: true }) @Type(() => PartDto) parts?: PartDto[];
}

describe(inputPipe.name, () => {
  const read = (body: unknown) =>
    inputPipe().transform(body, { type: 'body', metatype: WholeDto }) as Promise<WholeDto>;

  it('takes an optional field that is null for one that is left out', async () => {
    const dto = await read({ id: 'a', value: null, metadata: null, parts: [{ name: null }] });
    expect(JSON.stringify(dto)).toBe('{"id":"a","parts":[{}]}');
  });

  it('leaves what a caller keeps here as it is', async () => {
    const metadata = { nickname: null, list: [null] };
    await expect(read({ id: 'a', metadata })).resolves.toMatchObject({ metadata });
  });

  it('refuses null where a value is needed', async () => {
    await expect(read({ id: null })).rejects.toMatchObject({ errors: [{ field: 'id' }] });
  });
});
