/** The matcher that @sa11y/jest adds; it publishes its types for another version of jest. */
declare namespace jest {
  interface Matchers<R> {
    toBeAccessible(): Promise<R>;
  }
}
