"""Two clients in another language, written from PROTOCOL.md alone, go through every request against a running server.

Usage: client.py HOST PORT. Ends with the number of requests covered, or at the first difference with status 1.
"""

import pathlib
import random
import re
import string
import struct
import sys
import time

from wire import Closed, Connection, Refused, ulid

HOST, PORT = sys.argv[1], int(sys.argv[2])
PASSWORD = "correct horse"
covered = set()


class Client(Connection):
    """A connection that notes which requests it has made."""

    def send(self, request, /, **params):
        covered.add(request)
        return super().send(request, **params)


def check(actual, expected, what):
    if actual != expected:
        raise AssertionError(f"{what}: expected {expected!r}, got {actual!r}")


def refused(code, client, request, /, **params):
    """The detail of the error with which a request must be refused."""
    try:
        result = client.ask(request, **params)
    except Refused as error:
        check(error.code, code, request)
        assert error.text, "an error has a text"
        return error.detail
    raise AssertionError(f"{request} was answered with {result!r} instead of {code}")


def random_name(start):
    return start + "".join(random.choices(string.ascii_lowercase, k=8))


def recently(milliseconds):
    """Whether it is an integer and a time within the last minute."""
    return type(milliseconds) is int and abs(milliseconds / 1000 - time.time()) < 60


def greeted():
    client = Client(HOST, PORT)
    client.ask("hello", versions=[1], client="python 1.0")
    return client


def test_hello():
    client = Client(HOST, PORT)
    refused("hello_first", client, "ping")
    refused("hello_first", client, "login", name="alice", password=PASSWORD)
    check(refused("unsupported_version", client, "hello", versions=[99], client="x"), {"versions": [1]}, "versions")
    check(refused("invalid", client, "hello", versions="1", client="x"), {"field": "versions"}, "field")
    hello = client.ask("hello", versions=[99, 1], client="python 1.0", unknown_field=[{}])
    check(hello["version"], 1, "version")
    check(hello["limits"]["textMax"], 4096, "limits")
    assert hello["server"] and recently(hello["time"]) and isinstance(hello["features"], list), hello
    refused("unknown_request", client, "dance")
    refused("not_logged_in", client, "online")
    assert recently(client.ask("ping")["time"])
    client.close()


def test_bad_frames():
    bad = {
        "bad_frame": [
            b"\0\0\0\1\xc1",
            b"\0\0\0\1\x90",
            b"\0\0\0\2\x80\x80",
            b"\0\0\0\x04\x81\xa1a\xc4",
            b"\0\0\0\x01\x80",
        ],
        "frame_too_large": [struct.pack(">I", 2049)],
    }
    for code, frames in bad.items():
        for frame in frames:
            client = greeted()
            client.write(frame)
            check(client.event("closing")["code"], code, f"closing after {frame!r}")
            try:
                client.event("posted")
            except Closed:
                pass
            client.close()


def test_signup(alice_name, bob_name):
    alice = greeted()
    for name in ["", "a", "1abc", "a b", "Everyone", "system", "x" * 21, "alicé"]:
        refused("bad_name", alice, "signup", name=name, password=PASSWORD)
    for password in ["", "1234567", "🍜" * 7, "x" * 1025]:
        refused("bad_password", alice, "signup", name=alice_name, password=password)
    session = alice.ask("signup", name=alice_name, password=PASSWORD)
    check(session["name"], alice_name, "name")
    assert recently(session["since"])
    refused("already_logged_in", alice, "login", name=alice_name, password=PASSWORD)
    bob = greeted()
    refused("name_taken", bob, "signup", name=alice_name.upper(), password=PASSWORD)
    bob.ask("signup", name=bob_name, password=PASSWORD)
    assert recently(alice.event("joined", name=bob_name)["time"])
    assert recently(alice.event("presence", name=bob_name, online=True)["time"])
    return alice, bob


def test_broadcast(alice, bob):
    key = ulid()
    sent = alice.ask("broadcast", text="Hi all 🍜\nsecond line", key=key)
    assert sent["number"] >= 1 and recently(sent["time"]), sent
    posted = bob.event("posted", conversation="everyone")
    check(
        posted["messages"][0],
        {"number": sent["number"], "from": name_of(alice), "text": "Hi all 🍜\nsecond line", "time": sent["time"], "key": key},
        "message",
    )
    check(alice.ask("broadcast", text="Hi all 🍜\nsecond line", key=key), sent, "the answer to a repeated send")
    pipelined = [(ulid(), f"message {index}") for index in range(20)]
    ids = [alice.send("broadcast", text=text, key=key) for key, text in pipelined]
    numbers = [alice.answer(id)["number"] for id in ids]
    check(numbers, list(range(sent["number"] + 1, sent["number"] + 21)), "numbers in the order sent")
    messages = []
    while len(messages) < len(pipelined):
        messages += bob.event("posted")["messages"]
    for message, number, (key, text) in zip(messages, numbers, pipelined):
        check((message["number"], message["text"], message["key"]), (number, text, key), "in order, none twice")
    for text in ["", "x" * 4097, "bell\a", "tab\t", "\x1b[31m", "\u202e", "\x9b"]:
        refused("bad_text", alice, "broadcast", text=text, key=ulid())
    alice.ask("broadcast", text="🍜" * 4096, key=ulid())
    check(bob.event("posted")["messages"][0]["text"], "🍜" * 4096, "the longest text")
    check(refused("invalid", alice, "broadcast", text="x", key="x"), {"field": "key"}, "field")


def test_whisper(alice, bob):
    key = ulid()
    sent = alice.ask("whisper", to=name_of(bob).upper(), text="psst", key=key)
    check(sent["number"], 1, "the first number of a conversation")
    posted = bob.event("posted", conversation=name_of(alice))
    check((posted["messages"][0]["text"], posted["messages"][0]["number"]), ("psst", 1), "whisper")
    check(alice.ask("whisper", to=name_of(bob), text="psst", key=key), sent, "the answer to a repeated send")
    refused("unknown_account", alice, "whisper", to="nobody-at-all", text="x", key=ulid())
    refused("yourself", alice, "whisper", to=name_of(alice), text="x", key=ulid())
    check(bob.ask("received", conversation=name_of(alice), number=1), {}, "received")
    check(alice.event("delivered")["number"], 1, "delivered")


def test_reading(alice, bob):
    row = conversation_of(bob, name_of(alice))
    check((row["last"], row["received"], row["read"], row["unread"]), (1, 1, 0, 1), "conversation before reading")
    check(bob.ask("read", conversation=name_of(alice), number=1), {}, "read")
    row = conversation_of(bob, name_of(alice))
    check((row["read"], row["unread"]), (1, 0), "conversation after reading")
    check(conversation_of(alice, name_of(bob))["delivered"], 1, "delivered in the list")
    check(bob.ask("conversations")["conversations"][0]["conversation"], "everyone", "the first conversation")
    refused("unknown_account", bob, "read", conversation="nobody-at-all", number=1)
    check(refused("invalid", bob, "received", conversation="everyone", number=0), {"field": "number"}, "field")


def test_history(alice, bob):
    newest = alice.ask("history", conversation="everyone", count=5)
    numbers = [message["number"] for message in newest["messages"]]
    check(numbers, sorted(numbers), "ascending order")
    assert len(numbers) == 5 and newest["before"] == numbers[0], newest
    before = alice.ask("history", conversation="everyone", before=newest["before"], count=5)
    check([message["number"] for message in before["messages"]][-1], numbers[0] - 1, "the page before")
    seen, page = [], alice.ask("history", conversation="everyone")
    while True:
        seen = [message["number"] for message in page["messages"]] + seen
        if "before" not in page:
            break
        page = alice.ask("history", conversation="everyone", before=page["before"])
    check(seen, list(range(1, numbers[-1] + 1)), "all of the history")
    forwards, after = [], 0
    while after is not None:
        page = alice.ask("history", conversation="everyone", after=after, count=7)
        forwards += [message["number"] for message in page["messages"]]
        after = page.get("after")
    check(forwards, seen, "the history read forwards")
    check(refused("invalid", alice, "history", conversation="everyone", before=2, after=1), {"field": "after"}, "field")
    whispers = alice.ask("history", conversation=name_of(bob))
    check([message["text"] for message in whispers["messages"]], ["psst"], "history of a pair")
    refused("unknown_account", alice, "history", conversation="nobody-at-all")
    check(refused("invalid", alice, "history", conversation="everyone", count=101), {"field": "count"}, "field")


def test_search(alice, bob):
    key = ulid()
    number = alice.ask("broadcast", text="The CAFÉ of the Straße: https://example.com", key=key)["number"]
    bob.event("posted")
    found = bob.ask("search", conversation="everyone", words=["strasse", "cafe"])
    check([message["key"] for message in found["messages"]], [key], "found")
    assert recently(found["reached"]), found
    for query in [{"link": True}, {"from": name_of(alice).upper(), "count": 1}, {"after": number - 1}]:
        messages = bob.ask("search", conversation="everyone", **query)["messages"]
        check([message["number"] for message in messages], [number], f"found by {query}")
    numbers, before = [], number + 1
    while before is not None:
        page = bob.ask("search", conversation="everyone", words=["MESSAGE"], before=before, count=3)
        numbers = [message["number"] for message in page["messages"]] + numbers
        before = page.get("before")
    check(len(numbers), 20, "all of the messages that say so")
    mention = alice.ask("broadcast", text=f"@{name_of(bob)}: look", key=ulid())["number"]
    bob.event("posted")
    mentions = bob.ask("search", conversation="everyone", mentions=True)["messages"]
    check([message["number"] for message in mentions], [mention], "mentions")
    check(bob.ask("search", conversation="everyone", words=["cafe"], until=1)["messages"], [], "found before 1970")
    refused("unknown_account", bob, "search", conversation="everyone", **{"from": "nobody-at-all"})


def test_typing(alice, bob):
    for typing in [True, False]:
        check(alice.ask("typing", conversation=name_of(bob), typing=typing), {}, "typing")
        bob.event("typing", conversation=name_of(alice), name=name_of(alice), typing=typing)
    alice.ask("typing", conversation="everyone", typing=True)
    bob.event("typing", conversation="everyone", name=name_of(alice), typing=True)
    refused("yourself", alice, "typing", conversation=name_of(alice), typing=True)


def test_lists(alice, bob):
    online = alice.ask("online")
    names = {name_of(alice), name_of(bob)}
    assert names <= {row["name"] for row in online["accounts"]} and online["total"] >= 2, online
    assert all(recently(row["since"]) for row in online["accounts"] if row["name"] in names)
    recent = {row["name"]: row for row in alice.ask("recent")["accounts"]}
    assert all(recent[name]["online"] and recently(recent[name]["time"]) for name in names), recent
    contacts = {row["name"]: row for row in all_rows(alice, "contacts", "accounts")}
    assert all(contacts[name]["online"] for name in names), contacts
    check(refused("invalid", alice, "contacts", page=1), {"field": "page"}, "field")


def test_pages(bob):
    """With more accounts than fit on a page, every list comes in pages that join without gap or repetition."""
    crowd = make_crowd(101)
    for name in crowd:
        bob.answer(bob.send("whisper", to=name, text="hi", key=ulid()))
    for id in [bob.send("block", name=name) for name in crowd]:
        bob.answer(id)
    lists = {"contacts": "accounts", "recent": "accounts", "blocked": "accounts", "conversations": "conversations"}
    for request, rows in lists.items():
        label = "conversation" if request == "conversations" else "name"
        listed = [row[label] for row in all_rows(bob, request, rows)]
        assert set(crowd) <= set(listed), f"{request} misses {set(crowd) - set(listed)}"
        check(len(listed), len(set(listed)), f"{request}: rows and different rows")
        assert "next" in bob.ask(request), f"{request} fits on a page"
    for id in [bob.send("unblock", name=name) for name in crowd]:
        check(bob.answer(id)["changed"], True, "unblock")


def make_crowd(count):
    """So many accounts that are offline, made over four connections: most of the time goes into hashing."""
    crowd = [random_name(f"C{index}") for index in range(count)]
    makers = [greeted() for _ in range(4)]
    for start in range(0, count, 4):
        names_made = crowd[start : start + 4]
        ids = [maker.send("signup", name=name, password=PASSWORD) for maker, name in zip(makers, names_made)]
        for maker, id in zip(makers, ids):
            maker.answer(id)
            maker.ask("logout")
    for maker in makers:
        maker.close()
    return crowd


def all_rows(client, request, rows):
    answer = client.ask(request)
    found = answer[rows]
    while "next" in answer:
        assert len(answer[rows]) <= 100, f"a page of {request} has {len(answer[rows])} rows"
        answer = client.ask(request, page=answer["next"])
        found = found + answer[rows]
    return found


def test_blocks(alice, bob):
    check(bob.ask("blocked")["accounts"], [], "blocked before")
    check(bob.ask("block", name=name_of(alice)), {"name": name_of(alice), "changed": True}, "block")
    check(bob.ask("block", name=name_of(alice).upper())["changed"], False, "blocking twice")
    check([row["name"] for row in bob.ask("blocked")["accounts"]], [name_of(alice)], "blocked")
    alice.event("presence", name=name_of(bob), online=False)
    refused("blocked", alice, "whisper", to=name_of(bob), text="x", key=ulid())
    refused("blocking", bob, "whisper", to=name_of(alice), text="x", key=ulid())
    refused("yourself", bob, "block", name=name_of(bob))
    refused("unknown_account", bob, "block", name="nobody-at-all")
    assert name_of(bob) not in [row["name"] for row in alice.ask("online")["accounts"]]
    secret = f"bob must not see this: {ulid()}"
    hidden = alice.ask("broadcast", text=secret, key=ulid())["number"]
    bob.ask("ping")
    assert not [event for event in bob.events if event["event"] == "posted"], bob.events
    texts = [message["text"] for message in bob.ask("history", conversation="everyone")["messages"]]
    assert secret not in texts, "history shows what a block hides"
    check(bob.ask("unblock", name=name_of(alice)), {"name": name_of(alice), "changed": True}, "unblock")
    check(bob.ask("unblock", name=name_of(alice))["changed"], False, "unblocking twice")
    alice.event("presence", name=name_of(bob), online=True)
    texts = [message["text"] for message in bob.ask("history", conversation="everyone")["messages"]]
    assert secret in texts, "hidden history shows again"
    shown = alice.ask("broadcast", text="bob sees this", key=ulid())["number"]
    check(shown, hidden + 1, "numbers")
    check(bob.event("posted")["messages"][0]["number"], shown, "the next one after the hole")
    check(bob.ask("received", conversation="everyone", number=shown), {}, "received")


def test_missed(alice, bob):
    bob_name = name_of(bob)
    check(bob.ask("logout"), {}, "logout")
    alice.event("presence", name=bob_name, online=False)
    refused("not_logged_in", bob, "online")
    recent = {row["name"]: row["online"] for row in alice.ask("recent")["accounts"]}
    check(recent[bob_name], False, "recent after leaving")
    texts = [f"while you were away {index}" for index in range(3)]
    numbers = [alice.ask("broadcast", text=text, key=ulid())["number"] for text in texts]
    alice.ask("whisper", to=bob_name, text="call me", key=ulid())
    for confirms in [False, True]:
        bob.ask("login", name=bob_name.upper(), password=PASSWORD)
        everyone = bob.event("missed", conversation="everyone")
        check([message["number"] for message in everyone["messages"]], numbers, "numbers missed")
        check([message["text"] for message in everyone["messages"]], texts, "texts missed")
        check(everyone["older"], False, "older")
        pair = bob.event("missed", conversation=name_of(alice))
        check([message["text"] for message in pair["messages"]], ["call me"], "whisper missed")
        if confirms:
            bob.ask("received", conversation="everyone", number=numbers[-1])
            bob.ask("received", conversation=name_of(alice), number=2)
            check(alice.event("delivered", conversation=bob_name)["number"], 2, "delivered days later")
        bob.ask("logout")
    bob.ask("login", name=bob_name, password=PASSWORD)
    bob.ask("ping")
    live = alice.ask("broadcast", text="live again", key=ulid())["number"]
    check(bob.event("posted")["messages"][0]["number"], live, "posted after login")
    assert not [event for event in bob.events if event["event"] == "missed"], "confirmed and sent again"


def test_sessions(alice, bob):
    alice_name = name_of(alice)
    other = greeted()
    probe = other.send("login", name=alice_name, password=PASSWORD)
    alice.event("probed")
    alice.ask("ping")
    try:
        other.answer(probe)
        raise AssertionError("a second login must be refused")
    except Refused as error:
        check(error.code, "already_online", "second login")
        assert recently(error.detail["since"]) and error.detail["address"], error.detail
    session = other.ask("login", name=alice_name, password=PASSWORD, takeover=True)
    assert recently(session["since"])
    ended = alice.event("ended")
    assert ended["address"] and recently(ended["time"]), ended
    refused("not_logged_in", alice, "online")
    assert recently(alice.ask("ping")["time"])
    alice.close()
    half_open = other
    third = greeted()
    started = time.monotonic()
    third.ask("login", name=alice_name, password=PASSWORD)
    assert 2 < time.monotonic() - started < 6, "a holder that doesn't answer gives way after three seconds"
    half_open.close()
    names[third] = alice_name
    return third


def test_lock(bob):
    bob_name = name_of(bob)
    bob.ask("logout")
    client = greeted()
    check(refused("bad_login", client, "login", name=bob_name, password="wrong horse"), {"triesLeft": 2}, "first")
    check(refused("bad_login", client, "login", name=bob_name, password="wrong horse"), {"triesLeft": 1}, "second")
    third = refused("locked", client, "login", name=bob_name, password="wrong horse")
    assert 55 <= third["retryAfter"] <= 60, third
    fresh = greeted()
    assert 0 < refused("locked", fresh, "login", name=bob_name, password=PASSWORD)["retryAfter"] <= 60
    unknown = random_name("nobody")
    check(refused("bad_login", fresh, "login", name=unknown, password=PASSWORD), {"triesLeft": 2}, "unknown name")
    client.close()
    fresh.close()


def test_account():
    """Tokens, a new password, and the end of an account."""
    name = random_name("Carol")
    first = greeted()
    token = first.ask("signup", name=name, password=PASSWORD)["token"]
    first.close()
    second = greeted()
    session = second.ask("resume", token=token, takeover=True)
    check(session["name"], name, "resumed")
    assert session["token"] != token and recently(session["since"]), session
    second.close()
    again = greeted()
    check(again.ask("resume", token=token, takeover=True)["token"], session["token"], "the answer, asked for again")
    again.close()
    third = greeted()
    third.ask("resume", token=session["token"], takeover=True)
    refused("token_refused", greeted(), "resume", token=token, takeover=True)
    third.close()
    holder = greeted()
    holder.ask("login", name=name, password=PASSWORD, takeover=True)
    check(refused("bad_login", holder, "password", old="wrong horse", new="battery staple"), {"triesLeft": 2}, "old")
    renewed = holder.ask("password", old=PASSWORD, new="battery staple")["token"]
    holder.close()
    last = greeted()
    last.ask("resume", token=renewed, takeover=True)
    last.ask("deleteAccount", password="battery staple")
    refused("not_logged_in", last, "online")
    refused("bad_login", last, "login", name=name, password="battery staple")
    refused("name_taken", last, "signup", name=name, password=PASSWORD)
    last.close()


names = {}


def name_of(client):
    return names[client]


def conversation_of(client, name):
    rows = all_rows(client, "conversations", "conversations")
    return next(row for row in rows if row["conversation"] == name)


def documented():
    """The requests that the page describes."""
    page = (pathlib.Path(__file__).parents[2] / "PROTOCOL.md").read_text(encoding="utf8")
    section = page.split("\n## The requests\n")[1].split("\n## The events\n")[0]
    return set(re.findall(r"^### (\w+)$", section, re.MULTILINE))


def main():
    test_hello()
    test_bad_frames()
    alice_name, bob_name = random_name("Alice"), random_name("Bob")
    alice, bob = test_signup(alice_name, bob_name)
    names.update({alice: alice_name, bob: bob_name})
    for test in [test_broadcast, test_whisper, test_reading, test_history, test_search, test_typing, test_lists, test_blocks, test_missed]:
        test(alice, bob)
    alice = test_sessions(alice, bob)
    test_pages(bob)
    test_lock(bob)
    test_account()
    check(alice.event("deleted")["event"], "deleted", "the end of an account is told")
    alice.ask("logout")
    check(documented() - covered, set(), "requests not covered")
    print(f"ok {len(documented())} requests covered")


main()
