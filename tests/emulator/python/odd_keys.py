"""Keys that clients and servers like to get wrong, and what is stored under each."""

KEYS = [
    "plain.txt",
    "a b+c.txt",
    "直播/第一 部.ts",
    "per%2Fcent%20.txt",
    "../up.txt",
    "dots/./and/../more",
    "question?x=1&y=2#hash",
    "quote'\"<&>.txt",
    "tilde~*!().txt",
    "emoji-🎬.mp4",
    "two//slashes",
    "folder/",
]
KEPT = "kept/直播 + 100%.txt"


def content(key):
    return ("content of " + key).encode("utf-8")


def expect(what, actual, expected):
    if actual != expected:
        raise SystemExit("%s: expected %r, got %r" % (what, expected, actual))
