/**
 * The floor for fan-out: a server that understands nothing, stores nothing and only joins what a turn of the event loop
 * brought for a room into one buffer for its members. The first frame of a connection names its room; each further
 * one goes to the room's other members, and its sender gets an acknowledgement of the usual size.
 */
import { type AddressInfo, createServer, type Socket } from "node:net";
import { encodeFrame } from "../../protocol/index.ts";

const acknowledgement = encodeFrame({ id: 100_000, result: { number: 100_000, time: Date.now() } });
const joined = encodeFrame({ id: 0, result: {} });

class Room {
  readonly #members = new Set<Socket>();
  #frames: { readonly from: Socket; readonly frame: Buffer }[] = [];

  join(socket: Socket): void {
    this.#members.add(socket);
    socket.on("close", () => this.#members.delete(socket));
  }

  send(from: Socket, frame: Buffer): void {
    if (this.#frames.push({ from, frame }) === 1) setImmediate(() => this.#flush());
  }

  #flush(): void {
    const frames = this.#frames;
    this.#frames = [];
    const all = Buffer.concat(frames.map(({ frame }) => frame));
    const own = new Map<Socket, number>();
    for (const { from } of frames) own.set(from, (own.get(from) ?? 0) + 1);
    for (const member of this.#members) {
      const count = own.get(member);
      if (count === undefined) member.write(all);
      else member.write(Buffer.concat([...others(frames, member), ...Array(count).fill(acknowledgement)]));
    }
  }
}

function others(frames: readonly { from: Socket; frame: Buffer }[], member: Socket): Buffer[] {
  return frames.filter(({ from }) => from !== member).map(({ frame }) => frame);
}

const rooms = new Map<string, Room>();

function roomNamed(name: string): Room {
  const room = rooms.get(name) ?? new Room();
  rooms.set(name, room);
  return room;
}

const server = createServer({ noDelay: true }, (socket) => {
  let rest: Buffer = Buffer.alloc(0);
  let room: Room | undefined;
  socket.on("error", () => {});
  socket.on("data", (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    while (rest.length - at >= 4) {
      const end = at + 4 + rest.readUInt32BE(at);
      if (end > rest.length) break;
      const frame = rest.subarray(at, end);
      at = end;
      if (room) {
        room.send(socket, frame);
      } else {
        room = roomNamed(frame.toString("latin1", 4));
        room.join(socket);
        socket.write(joined);
      }
    }
    rest = rest.subarray(at);
  });
});
server.listen({ host: "127.0.0.1", port: 0, backlog: 4096 }, () => {
  process.stdout.write(`listens on 127.0.0.1, port ${(server.address() as AddressInfo).port}\n`);
});
process.on("SIGTERM", () => process.exit(0));
