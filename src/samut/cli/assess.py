"""`samut assess`: a measure that answers for a household by itself, put to a file of households."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import click
from rich.table import Table

from samut.cli.screen import console, told_clearly
from samut.engine.household_answers import (
    ANSWERED,
    UNKNOWN,
    Assessed,
    PovertyRate,
    Totals,
    answer_column,
    assess,
)
from samut.reports.household_answers import answers_table
from samut.reports.long_table import write_table
from samut.reports.workbook import workbook_bytes
from samut.rules.errors import SamutError, Text, Where
from samut.rules.household_levels import NO_LEVEL, HouseholdLevels, LevelAnswer
from samut.rules.household_measures import HouseholdMeasure, load_household_measure, newest_edition
from samut.rules.household_tests import HouseholdAnswer, HouseholdTest
from samut.rules.policy_files import Fact
from samut.rules.scorecards import ScoreAnswer

ENDINGS = (".csv", ".parquet", ".xlsx")
MOST_SHEET_ROWS = 1_000_000
IN_WORDS = {
    "yes": Text("ใช่", "yes"),
    "no": Text("ไม่ใช่", "no"),
    UNKNOWN: Text("ไม่ทราบ", "unknown"),
    ANSWERED: Text("ตอบครบพอ", "scored"),
    NO_LEVEL: Text("ไม่อยู่ในระดับใด", "no level"),
}
STATUSES = {
    "verified": Text("ยืนยันแล้ว", "verified"),
    "derived": Text("อนุมาน", "derived"),
    "second_hand": Text("อ้างต่อ", "second-hand"),
    "unverified": Text("ยังไม่ยืนยัน", "unverified"),
    "proposed": Text("ข้อเสนอ", "proposed"),
}


@click.command(name="assess")
@click.argument("measure")
@click.argument("data", type=click.Path(path_type=Path))
@click.option("--edition", type=int, help="Buddhist year whose rule and numbers hold; default: this year's.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write every row's answer: .csv, .parquet, .xlsx."
)
@click.option("--without", multiple=True, metavar="FACT", help="A fact that was not collected. Repeatable.")
@click.option("--explain", type=int, metavar="ROW", help="Say for one row (from 1) what it is and why.")
def assess_command(
    measure: str,
    data: Path,
    edition: int | None,
    out: Path | None,
    without: tuple[str, ...],
    explain: int | None,
) -> None:
    """Say of each household in DATA what MEASURE says: yes, no or unknown; its level; its likelihood.

    MEASURE is a measure of the kind rule, levels or scorecard: a name in policy/measures or a TOML file.
    DATA is CSV or Parquet with a column for each fact the measure asks for.
    """
    today = datetime.now(UTC).date()
    with told_clearly():
        chosen = load_household_measure(measure)
        year = edition or newest_edition(chosen, today)
        if out is not None:
            check_out(out)
        with assess(chosen, data, edition=year, without=without) as assessed:
            show_measure(chosen, year)
            totals = assessed.totals()
            show_totals(chosen, totals)
            if explain is not None:
                show_household(assessed, explain)
            if out is not None:
                write_answers(assessed, out, today)
                console.print(f"เขียนคำตอบของทุกแถวแล้ว · every row's answer written: {out.name}")


def show_measure(measure: HouseholdMeasure, edition: int) -> None:
    """What is asked, by which rule, and how sure that rule is."""
    console.print(f"[bold]{both(measure.label)}[/bold]")
    status, source = measure.status, measure.source
    if isinstance(measure, HouseholdTest):
        rule = measure.of_edition(edition)
        status, source = rule.status, rule.source
        console.print(f"  ปี · edition {edition}: {both(rule.label)} ({rule.years})")
        if rule.years_status != rule.status:
            console.print(f"  ช่วงปี · the years: {both(STATUSES[rule.years_status])}")
    elif isinstance(measure, HouseholdLevels):
        console.print(f"  ปี · edition {edition}")
    console.print(f"  สถานะ · status: {both(STATUSES[status])}")
    console.print(f"  ที่มา · source: {source}")
    for note in measure.unclear:
        console.print(f"  [yellow]ยังไม่ชัดเจน · unclear:[/yellow] {both(note)}")


def show_totals(measure: HouseholdMeasure, totals: Totals) -> None:
    table = Table("คำตอบ · answer", "ครัวเรือน · households", "%")
    for column in table.columns[1:]:
        column.justify = "right"
    for answer, count in totals.answers:
        share = f"{count / totals.households:.1%}".rstrip("%") if totals.households else "-"
        table.add_row(answer_in_words(measure, answer), f"{count:,}", share)
    table.add_section()
    table.add_row("รวม · all", f"{totals.households:,}", "100.0" if totals.households else "-")
    console.print(table)
    if totals.rate is not None:
        show_rate(totals.rate)
    if totals.missing:
        lacking = Table("ข้อเท็จจริงที่ขาดในครัวเรือนที่ไม่ทราบ · missing where unknown", "ครัวเรือน · households")
        lacking.columns[1].justify = "right"
        for name, count in totals.missing:
            lacking.add_row(f"{name}: {both(measure.facts[name].label)}", f"{count:,}")
        console.print(lacking)
    console.print(f"  นโยบายรุ่น · policy version {totals.policy_version}")


def show_rate(rate: PovertyRate) -> None:
    if rate.least is None or rate.most is None:
        return
    mean = "-" if rate.mean is None else f"{rate.mean:.1%}"
    console.print(
        f"อัตราความยากจน (ค่าเฉลี่ยของโอกาส) · poverty rate (mean likelihood): [bold]{mean}[/bold] "
        f"จาก {rate.scored:,} ครัวเรือนที่มีคะแนน · of the households scored"
    )
    console.print(
        f"  รวมครัวเรือนที่ตอบไม่ครบด้วยจะอยู่ระหว่าง · with those not scored between "
        f"{rate.least:.1%} และ · and {rate.most:.1%}"
    )


def show_household(assessed: Assessed, row: int) -> None:
    """One household: its answer, and the facts that decided or are missing."""
    _, answer = assessed.household(row)
    measure = assessed.measure
    console.print(f"[bold]แถว · row {row}: {one_answer(measure, answer)}[/bold]")
    unknown = any(value is None for _, value in answer.facts)
    console.print("  ยังไม่ทราบ · not known:" if unknown else "  ข้อเท็จจริงที่ตัดสิน · the facts that decided:")
    for name, value in answer.facts:
        said = "" if value is None else f" = {fact_in_words(measure, name, value)}"
        console.print(f"    {both(measure.facts[name].label)}{said}")


def one_answer(measure: HouseholdMeasure, answer: HouseholdAnswer | LevelAnswer | ScoreAnswer) -> str:
    if isinstance(answer, HouseholdAnswer):
        return answer_in_words(measure, answer.answer.value)
    if isinstance(answer, LevelAnswer):
        if answer.lowest == answer.highest:
            return answer_in_words(measure, answer.level)
        between = [answer_in_words(measure, level) for level in (answer.lowest, answer.highest)]
        return f"{both(IN_WORDS[UNKNOWN])}: {' — '.join(between)}"
    if answer.likelihood is None:
        return f"{both(IN_WORDS[UNKNOWN])}: {float(answer.least):.1%} — {float(answer.most):.1%}"
    points = "" if answer.points is None else f"{answer.points} คะแนน · points, "
    return f"{points}โอกาสยากจน · likelihood {float(answer.likelihood):.1%}"


def answer_in_words(measure: HouseholdMeasure, answer: str) -> str:
    if isinstance(measure, HouseholdLevels):
        for level in measure.levels:
            if str(level.level) == answer:
                return both(level.label)
    return both(IN_WORDS[answer])


def fact_in_words(measure: HouseholdMeasure, name: str, value: Fact) -> str:
    if isinstance(value, bool):
        return both(IN_WORDS["yes" if value else "no"])
    if isinstance(value, int | float):
        return f"{value:,}"
    chosen = (
        choice.label
        for question in getattr(measure, "questions", ())
        if question.id == name
        for choice in question.choices
        if choice.id == value
    )
    return both(next(chosen, Text(str(value), str(value))))


def check_out(out: Path) -> None:
    """Refuse a file that could not be written, before anything is read. Raises: ASSESS_006."""
    if out.suffix.lower() not in ENDINGS:
        raise SamutError("ASSESS_006", Where(file=out.name), name=out.name, reason=", ".join(ENDINGS))
    if not out.parent.is_dir():
        raise SamutError("ASSESS_006", Where(file=out.name), name=out.name, reason="no such folder")


def write_answers(assessed: Assessed, out: Path, made_on: date) -> None:
    """Every row's answer, written beside and put in place whole. Raises: ASSESS_006."""
    rows = assessed.rows()
    draft = out.with_name(f".{out.name}{out.suffix}")
    try:
        if out.suffix.lower() != ".xlsx":
            write_table(draft, rows)
        elif rows.num_rows > MOST_SHEET_ROWS:
            reason = f"{rows.num_rows:,} rows > {MOST_SHEET_ROWS:,}"
            raise SamutError("ASSESS_006", Where(file=out.name), name=out.name, reason=reason)
        else:
            measure = assessed.measure
            table = answers_table(
                measure.label,
                rows.column_names,
                list(zip(*(column.to_pylist() for column in rows.columns), strict=True)),
                facts={name: fact.label for name, fact in measure.facts.items()},
                answer=answer_column(measure),
                notes=measure.unclear,
            )
            draft.write_bytes(workbook_bytes(table, demo=False, made_on=made_on))
        draft.replace(out)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SamutError("ASSESS_006", Where(file=out.name), name=out.name, reason=reason) from error
    finally:
        draft.unlink(missing_ok=True)


def both(label: Text) -> str:
    return f"{label.th} · {label.en}"
