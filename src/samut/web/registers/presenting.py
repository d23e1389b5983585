"""Imports as the pages tell them: results of jobs, made words again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from samut.rules.errors import Text
from samut.web.jobs.models import Job
from samut.web.registers.queries import ReasonCount, reasons_of, register_labels


@dataclass(frozen=True)
class TableChange:
    """What an import would change in one table."""

    label: Text
    counts: dict[str, int]
    fields: tuple[tuple[Text, int], ...]


@dataclass(frozen=True)
class PreviewTold:
    """What an import would do."""

    compared_with: int | None
    already_in: bool
    tables: tuple[TableChange, ...]
    files: tuple[dict[str, Any], ...]
    reasons: tuple[ReasonCount, ...]
    everybody_new: bool
    many_gone: bool


@dataclass(frozen=True)
class ResultTold:
    """What an import did: rows = accepted + quarantined + duplicates."""

    rows: int
    accepted: int
    quarantined: int
    duplicates: int
    already_in: bool
    files: tuple[dict[str, Any], ...]
    reasons: tuple[ReasonCount, ...]


def preview_of(job: Job) -> PreviewTold:
    told = job.result
    tables = tuple(
        TableChange(
            Text(*each["label"]),
            each,
            tuple((Text(*label), rows) for _, label, rows in each["fields"]),
        )
        for each in told["tables"]
    )
    rows = sum(each.counts["rows"] for each in tables)
    compared = told["compared_with"] is not None
    return PreviewTold(
        compared_with=told["compared_with"],
        already_in=told["already_in"],
        tables=tables,
        files=tuple(told["files"]),
        reasons=reasons_of(told["problems"]),
        everybody_new=compared
        and rows > 0
        and all(each.counts["new"] == each.counts["rows"] for each in tables),
        many_gone=any(
            each.counts["gone"] > each.counts["unchanged"] + each.counts["changed"] for each in tables
        ),
    )


def result_of(job: Job) -> ResultTold:
    told = job.result
    counts = {name: told[name] for name in ("rows", "accepted", "quarantined", "duplicates")}
    return ResultTold(
        **counts,
        already_in=told["already_in"],
        files=tuple(told["files"]),
        reasons=reasons_of(told["problems"]),
    )


def register_choices() -> list[tuple[str, Text]]:
    """The registers that may be sent, by their Thai names."""
    return sorted(register_labels().items(), key=lambda each: each[1].th)


def label_of(register: str) -> Text:
    if not register:
        return Text("ยังไม่รู้ว่าเป็นทะเบียนใด", "register not known yet")
    return register_labels().get(register, Text(register, register))
