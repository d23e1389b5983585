"""The page of indicators: every set in policy/indicators, its rules in words, numbers and examples."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reference_pages.writing import both, dated_values, head_comment, said, table, toml
from samut.rules.policy import indicator_set_ids, load_indicator_set, policy_dir


def indicators_page() -> str:
    parts = ["# Indicators · ตัวชี้วัด\n", "From `policy/indicators/`; the rules are in `src/samut/rules/`.\n"]
    folder = policy_dir() / "indicators"
    rows = []
    for set_id in indicator_set_ids():
        about = toml(folder / f"{set_id}.toml")
        rows.append(
            (
                f"[{set_id}](#{set_id})",
                about["label"]["th"],
                about["label"]["en"],
                len(about["bits"]),
                about["status"],
            )
        )
    parts.append(table(["set", "ไทย", "English", "indicators", "status"], rows))
    for set_id in indicator_set_ids():
        parts.extend(set_section(folder, set_id))
    return "\n".join(parts)


def set_section(folder: Path, set_id: str) -> list[str]:
    about = toml(folder / f"{set_id}.toml")
    indicators = sorted((toml(path) for path in (folder / set_id).glob("*.toml")), key=number_of)
    loaded = load_indicator_set(set_id)
    parts = [f"## {set_id}\n", f"{both(about['label'])}\n", head_comment(folder / f"{set_id}.toml")]
    parts.append(f"Source: {about['source']}. Status: {about['status']}.\n")
    rows = (
        (each["number"], f"`{each['id']}`", each["label"]["th"], each["label"]["en"], status_of(each))
        for each in indicators
    )
    parts.append(table(["no.", "id", "ไทย", "English", "status"], rows))
    for each in indicators:
        parts.extend(indicator_section(each, loaded.indicator(each["id"]).rule.in_words))
    return parts


def number_of(indicator: Mapping[str, Any]) -> int:
    return int(indicator["number"])


def status_of(indicator: Mapping[str, Any]) -> str:
    rule = indicator.get("rule_status")
    return f"{indicator['status']}; rule: {rule}" if rule else str(indicator["status"])


def indicator_section(data: Mapping[str, Any], rule: str) -> list[str]:
    examples = (
        (each["say"], said(each.get("household", {})), each["deprived"]) for each in data.get("example", [])
    )
    sentences = " ".join(rule.split())
    return [
        f"### {data['number']}. {both(data['label'])}\n",
        f"ตกเกณฑ์เมื่อ · Deprived when: {sentences}\n",
        f"Asked about: {data['unit']}. Source: {data['source']}. Status: {status_of(data)}.\n",
        *dated_values(data),
        table(["ตัวอย่าง · example", "ข้อเท็จจริง · facts", "ตกเกณฑ์ · deprived"], examples),
    ]
