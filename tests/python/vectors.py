"""Checks protocol/vectors.json with another MessagePack library: what one writes, the other reads, to the byte."""

import json
import pathlib
import struct

import msgpack

ROOT = pathlib.Path(__file__).parents[2]
vectors = json.loads((ROOT / "protocol" / "vectors.json").read_text(encoding="utf8"))
checked = 0

for vector in vectors["frames"]["valid"]:
    frame = bytes.fromhex(vector["hex"])
    (length,) = struct.unpack(">I", frame[:4])
    assert length == len(frame) - 4, vector["name"]
    assert msgpack.unpackb(frame[4:], raw=False, strict_map_key=True) == vector["json"], vector["name"]
    if vector["canonical"]:
        assert msgpack.packb(vector["json"], use_bin_type=True) == frame[4:], vector["name"]
    checked += 1

print(f"ok {checked} vectors")
