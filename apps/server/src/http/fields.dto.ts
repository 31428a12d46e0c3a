import { applyDecorators, type Type as Class } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { isInstant } from '#domain';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

/**
 * Fields of a request: one decorator checks the shape and documents it. Shape alone, and limits on size: what a value means is the
 * decider's to judge. Required unless said otherwise.
 */
export interface FieldOptions {
  /** May be left out. */
  readonly optional?: boolean;
  /** May be null; left out it is null too, as the class says (`= null`), unless it must be said. */
  readonly nullable?: boolean | 'said';
  readonly says?: string;
  readonly example?: unknown;
}

/** The longest free text, as the domain has it. */
const MOST_TEXT = 4000;
const CODE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const CODE_RULE = 'must be 1 to 64 letters, digits, - or _, beginning with a letter or digit';
/** Characters that people write, line feeds and tabs; no half of a pair. */
const READABLE = /^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u;
const READABLE_RULE = 'must be well-formed, without control characters other than line feed and tab';
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function field(
  checks: readonly PropertyDecorator[],
  api: ApiPropertyOptions,
  { optional, nullable, says, example }: FieldOptions,
): PropertyDecorator {
  const present: PropertyDecorator[] = [];
  if (optional === true) present.push(ValidateIf((_, value) => value !== undefined));
  if (nullable !== undefined) present.push(ValidateIf((_, value) => value !== null && !(optional === true && value === undefined)));
  const documented = {
    ...api,
    required: optional !== true && nullable !== true,
    ...(nullable === undefined ? {} : { nullable: true }),
    ...(says === undefined ? {} : { description: says }),
    ...(example === undefined ? {} : { example }),
  } as ApiPropertyOptions;
  return applyDecorators(...present.slice(-1), ...checks, ApiProperty(documented));
}

/** Free text, some lines of it. */
export const Text = (options: FieldOptions = {}, most = MOST_TEXT): PropertyDecorator =>
  field(
    [
      IsString({ message: 'must be a text' }),
      MinLength(1, { message: 'must not be empty' }),
      MaxLength(most, { message: `must have at most ${most} characters` }),
      Matches(READABLE, { message: READABLE_RULE }),
    ] as PropertyDecorator[],
    { type: 'string', minLength: 1, maxLength: most },
    options,
  );

/** An id or code. */
export const Code = (options: FieldOptions = {}): PropertyDecorator =>
  field([Matches(CODE, { message: CODE_RULE })], { type: 'string', pattern: CODE.source }, options);

/** UTC with milliseconds, as the log writes it. */
export const At = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    [ValidateBy({ name: 'instant', validator: { validate: isInstant } }, { message: 'must look like 2026-11-23T13:32:59.123Z' })],
    { type: 'string', format: 'date-time', pattern: INSTANT.source },
    options,
  );

export const Whole = (least: number, most: number, options: FieldOptions = {}): PropertyDecorator => {
  const message = `must be a whole number from ${least} to ${most}`;
  return field(
    [IsInt({ message }), Min(least, { message }), Max(most, { message })] as PropertyDecorator[],
    { type: 'integer', minimum: least, maximum: most },
    options,
  );
};

export const Flag = (options: FieldOptions = {}): PropertyDecorator =>
  field([IsBoolean({ message: 'must be true or false' })], { type: 'boolean' }, options);

export const OneOf = (words: readonly string[], options: FieldOptions = {}): PropertyDecorator =>
  field([IsIn(words, { message: `must be one of ${words.join(', ')}` })], { type: 'string', enum: [...words] }, options);

/** An object with fields of its own. */
export const Part = (of: () => Class, options: FieldOptions = {}): PropertyDecorator =>
  field([IsObject({ message: 'must be an object' }), ValidateNested(), Type(of)] as PropertyDecorator[], { type: () => of() }, options);

/** A list of such objects. */
export const Parts = (of: () => Class, most: number, options: FieldOptions = {}): PropertyDecorator =>
  field(
    [
      ...listOf(most),
      IsObject({ each: true, message: 'must hold objects' }),
      ValidateNested({ each: true }),
      Type(of),
    ] as PropertyDecorator[],
    { type: () => of(), isArray: true, maxItems: most },
    options,
  );

/** A list of short lines. */
export const Lines = (mostLines: number, most: number, options: FieldOptions = {}): PropertyDecorator =>
  field(
    [
      ...listOf(mostLines),
      IsString({ each: true, message: 'must hold texts' }),
      MinLength(1, { each: true, message: 'must hold texts that are not empty' }),
      Matches(READABLE, { each: true, message: `each ${READABLE_RULE}` }),
      MaxLength(most, { each: true, message: `must hold texts of at most ${most} characters` }),
    ] as PropertyDecorator[],
    { type: 'array', items: { type: 'string', minLength: 1, maxLength: most }, maxItems: mostLines },
    options,
  );

export const Codes = (most: number, options: FieldOptions = {}): PropertyDecorator =>
  field(
    [...listOf(most), Matches(CODE, { each: true, message: `each ${CODE_RULE}` })] as PropertyDecorator[],
    { type: 'array', items: { type: 'string', pattern: CODE.source }, maxItems: most },
    options,
  );

/** A list whose entries `schema` describes; the decider checks them. */
export const Rows = (most: number, items: object, options: FieldOptions = {}): PropertyDecorator =>
  field(
    [...listOf(most), IsArray({ each: true, message: 'must hold lists' })] as PropertyDecorator[],
    { type: 'array', items, maxItems: most },
    options,
  );

/** An object whose shape is checked elsewhere. */
export const Opaque = (schema: object, options: FieldOptions = {}): PropertyDecorator =>
  field([IsObject({ message: 'must be an object' })], schema, options);

function listOf(most: number): PropertyDecorator[] {
  return [
    IsArray({ message: 'must be a list' }),
    ArrayMaxSize(most, { message: `must have at most ${most} entries` }),
  ] as PropertyDecorator[];
}

/** A whole number in a query string: digits and nothing else. */
export const WholeParameter = (least: number, most: number, options: FieldOptions = {}): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value)),
    Whole(least, most, options),
  );

export const FlagParameter = (options: FieldOptions = {}): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value)),
    Flag(options),
  );

/** An amount: minor units of an ISO 4217 currency. `{ minor: 2400000, currency: 'USD' }` is 24,000 dollars. */
export class MoneyDto {
  @Whole(0, 10_000_000_000_000, { example: 2_400_000 }) readonly minor: number;
  @Text({ example: 'USD' }, 3) readonly currency: string;
}

export const Money = (options: FieldOptions = {}): PropertyDecorator => Part(() => MoneyDto, options);
