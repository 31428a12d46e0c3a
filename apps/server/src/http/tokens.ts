/** Names of what is not a class, for injection. */
export const READ_MODELS = Symbol('ReadModels');
/** Opens personal texts of events. */
export const UNSEAL = Symbol('Unseal');
export const EVENT_STORE = Symbol('EventStore');
export const CLOCK = Symbol('Clock');
export const LOGGER = Symbol('Logger');
/** Bytes that key what is derived and must not be guessed. */
export const SECRET = Symbol('Secret');
/** The demonstration that the log holds, or null. */
export const DEMO = Symbol('Demo');
