/**
 * A broken rule, with a name. `code` is stable: the API's problem type is made from it. `field` names the part of the command
 * that broke the rule, as a path (`ask.spend.minor`), where there is one. `detail` is one sentence without personal data.
 */
export abstract class DomainError extends Error {
  abstract readonly kind: 'invalid' | 'forbidden' | 'conflict' | 'missing';
  readonly field: string | undefined;

  constructor(detail: string, field?: string) {
    super(detail);
    this.name = new.target.name;
    this.field = field;
  }

  /** `GrantMissing` → `grant-missing`. */
  get code(): string {
    return this.name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
  }
}

/** A value of the command breaks a rule of its shape. */
export class InvalidValue extends DomainError {
  readonly kind = 'invalid';
  constructor(field: string, rule: string) {
    super(`${field} ${rule}`, field);
  }
}

/** The actor has no right to do this. */
export class NotAllowed extends DomainError {
  readonly kind = 'forbidden';
}

/** The thing that a command is about does not exist. */
export class NotFound extends DomainError {
  readonly kind = 'missing';
  constructor(what: string, id: string) {
    super(`${what} ${id} does not exist`);
  }
}

/** The state that a thing is in does not permit this command. Subclasses name the transition that is illegal. */
export abstract class IllegalTransition extends DomainError {
  readonly kind = 'conflict';
}

/** A first event for a thing that already has one. */
export class AlreadyExists extends IllegalTransition {
  constructor(what: string, id: string) {
    super(`${what} ${id} exists already`);
  }
}

/** A change to what is already so. */
export class NothingToChange extends IllegalTransition {
  constructor(what: string) {
    super(`${what} is so already`);
  }
}

/** Events of one stream that cannot have come about: not a refusal, but a log that something else wrote to. */
export class BrokenHistory extends Error {
  constructor(type: string, status: string) {
    super(`${type} does not follow from the state "${status}"`);
    this.name = 'BrokenHistory';
  }
}
