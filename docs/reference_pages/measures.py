"""The page of measures: what each file in policy/measures says, whatever its kind.

Dimensions, weights, cutoffs, schemes and examples have tables of their own; any other key of a file
is printed as it stands, so that a new kind of measure is on the page without a change here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from reference_pages.writing import (
    both,
    dated_values,
    head_comment,
    is_dated,
    is_named_rows,
    is_rows,
    rows_of,
    said,
    table,
    toml,
)
from samut.rules.policy import policy_dir

# What a kind and a rule for unknown mean; one that is not here is printed by its name.
KINDS = {
    "union": "ตกมิติเมื่อตกตัวชี้วัดใดตัวหนึ่ง จนเมื่อตกมิติใดมิติหนึ่ง · deprived in a dimension "
    "when any of its indicators fails, poor when deprived in any dimension",
    "alkire_foster": "จนเมื่อน้ำหนักรวมของตัวชี้วัดที่ตกถึงจุดตัด · poor when the weight "
    "of the failing indicators reaches the cutoff",
    "rule": "ตามปีข้อมูล ตอบใช่ ไม่ใช่ หรือไม่ทราบ · yes, no or unknown, by edition",
    "levels": "ใช้ระดับสูงสุดที่เข้าเกณฑ์ · the highest one whose rule says yes",
    "scorecard": "คะแนนรวมบอกโอกาสที่จะจน · points that add up to a likelihood of being poor",
}
UNKNOWN_RULES = {
    "report": "รายงานว่าไม่ทราบ · reported as unknown",
    "not_deprived": "นับว่าไม่ตกเกณฑ์ (ค่าต่ำสุด) · taken for not deprived (a lower bound)",
    "deprived": "นับว่าตกเกณฑ์ (ค่าสูงสุด) · taken for deprived (an upper bound)",
    "drop_household": "ไม่นับครัวเรือนนั้น · the household is left out",
}
ANSWERS = {
    "poor": {"yes": "จน · yes", "no": "ไม่จน · no", "unknown": "ไม่ทราบ · unknown"},
    "answer": {"yes": "ใช่ · yes", "no": "ไม่ใช่ · no", "unknown": "ไม่ทราบ · unknown"},
}
TOLD = ("id", "label", "kind", "indicator_set", "unknown", "source", "status")
SHOWN = (*TOLD, "cutoff", "dimension", "scheme", "example")


def measures_page() -> str:
    files = {path: toml(path) for path in sorted((policy_dir() / "measures").glob("*.toml"))}
    rows = (
        (
            f"[{path.stem}](#{path.stem})",
            both(data.get("label", "")),
            data.get("kind", ""),
            data.get("status", ""),
        )
        for path, data in files.items()
    )
    parts = ["# Measures · มาตรวัด\n", "From `policy/measures/`.\n"]
    parts.append(table(["id", "ชื่อ · label", "ชนิด · kind", "สถานะ · status"], rows))
    for path, data in files.items():
        parts.extend(measure_section(path, data))
    return "\n".join(parts)


def measure_section(path: Path, data: Mapping[str, Any]) -> list[str]:
    labels = indicator_labels(data.get("indicator_set"))
    parts = [f"## {path.stem}\n", f"{both(data.get('label', path.stem))}\n", head_comment(path)]
    parts.append(table(["", ""], told_rows(data)))
    if "dimension" in data:
        parts.append(dimensions_table(data["dimension"], labels, "cutoff" in data))
    if "scheme" in data:
        parts.append(schemes_table(data["scheme"], labels, data["dimension"]))
    parts.extend(dated_values(data))
    for name, value in data.items():
        if name not in SHOWN and has_rows(value) and not is_dated(value):
            parts.extend(rows_of(name, value))
    if "example" in data:
        parts.append(examples_table(data["example"], labels))
    return parts


def has_rows(value: object) -> bool:
    return is_rows(value) or is_named_rows(value)


def indicator_labels(set_id: str | None) -> dict[str, str]:
    """The labels of the indicators of a set, by id."""
    if set_id is None:
        return {}
    files = (toml(path) for path in (policy_dir() / "indicators" / set_id).glob("*.toml"))
    return {each["id"]: both(each["label"]) for each in files}


def told_rows(data: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """What is said of the measure as a whole: the usual keys first, then every other plain value."""
    kind = data.get("kind", "")
    yield "ชนิด · kind", f"`{kind}` {KINDS.get(kind, '')}".strip()
    if "indicator_set" in data:
        name = data["indicator_set"]
        yield "ชุดตัวชี้วัด · indicator set", f"[{name}](indicators.md#{name})"
    if "cutoff" in data:
        yield "จุดตัด · cutoffs", said(data["cutoff"])
    if "unknown" in data:
        unknown = data["unknown"]
        yield "ถ้าไม่ทราบ · when unknown", f"`{unknown}` {UNKNOWN_RULES.get(unknown, '')}".strip()
    for name, value in data.items():
        if name not in SHOWN and not has_rows(value):
            yield f"`{name}`", said(value)
    yield "ที่มา · source", str(data.get("source", ""))
    yield "สถานะ · status", str(data.get("status", ""))


def entries_of(dimension: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The indicators of a dimension, given as a list of ids or as tables."""
    plain = [{"id": name} for name in dimension.get("indicators", [])]
    return plain + list(dimension.get("indicator", []))


def name_of(entry: Mapping[str, Any]) -> str:
    return str(entry.get("id") or entry.get("column", ""))


def dimensions_table(dimensions: list[dict[str, Any]], labels: Mapping[str, str], weighed: bool) -> str:
    """One row an indicator, its dimension named on the first. With weights where the measure weighs."""
    rows = []
    # Where indicators have weights of their own, a dimension without one has what they add up to.
    own = any("weight" in entry for each in dimensions for entry in entries_of(each))
    equal = "" if own else str(Fraction(1, len(dimensions)))
    for dimension in dimensions:
        entries = entries_of(dimension)
        whole = str(dimension.get("weight", equal))
        for place, entry in enumerate(entries):
            name = name_of(entry)
            first = f"{both(dimension.get('label', dimension['id']))} (`{dimension['id']}`)"
            weights = [whole if place == 0 else "", weight_of(entry, whole, len(entries))]
            label = labels.get(name) or both(entry.get("label", ""))
            rows.append([first if place == 0 else "", f"`{name}`", label, *(weights if weighed else [])])
    headings = ["มิติ · dimension", "id", "ตัวชี้วัด · indicator"]
    return table([*headings, *(["น้ำหนักมิติ · its weight", "น้ำหนัก · weight"] if weighed else [])], rows)


def weight_of(entry: Mapping[str, Any], whole: str, count: int) -> str:
    """An indicator's weight: its own as written, else its equal share of the dimension."""
    if "weight" in entry or not whole:
        return str(entry.get("weight", ""))
    return str(Fraction(whole) / count)


def schemes_table(
    schemes: list[dict[str, Any]], labels: Mapping[str, str], dimensions: list[dict[str, Any]]
) -> str:
    """Further ways to weigh: each with the weights it changes."""
    known = {each["id"]: both(each.get("label", each["id"])) for each in dimensions}
    rows = []
    for scheme in schemes:
        changes = [
            f"{known.get(name, name)} = {weight}" for name, weight in scheme.get("dimension", {}).items()
        ]
        changes += [
            f"{labels.get(name, name)} = {weight}" for name, weight in scheme.get("indicator", {}).items()
        ]
        rows.append((f"`{scheme['id']}`", both(scheme.get("label", "")), "; ".join(changes)))
    return table(["แบบน้ำหนัก · scheme", "ชื่อ · label", "ที่เปลี่ยน · what it changes"], rows)


def examples_table(examples: list[dict[str, Any]], labels: Mapping[str, str]) -> str:
    """The examples, with whatever keys they have; an answer in both languages."""
    keys = list(dict.fromkeys(key for example in examples for key in example))
    named = {
        "say": "ตัวอย่าง · example",
        "deprived": "ตกเกณฑ์ · deprived",
        "unknown": "ไม่ทราบ · unknown",
        "not_applicable": "ไม่เกี่ยวข้อง · not applicable",
        "poor": "จนหรือไม่ · poor",
    }
    order = [key for key in named if key in keys and key != "poor"]
    order += [key for key in keys if key not in named]
    order += ["poor"] if "poor" in keys else []
    rows = ([example_cell(key, example.get(key, ""), labels) for key in order] for example in examples)
    return table([named.get(key, key) for key in order], rows)


def example_cell(key: str, value: Any, labels: Mapping[str, str]) -> str:
    if key in ANSWERS:
        return ANSWERS[key].get(value, said(value))
    if isinstance(value, list):
        return ", ".join(f"`{name}`" if name in labels else said(name) for name in value) or "–"
    return said(value)
