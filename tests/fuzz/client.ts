/** The client, from its socket to the bytes for a terminal or the lines of line mode, and a server that says anything. */
import fc from "fast-check";
import {
  type ErrorCode,
  type EventName,
  errors,
  events,
  type RequestName,
  requests,
} from "../../protocol/index.ts";
import { hostileText } from "../tui/view/attacks.ts";
import { bytes, frames } from "./bytes.ts";
import { Lines, type Person, Screen } from "./client-ends.ts";
import { HostileServer } from "./hostile-server.ts";
import type { Line, Script } from "./script.ts";
import type { Target } from "./target.ts";
import { fieldsOf, type Pools } from "./values.ts";

const names = fc.oneof(fc.constantFrom("bob", "Carol", "alice"), hostileText);
const pools: Pools = {
  texts: hostileText,
  fields: {
    name: names,
    from: names,
    conversation: fc.oneof(fc.constant("everyone"), names),
    number: fc.integer({ min: 1, max: 40 }),
    key: fc.integer({ min: 0, max: 99 }).map((number) => String(number).padStart(26, "0")),
    version: fc.constant(1),
  },
};

const event: fc.Arbitrary<Line> = fc
  .constantFrom(...(Object.keys(events) as EventName[]))
  .chain((name) =>
    fieldsOf(events[name].fields, pools).map((fields) => ({ value: { ...fields, event: name } })),
  );

const error = fc.constantFrom(...(Object.keys(errors) as ErrorCode[])).chain((code) =>
  fc.record({
    code: fc.oneof(fc.constant(code), hostileText),
    text: hostileText,
    detail: fieldsOf(errors[code].detail, pools),
  }),
);

/** How a request is answered throughout. */
const answer: fc.Arbitrary<Line> = fc
  .constantFrom(...(Object.keys(requests) as RequestName[]))
  .chain((name) =>
    fc
      .oneof(
        { weight: 3, arbitrary: fieldsOf(requests[name].result, pools).map((result) => ({ result })) },
        { weight: 1, arbitrary: error.map((refusal) => ({ error: refusal })) },
      )
      .map((said) => ({ value: { answer: name, ...said } })),
  );

const scripts: fc.Arbitrary<Script> = fc
  .tuple(
    fc.array(fc.oneof({ weight: 4, arbitrary: event }, { weight: 2, arbitrary: answer }), { maxLength: 25 }),
    fc.array(fc.oneof(bytes, frames), { maxLength: 1 }),
  )
  .map((parts) => parts.flat());

export const client: Target = {
  name: "client",
  scripts,
  runs: 60,
  open: async () => ({ run, close: async () => {} }),
};

async function run(script: Script): Promise<void> {
  await meet(script, (port) => new Screen(port));
  await meet(script, (port) => new Lines(port));
}

/** A client logs in, its person does this and that, and the server leaves: the client notices, and has harmed nobody. */
async function meet(script: Script, arrive: (port: number) => Person): Promise<void> {
  const server = await HostileServer.open(script);
  const person = arrive(server.port);
  try {
    await person.untilAnswered();
    person.act();
    // Long enough for what they asked for to be answered.
    for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate);
    server.finish();
    await person.untilAlone();
    if (person.found.length > 0) throw new Error(person.found.join("\n"));
  } finally {
    await person.leave();
    server.close();
  }
}
