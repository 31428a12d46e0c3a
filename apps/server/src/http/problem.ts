/** What this layer itself refuses, by code: the rest of the codes are the names of the domain's errors. */
const OWN_PROBLEMS = {
  'malformed-json': 400,
  'invalid-body': 400,
  'invalid-parameter': 400,
  'invalid-header': 400,
  'malformed-request': 400,
  'not-authenticated': 401,
  'not-allowed': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'request-timeout': 408,
  'body-too-large': 413,
  'file-refused': 422,
  'rows-wrong': 422,
  'address-too-long': 414,
  'unsupported-media-type': 415,
  'too-many-requests': 429,
  'headers-too-large': 431,
  'internal-error': 500,
  'shutting-down': 503,
  'not-ready': 503,
  'not-caught-up': 503,
} as const;

export type ProblemCode = keyof typeof OWN_PROBLEMS;

/** RFC 9457, with the field that broke the rule, and for a body every field that did. */
export interface Problem {
  /** Stable: `/problems/` and the name of the error. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly field?: string;
  readonly errors?: readonly FieldError[];
  /** By which the answer is found in the server's log. */
  readonly correlationId?: string;
}

export interface FieldError {
  readonly field: string;
  readonly rule: string;
}

interface More {
  readonly field?: string;
  readonly errors?: readonly FieldError[];
  /** Headers of the answer, by lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal of the HTTP layer. `detail` is one sentence without values of the request. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly code: ProblemCode;
  readonly more: More;

  constructor(code: ProblemCode, detail: string, more: More = {}) {
    super(detail);
    this.code = code;
    this.more = more;
  }
}

/** What is sent: the problem, and headers beside it. */
export interface Refusal {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
}

export function refusalOf({ code, message, more }: HttpProblem): Refusal {
  return refusal(code, OWN_PROBLEMS[code], message, more);
}

/** A refusal by a named error; an empty field is left out. */
export function refusal(code: string, status: number, detail: string, { field, errors, headers = {} }: More = {}): Refusal {
  const problem = {
    type: `/problems/${code}`,
    title: titleOf(code),
    status,
    detail,
    ...(field === undefined || field === '' ? {} : { field }),
    ...(errors === undefined ? {} : { errors }),
  };
  return { problem, headers };
}

/** `grant-missing` → `Grant missing`. */
export function titleOf(code: string): string {
  return code.charAt(0).toUpperCase() + code.slice(1).replaceAll('-', ' ');
}
