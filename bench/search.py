"""The search over a million persons: how many of those meant it finds, and how fast, by kind of error.

    python bench/search.py [--persons 1000000] [--queries 100]

Each query is a person drawn at random, typed with an error of a kind (search_errors.py), asked in the
widest scope, where everybody is searched. Found: a person written as the one meant is among the first ten
(nobody can tell two namesakes apart by their name). The recall is the mean of all kinds, but for the one
that no search can answer: another last name than the census has.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import psutil
from report import Aim, finish
from search_data import EDITION, census
from search_errors import ERRORS, observed
from search_rivals import FOUND, Equality, Trigrams

from samut.engine.search import Answer, build, find, opened_index, question
from samut.engine.search.opening import OpenedIndex
from samut.rules.linkage import load_link_policy

SEED = 11
EVERYWHERE = (("0", ":"),)
DISTRICT = (("2200", "2200:"),)
RIVALS_QUERIES = 8
Query = tuple[str, tuple[str, str]]
Name = tuple[str, str]


def with_one_error(names: list[Name], queries: int, rng: random.Random) -> dict[str, list[Query]]:
    """For each kind, so many persons with one name typed wrong, the first or the last by chance."""
    kinds: dict[str, list[Query]] = {"as_written": _drawn(names, queries, rng, lambda name: " ".join(name))}
    for error in ERRORS:

        def typed(name: Name, error: Callable[..., str | None] = error) -> str | None:
            which = rng.randrange(2)
            wrong = error(name[which], rng)
            if wrong is None or wrong == name[which]:
                return None
            return " ".join((wrong, name[1]) if which == 0 else (name[0], wrong))

        kinds[error.__name__] = _drawn(names, queries, rng, typed)

    def both(name: Name) -> str | None:
        wrong = [observed(each, rng) for each in name]
        return None if None in wrong else " ".join(each or "" for each in wrong)

    kinds["observed_in_both_names"] = _drawn(names, queries, rng, both)
    kinds["last_name_first"] = _drawn(names, queries, rng, lambda name: f"{name[1]} {name[0]}")
    kinds["no_space_between"] = _drawn(names, queries, rng, lambda name: "".join(name))
    kinds["space_within"] = _drawn(names, queries, rng, lambda name: f"{name[0][:2]} {name[0][2:]} {name[1]}")
    kinds["title_written"] = _drawn(names, queries, rng, lambda name: f"นาย{name[0]} {name[1]}")
    return kinds


def with_half_a_name(names: list[Name], queries: int, rng: random.Random) -> dict[str, list[Query]]:
    """One name alone, the beginnings of both, or another last name than the census has."""
    others = [last for _, last in rng.sample(names, queries * 4)]
    return {
        "beginnings": _drawn(names, queries, rng, lambda name: f"{name[0][:3]} {name[1][:4]}"),
        "first_and_beginning": _drawn(names, queries, rng, lambda name: f"{name[0]} {name[1][:3]}"),
        "last_name_alone": _drawn(names, queries, rng, lambda name: name[1]),
        "other_last_name": _drawn(names, queries, rng, lambda name: f"{name[0]} {rng.choice(others)}"),
    }


def _drawn(
    names: list[Name], queries: int, rng: random.Random, typed: Callable[[Name], str | None]
) -> list[Query]:
    """Persons the error can happen to."""
    found: list[Query] = []
    while len(found) < queries:
        name = rng.choice(names)
        text = typed(name)
        if text is not None:
            found.append((text, name))
    return found


def asked(opened: OpenedIndex, scope: tuple[tuple[str, str], ...]) -> Callable[[str], Answer]:
    titles = load_link_policy().titles
    if opened.index is None:
        raise SystemExit("no index was built")
    index = opened.index

    def ask(typed: str) -> Answer:
        return find(index, opened.keys, scope, question(typed, titles))

    return ask


def measured(ask: Callable[[str], Answer], queries: list[Query]) -> tuple[float, list[float]]:
    """The share found among the first ten, and the milliseconds of each."""
    took, found = [], 0
    for typed, (first, last) in queries:
        begun = time.perf_counter()
        answer = ask(typed)
        took.append((time.perf_counter() - begun) * 1000)
        found += f"นาย{first} {last}" in {each.name for each in answer.hits[:FOUND]}
    return found / len(queries), took


def rivals(names: list[Name], kinds: dict[str, list[Query]], folder: Path) -> dict[str, float]:
    """Recall of the two rivals on a part of the same queries, and their milliseconds."""
    figures: dict[str, float] = {}
    for name, make in (("equality", Equality), ("fts5_trigram", lambda of: Trigrams(of, folder / "fts.db"))):
        begun = time.perf_counter()
        rival = make(names)
        figures[f"{name}_build_seconds"] = round(time.perf_counter() - begun, 1)
        took, recalls = [], []
        for queries in kinds.values():
            found = 0
            for typed, meant in queries[:RIVALS_QUERIES]:
                begun = time.perf_counter()
                rows = rival.find(typed)
                took.append((time.perf_counter() - begun) * 1000)
                found += meant in {names[row] for row in rows}
            recalls.append(found / len(queries[:RIVALS_QUERIES]))
        figures[f"{name}_recall_at_10"] = round(statistics.mean(recalls), 4)
        figures |= _times(name, took)
        recall, slow = figures[f"{name}_recall_at_10"], figures[f"{name}_p95_ms"]
        print(f"{name:<24} {recall:.3f}  {slow:6.1f} ms at the 95th percentile", flush=True)
    return figures


def _times(name: str, took: Iterable[float]) -> dict[str, float]:
    listed = list(took)
    return {
        f"{name}_p50_ms": round(statistics.median(listed), 2),
        f"{name}_p95_ms": round(float(np.percentile(listed, 95)), 2),
    }


def main() -> None:
    said = argparse.ArgumentParser(description="Search a million persons by names typed wrong.")
    said.add_argument("--persons", type=int, default=1_000_000)
    said.add_argument("--queries", type=int, default=100)
    chosen = said.parse_args()
    rng = random.Random(SEED)  # noqa: S311
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        workspace, names = census(folder / "workspace", chosen.persons)
        begun = time.perf_counter()
        built = build(workspace, EDITION, lambda done, total, label: None)
        figures: dict[str, float] = {
            "persons": built.persons,
            "first_names": built.first_names,
            "last_names": built.last_names,
            "build_seconds": round(time.perf_counter() - begun, 1),
            "file_mb": round((built.folder / "index.sealed").stat().st_size / 1e6, 1),
            "index_mb": round(built.bytes_in_memory / 1e6, 1),
        }
        before, begun = psutil.Process().memory_info().rss, time.perf_counter()
        opened = opened_index(workspace, EDITION)
        figures["open_seconds"] = round(time.perf_counter() - begun, 2)
        figures["memory_grown_mb"] = round((psutil.Process().memory_info().rss - before) / 1e6, 1)
        figures |= searched(opened, names, chosen.queries, rng)
        kinds = with_one_error(names, RIVALS_QUERIES, random.Random(SEED))  # noqa: S311
        figures |= rivals(names, kinds, folder)
    finish("search", figures, [Aim("recall_at_10", 0.97, at_most=False), Aim("p95_ms", 60)])


def searched(opened: OpenedIndex, names: list[Name], queries: int, rng: random.Random) -> dict[str, float]:
    """Recall and milliseconds of our own search, in the widest scope and in a district's."""
    ask = asked(opened, EVERYWHERE)
    kinds, halves = with_one_error(names, queries, rng), with_half_a_name(names, queries, rng)
    for typed, _ in kinds["as_written"][:5]:
        ask(typed)
    answerable = [kind for kind in kinds | halves if kind != "other_last_name"]
    figures: dict[str, float] = {}
    took: list[float] = []
    for kind, listed in (kinds | halves).items():
        recall, times = measured(ask, listed)
        figures[f"recall_{kind}"] = round(recall, 4)
        took += times
        print(f"{kind:<24} {recall:.3f}  {statistics.median(times):6.1f} ms", flush=True)
    figures["recall_at_10"] = round(statistics.mean(figures[f"recall_{kind}"] for kind in answerable), 4)
    figures |= {name.removeprefix("all_"): value for name, value in _times("all", took).items()}
    in_district = asked(opened, DISTRICT)
    in_district("สมชาย")
    figures |= _times("district", measured(in_district, kinds["observed"])[1])
    return figures


if __name__ == "__main__":
    main()
