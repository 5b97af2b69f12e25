/** A mistake of walkcheck itself, never of what it was given (exit code 70). */
export class InternalFault extends Error {
  constructor(message: string) {
    super(`internal fault: ${message}`);
    this.name = "InternalFault";
  }
}
