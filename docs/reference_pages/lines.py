"""The pages of poverty lines and of life-cycle groups, from policy/lines/ and policy/life_cycle.toml."""

from __future__ import annotations

from reference_pages.writing import both, table, toml
from samut.rules.policy import policy_dir


def lines_page() -> str:
    """Every line with its dated amounts."""
    parts = ["# Poverty lines · เส้นความยากจน\n", "From `policy/lines/`.\n"]
    for path in sorted((policy_dir() / "lines").glob("*.toml")):
        data = toml(path)
        parts.append(f"## {data['id']}\n\n{both(data['label'])}\n")
        parts.append(f"Baht per person and {data['per']}; held against {data['held_against']}. ")
        parts.append(f"Source: {data['source']}. Status: {data['status']}.\n")
        rows = (
            (each["from"], each.get("until", ""), f"{each['baht']:,}", each["source"], each["status"])
            for each in data["entry"]
        )
        parts.append(table(["from", "until", "baht", "source", "status"], rows))
    return "\n".join(parts)


def life_cycle_page() -> str:
    """Every age band and condition."""
    data = toml(policy_dir() / "life_cycle.toml")
    bands = (
        (
            f"`{band['id']}`",
            both(band["label"]),
            f"{band['from_years']}-{band.get('to_years', '')}",
            band["source"],
            band["status"],
        )
        for band in data["age_band"]
    )
    conditions = (
        (f"`{each['id']}`", both(each["label"]), each["source"], each["status"]) for each in data["condition"]
    )
    return "\n".join(
        (
            "# Life-cycle groups · กลุ่มช่วงวัยและภาวะ\n",
            "From `policy/life_cycle.toml`.\n",
            table(["id", "ชื่อ · label", "ปี · completed years", "source", "status"], bands),
            table(["id", "ชื่อ · label", "source", "status"], conditions),
        )
    )
