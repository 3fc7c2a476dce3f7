"""The page of speed is made from the output of every benchmark, not by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.growth import slope
from benchmarks.page import NAMES, PAGE, Promise, Ran, page_of, promises, read

PRINTED = """
One agenda: 7 deadlines
                                            ns   / limit    / ours
pqr_core                              66,000.0      3.30      1.00
building the same objects             20,000.0      1.00      0.30
  FAILS: within 2.5 times of building the same objects: 3.30

=== sqlite

One case with 3 events by key
                                            ns   / limit    / ours
pqr_core                             100,000.0      4.00      1.00
  holds: within 5 times of the driver to attrs: 4.00
""".strip("\n")


def test_a_promise_stands_under_its_table() -> None:
    """Each table is followed by its promise and whether it is kept."""
    assert list(promises(PRINTED)) == [
        Promise("One agenda: 7 deadlines", "within 2.5 times of building the same objects", "3.30", holds=False),
        Promise("One case with 3 events by key (sqlite)", "within 5 times of the driver to attrs", "4.00", holds=True),
    ]


def test_the_page_can_be_read_again() -> None:
    """One benchmark can be run again while the others stay as they are; a failure is not hidden."""
    ran = {"agenda": Ran("2026-11-27, a machine.", PRINTED), "growth": Ran("The same.", "nothing")}
    page = page_of(ran)
    assert read(page) == ran
    assert "| One agenda: 7 deadlines | within 2.5 times of building the same objects | 3.30 | **no** |" in page


def test_the_page_was_not_written_by_hand() -> None:
    """The page is what its own sections make."""
    page = PAGE.read_text(encoding="utf-8")
    assert page == page_of(read(page))


def test_every_benchmark_is_on_the_page() -> None:
    """Every module of benchmarks is on the page, except the shared ones."""
    found = {path.stem for path in (Path(PAGE).parents[2] / "benchmarks").glob("*.py")}
    assert found - {"__init__", "page", "side_by_side"} == set(NAMES)


@pytest.mark.parametrize("power", [0, 0.5, 1, 2])
def test_a_slope_is_the_power_of_the_size(power: float) -> None:
    """The slope is the exponent of the size, in any unit."""
    sizes = (10_000, 30_000, 1_000_000)
    assert slope(sizes, [3e-9 * size**power for size in sizes]) == pytest.approx(power)
