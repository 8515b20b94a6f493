"""Results as the contract wants them, kept over runs."""

import json
from pathlib import Path

from bench.results import Result, merge, read, write

RUSH = Result("rush", 10.0, 40.0, "bookings/s", "higher", "a note", {"oversold": 0})
SIZE = Result("size", 700.0, None, "MB", "lower")


def test_the_ratio_is_ours_against_the_reference() -> None:
    assert RUSH.ratio == 0.25
    assert SIZE.ratio is None


def test_a_result_has_the_contracts_fields_and_its_own() -> None:
    fields = {"name", "ours", "reference", "unit", "ratio", "better", "note"}
    assert set(SIZE.as_json()) == fields
    assert set(RUSH.as_json()) == fields | {"oversold"}


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    write(tmp_path / "results.json", [RUSH, SIZE])
    assert read(tmp_path / "results.json") == [RUSH, SIZE]
    assert json.loads((tmp_path / "results.json").read_text())[1]["ratio"] is None


def test_a_missing_or_broken_file_holds_no_results(tmp_path: Path) -> None:
    broken = tmp_path / "results.json"
    assert read(broken) == []
    broken.write_text('[{"name": ')
    assert read(broken) == []


def test_new_results_replace_those_of_their_name_and_keep_the_others() -> None:
    better = Result("rush", 20.0, 40.0, "bookings/s", "higher")
    assert merge([RUSH, SIZE], [better], ["size", "rush"]) == [SIZE, better]


def test_results_of_benchmarks_that_are_gone_are_dropped() -> None:
    assert merge([RUSH, SIZE], [], ["size"]) == [SIZE]
