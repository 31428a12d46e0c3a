/** The right to do what one process at a time does, held for a time where all processes see it. */
export interface Lease {
  /** Takes it if nobody holds it. Its fencing token, which is greater each time; null: another process holds it. */
  take(): Promise<number | null>;
  /** Holds it for another while. False: it is another's by now. */
  renew(token: number): Promise<boolean>;
  /** Lets others take it at once. */
  release(token: number): Promise<void>;
}
