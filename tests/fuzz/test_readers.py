"""No text breaks a reader: it is read, or refused by name, in time proportional to its length.

In the suite this takes less than a minute. `PQR_FUZZ_SECONDS` makes it longer, as in `.ci/full`. Texts that broke a
reader are kept in `corpus/` and tried in each run.
"""

from __future__ import annotations

import os
import sys
import time
from functools import partial
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fuzz import targets
from tests.fuzz.targets import CORPUS, SEEDS, TARGETS, run

SECONDS = float(os.environ.get("PQR_FUZZ_SECONDS", "0"))
"""Of the long form, for all targets together."""
EXAMPLES = 120
TOKENS = (
    *(b'"', b"'", b'"""', b"'''", b"[", b"]", b"[[", b"]]", b"{", b"}", b",", b":", b"=", b".", b"#", b"\n", b"\r\n"),
    *(b"1e999999999", b"-", b"9" * 40, b"0x", b"1/3", b"1/0", b"nan", b"inf", b"NaN", b"Infinity", b"null", b"true"),
    *(b"\\", b"\\u0000", b"\\ud800", b"\x00", b"\x1b", b"\x7f", b"\xff\xfe", b"\xef\xbb\xbf", "ñ".encode(), b"[]"),
    *(
        b"<",
        b">",
        b"/>",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"<!DOCTYPE a [",
        b"&#49;",
        b"&a;",
        b"<row>",
        b"</row>",
        b"<c>",
    ),
    *(b"</c>", b'<c r="ZZZ9">', b"<v>", b"</v>", b"<si>", b' s="1"', b' t="e"', b"1e308", b"4294967297", b"9" * 12),
    *(b"<table:table-row>", b"</table:table>", b"<table:table-cell/>", b"<office:annotation>", b"PT99999999999H"),
    *(b'<text:s text:c="999999999"/>', b"A1:A1048576", b'<sheet name="b" r:id="worksheet"/>', b"_xD800_"),
    *(b"2026-02-30", b"0000-00-00", b"9999-12-31", b"10000-01-01", b"2026-03-16T10:00:00", b"{}", b'"id":[]', b"*/"),
)


def spoiled(seed: bytes, random: Random) -> bytes:
    """A text with a few places changed, taken out, doubled or filled with what is special in it."""
    content = bytearray(seed)
    for _ in range(random.randint(1, 5)):
        at = random.randint(0, len(content))
        to = min(len(content), at + random.choice((0, 1, 1, 2, 5, 20, len(content))))
        match random.randint(0, 4):
            case 0:
                content[at:to] = b""
            case 1:
                content[at:at] = content[at:to] * random.choice((1, 2, 50))
            case 2:
                content[at:to] = random.choice(TOKENS) * random.choice((1, 1, 1, 3, 200))
            case 3:
                content[at:at] = random.randbytes(random.randint(1, 4))
            case _:
                content[at:at] = random.choice(TOKENS)
    return bytes(content[:200_000])


@pytest.mark.parametrize("name", TARGETS)
def test_the_seed_is_read(name: str) -> None:
    """What the fuzzers start from is a good text: no spoiled one would get far otherwise."""
    TARGETS[name](SEEDS[name])


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*/*")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_once_broke_a_reader(path: os.PathLike[str]) -> None:
    """Each text of the corpus is read, or refused by name."""
    where = CORPUS / path
    run(where.parent.name, where.read_bytes())


def tried(name: str, texts: st.SearchStrategy[bytes], examples: int) -> None:
    """Put so many texts to a target; fewer to the writer of calendars, who makes a calendar for each."""
    many = examples // 8 if name == "ics" else examples

    @settings(max_examples=many, deadline=None, suppress_health_check=list(HealthCheck))
    @given(texts)
    def one(content: bytes) -> None:
        run(name, content)

    one()


@pytest.mark.parametrize("name", TARGETS)
def test_spoiled_texts(name: str) -> None:
    """A good text with a few places spoiled."""
    tried(name, st.randoms(use_true_random=False).map(partial(spoiled, SEEDS[name])), EXAMPLES)


@pytest.mark.parametrize("name", TARGETS)
def test_texts_of_what_is_special(name: str) -> None:
    """Nothing but brackets, quotes, numbers and bytes."""
    special = st.lists(st.sampled_from(TOKENS) | st.binary(max_size=3), max_size=40)
    tried(name, special.map(b"".join), EXAMPLES // 2)


GROWING = {
    "open brackets": b"[",
    "open braces": b'{"a":',
    "quotes": b'"',
    "three quotes": b'"""',
    "dotted key": b"a.",
    "digits": b"9",
    "lines with a quote": b'x","y"\n',
    "keys": None,
    "tables": b"[[closures]]\n",
    "comments": b"# x\n",
    "commas": b",",
    "backslashes": b"\\",
    "open elements": b"<a>",
    "events": b'{"type":"nota","on":"2026-03-17"},',
}
"""What once took the square of its length, or the stack."""


def grown(kind: str, size: int) -> bytes:
    """So much of it, alone."""
    unit = GROWING[kind]
    if unit is None:
        return b"{" + b",".join(b'"k%d":1' % n for n in range(size // 8)) + b',"k0":2}'
    return unit * (size // len(unit))


def require_linear(name: str, kind: str, sizes: tuple[int, int] = (20_000, 80_000)) -> None:
    """So much more takes no more than twice as much longer, if it takes a moment at all."""

    def seconds(size: int) -> float:
        content = grown(kind, size)
        begun = time.process_time()  # of this process alone: other work of the machine does not count
        run(name, content)
        return time.process_time() - begun

    small, large = sizes
    seconds(small)  # what is imported and compiled at the first call is not what grows
    assert seconds(large) < 2 * large / small * seconds(small) + 0.5


@pytest.mark.full  # a timed test is for a machine that does nothing else
@pytest.mark.parametrize("name", [name for name in TARGETS if name != "ics"])
@pytest.mark.parametrize("kind", GROWING)
def test_time_grows_with_the_length(name: str, kind: str) -> None:
    """Four times as much takes no more than eight times as long."""
    require_linear(name, kind)


def test_a_planted_fault_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that breaks on one sign, and one whose time is the square of the length: neither gets through."""

    def breaks(content: bytes) -> None:
        if b"[]" in content:
            raise TypeError(content)

    def squares(content: bytes) -> None:
        until = time.process_time() + (len(content) / 1_000_000) ** 2
        while time.process_time() < until:
            pass

    monkeypatch.setitem(targets.TARGETS, "case", breaks)
    texts = [spoiled(SEEDS["case"], Random(number)) for number in range(EXAMPLES)]  # noqa: S311 - seeds, no secrets
    with pytest.raises(TypeError):
        list(map(partial(run, "case"), texts))
    monkeypatch.setitem(targets.TARGETS, "case", squares)
    with pytest.raises(AssertionError):
        require_linear("case", "commas", sizes=(100_000, 1_200_000))


@pytest.mark.full
@pytest.mark.skipif(not SECONDS, reason="PQR_FUZZ_SECONDS says how long")
@pytest.mark.parametrize("name", TARGETS)
def test_for_as_long_as_is_asked(name: str) -> None:
    """Spoiled texts, one out of another, each of its own seed, which the failure names."""
    until = time.monotonic() + SECONDS / len(TARGETS)
    number = 0
    while time.monotonic() < until:
        number += 1
        random = Random(f"{name} {number}")  # noqa: S311 - a seed, not a secret
        content = SEEDS[name]
        for _ in range(random.randint(1, 3)):
            content = spoiled(content, random)
        try:
            run(name, content)
        except Exception as error:
            message = f"seed {name} {number}: {content[:300]!r}"
            raise AssertionError(message) from error
    sys.stdout.write(f"{name}: {number} texts\n")
