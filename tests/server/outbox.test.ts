/** The outbox: the order in which frames leave, in how many writes, and when a peer owes too much. */
import test from "ava";
import { Outbox } from "../../server/outbox.ts";

/** A sink that takes nothing off the bytes it owes until it's told to. */
function filling() {
  const written: string[] = [];
  const sink = {
    writableLength: 0,
    write(bytes: Buffer): boolean {
      written.push(bytes.length < 100 ? bytes.toString() : `${bytes.length}`);
      sink.writableLength += bytes.length;
      return true;
    },
    cork: () => void written.push("["),
    uncork: () => void written.push("]"),
  };
  return { sink, written };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("what is queued in one turn leaves in one write, in order", async (t) => {
  const { sink, written } = filling();
  const outbox = new Outbox(sink, { overflow: () => t.fail(), full() {}, room() {} });
  for (const frame of ["a", "b", "c"]) outbox.send(Buffer.from(frame));
  t.deepEqual(written, []);
  await turn();
  outbox.send(Buffer.from("d"));
  await turn();
  t.deepEqual(written, ["abc", "d"]);
});

test("what is shared goes after what was queued before it, and before what is queued later", async (t) => {
  const { sink, written } = filling();
  const outbox = new Outbox(sink, { overflow: () => t.fail(), full() {}, room() {} });
  outbox.send(Buffer.from("a"));
  outbox.sendShared([Buffer.from("b")]);
  outbox.send(Buffer.from("c"));
  await turn();
  t.is(written.join(""), "abc");
});

test("what is shared in parts leaves in one write", async (t) => {
  const { sink, written } = filling();
  const outbox = new Outbox(sink, { overflow: () => t.fail(), full() {}, room() {} });
  outbox.send(Buffer.from("a"));
  outbox.sendShared([Buffer.from("b"), Buffer.from("c")]);
  t.deepEqual(written, ["a", "[", "b", "c", "]"]);
  await turn();
});

test("there is room again when the peer has taken what it owed", async (t) => {
  const { sink } = filling();
  const outbox = new Outbox(sink, { overflow: () => t.fail(), full() {}, room() {} });
  await outbox.room();
  outbox.send(Buffer.alloc(100_000));
  let hasRoom = false;
  const room = outbox.room().then(() => {
    hasRoom = true;
  });
  await turn();
  t.false(hasRoom);
  sink.writableLength = 0;
  outbox.drained();
  await room;
});

test("what is queued counts before it's written, and there is room again once the sink has taken it all", async (t) => {
  let rooms = 0;
  const sink = { writableLength: 0, write: () => true, cork() {}, uncork() {} };
  const outbox = new Outbox(sink, { overflow: () => t.fail(), full() {}, room: () => rooms++ });
  outbox.send(Buffer.alloc(1000));
  t.false(outbox.isFull);
  outbox.send(Buffer.alloc(100_000));
  t.true(outbox.isFull);
  await turn();
  t.deepEqual([outbox.isFull, rooms], [false, 1]);
  outbox.send(Buffer.alloc(1000));
  await turn();
  t.is(rooms, 1);
});

test("a peer that owes more than a mebibyte is given up", (t) => {
  const { sink } = filling();
  let overflows = 0;
  const outbox = new Outbox(sink, { overflow: () => overflows++, full() {}, room() {} });
  outbox.sendShared([Buffer.alloc(2 ** 20)]);
  t.is(overflows, 0);
  outbox.sendShared([Buffer.alloc(1)]);
  t.is(overflows, 1);
});
