/** A defect of the client's owner is the owner's to see: it doesn't look like a bad connection. */
import { once } from "node:events";
import test from "ava";
import { start } from "../data/processes.ts";
import { polite, posted, scripted } from "../server/scripted.ts";

test("what a listener throws is uncaught in its program, and ends neither the connection nor what is under way", async (t) => {
  const { port, visits } = await scripted(t, (request, visit, number) => {
    const answer = polite(request, visit, number);
    if (request.request !== "login" || answer === undefined) return answer;
    visit.say(answer, posted(1), posted(2));
    return undefined;
  });
  const { lines } = start(t, "../protocol/clumsy.ts", String(port));
  const heard: string[] = [];
  lines.on("line", (line) => heard.push(line));
  while (!heard.includes("heard 2")) await once(lines, "line");
  visits[0]?.say(posted(3));
  while (!heard.includes("heard 3")) await once(lines, "line");
  t.deepEqual(heard.toSorted(), [
    "heard 2",
    "heard 3",
    "logged in",
    "uncaught: at the first message",
    "uncaught: at the login",
  ]);
  t.is(visits.length, 1);
});
