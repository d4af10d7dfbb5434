/** What counts as one address where tries are counted: of IPv6 whoever has one has a network of 2^64 of them. */
/** The address itself, or the /64 that it is in. */
export function networkOf(address: string): string {
  const [plain = ""] = address.split("%");
  if (!plain.includes(":")) return address;
  const [head = "", tail] = plain.split("::");
  const before = groups(head);
  const zeros = tail === undefined ? 0 : 8 - before.length - groups(tail).length;
  const all = [...before, ...Array<string>(zeros).fill("0"), ...groups(tail ?? "")];
  return `${all.slice(0, 4).join(":")}::/64`;
}

/** Without leading zeros; an IPv4 address at the end takes the place of two. */
function groups(text: string): string[] {
  if (text === "") return [];
  const parts = text.split(":").map((group) => group.toLowerCase().replace(/^0+(?=.)/, ""));
  return parts.flatMap((part) => (part.includes(".") ? [part, ""] : [part]));
}
