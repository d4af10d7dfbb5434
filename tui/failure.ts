/** What ends the program on purpose: a sentence for the person, "" where there is nothing to say, and an exit status. */
export class Failure extends Error {
  readonly status: number;

  constructor(message: string, status = 1) {
    super(message);
    this.name = "Failure";
    this.status = status;
  }
}
