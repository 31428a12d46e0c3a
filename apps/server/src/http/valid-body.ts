import { ValidationPipe, type Type, type ValidationError } from '@nestjs/common';
import { shortened } from './json-body.js';
import { HttpProblem, type FieldError, type ProblemCode } from './problem.js';

/** Unknown fields are refused whole; the first rule that a field breaks is told of each field. */
const pipeFor = (code: ProblemCode): ValidationPipe =>
  new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    transform: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => refusalOf(code, errors),
  });

const bodies = pipeFor('invalid-body');
/** For the query strings of all routes. */
export const parameterPipe = pipeFor('invalid-parameter');

/** The body as its class describes it, in plain objects, defaults filled in. @throws HttpProblem naming each field that is wrong */
export async function validBody<T extends object>(body: unknown, dto: Type<T>): Promise<T> {
  const given = body ?? {};
  if (typeof given !== 'object' || Array.isArray(given)) throw new HttpProblem('invalid-body', 'the body must be an object');
  return plain((await bodies.transform(given, { type: 'body', metatype: dto })) as T) as T;
}

/** Without the classes, which the log would refuse, and without what is not there. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const there = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(there.map(([name, part]) => [name, plain(part)]));
}

const MOST_ERRORS = 20;

function refusalOf(code: ProblemCode, found: readonly ValidationError[]): HttpProblem {
  const errors = found.flatMap((error) => fieldErrors(error, '')).slice(0, MOST_ERRORS);
  const [first] = errors;
  const what = code === 'invalid-body' ? 'the body' : 'the query';
  return new HttpProblem(code, first === undefined ? `${what} is not valid` : `${first.field} ${first.rule}`, {
    field: first?.field ?? '',
    errors,
  });
}

function fieldErrors({ property, constraints = {}, children = [] }: ValidationError, at: string): FieldError[] {
  const field = pathTo(at, property);
  const own = Object.entries(constraints).map(([name, rule]) => ({
    field,
    rule: name === 'whitelistValidation' ? 'is not a known field' : rule,
  }));
  return [...own.slice(0, 1), ...children.flatMap((child) => fieldErrors(child, field))];
}

/** `kinds`, `kinds[3]`, `kinds[3].code`. */
function pathTo(at: string, property: string): string {
  if (at === '') return shortened(property);
  return /^\d+$/.test(property) ? `${at}[${property}]` : `${at}.${shortened(property)}`;
}
