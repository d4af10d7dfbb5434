/** What ends the program with one sentence for the person and exit status 1. */
export class Failure extends Error {}
