import 'reflect-metadata';
import { IsArray, IsBoolean, IsInt, IsOptional, IsString, Max, MinLength } from 'class-validator';
import { NotInProduction } from './not-in-production.js';
import { configurationComplaints, declaredVariables, provideConfig } from './provide-config.js';

class DoorConfig {
  @IsInt() @Max(65535) port: number = 3051;
  @IsBoolean() open: boolean = false;
  @IsArray() origins: string[] = ['*'];
  @IsString() @MinLength(8) @IsOptional() secret?: string;
  @NotInProduction() @IsString() @IsOptional() standIn?: string;
}

describe(provideConfig.name, () => {
  const provider = provideConfig(DoorConfig, {
    port: 'DOOR_PORT|OLD_DOOR_PORT',
    open: 'DOOR_OPEN',
    origins: 'DOOR_ORIGINS',
    secret: 'DOOR_SECRET',
    standIn: 'DOOR_STAND_IN',
  });
  const names = ['DOOR_PORT', 'OLD_DOOR_PORT', 'DOOR_OPEN', 'DOOR_ORIGINS', 'DOOR_SECRET', 'DOOR_STAND_IN'];
  const read = () => provider.useFactory() as DoorConfig;

  afterEach(() => names.forEach((name) => delete process.env[name]));

  it('keeps the defaults when nothing is set, and when a variable is empty', () => {
    process.env.DOOR_PORT = ' ';
    expect(read()).toEqual({ port: 3051, open: false, origins: ['*'] });
  });

  it('reads numbers, booleans and lists by the declared type, and an alias', () => {
    Object.assign(process.env, { OLD_DOOR_PORT: '4000', DOOR_OPEN: 'Yes', DOOR_ORIGINS: 'a, b' });
    expect(read()).toMatchObject({ port: 4000, open: true, origins: ['a', 'b'] });
  });

  it('prefers the first name over its alias', () => {
    Object.assign(process.env, { DOOR_PORT: '1', OLD_DOOR_PORT: '2' });
    expect(read().port).toBe(1);
  });

  it('names every variable that does not fit, and never its value', () => {
    Object.assign(process.env, { DOOR_PORT: '70000', DOOR_OPEN: 'perhaps', DOOR_SECRET: 'hunter2' });
    expect(read).toThrow(
      /DOOR_OPEN: must be true or false[\s\S]*DOOR_PORT: must not be greater than 65535[\s\S]*DOOR_SECRET/,
    );
    expect(read).not.toThrow(/hunter2|perhaps|70000/);
  });

  it('says of all config classes at once what does not fit', async () => {
    Object.assign(process.env, { DOOR_PORT: '70000', DOOR_OPEN: 'perhaps' });
    expect(await configurationComplaints()).toEqual([
      'DOOR_OPEN: must be true or false',
      'DOOR_PORT: must not be greater than 65535',
    ]);
    names.forEach((name) => delete process.env[name]);
    expect(await configurationComplaints()).toEqual([]);
  });

  it('refuses in production what belongs to development', () => {
    const environment = process.env.NODE_ENV;
    process.env.DOOR_STAND_IN = 'http://127.0.0.1';
    expect(read().standIn).toBe('http://127.0.0.1');
    process.env.NODE_ENV = 'production';
    try {
      expect(read).toThrow(/DOOR_STAND_IN: must not be set in production/);
    } finally {
      process.env.NODE_ENV = environment;
    }
  });

  it('lists what it reads', () => {
    expect(declaredVariables()).toContainEqual({
      name: 'DOOR_PORT',
      aliases: ['OLD_DOOR_PORT'],
      config: 'DoorConfig',
      field: 'port',
      default: 3051,
    });
  });
});
