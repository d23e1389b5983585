"""What-ifs as a person reads them in a terminal: before, after, the difference; what is covered and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.cells import cell_len
from rich.markup import escape

from samut.cli.estimates_shown import ROWS_SHOWN, thin_table
from samut.cli.screen import console
from samut.engine.whatif.areas import Question
from samut.engine.whatif.fixes import BestFixes
from samut.engine.whatif.told import Row
from samut.rules.alkire_foster import AlkireFoster
from samut.rules.disclosure import SMALLEST_SHOWN, is_small
from samut.rules.weighting import WeightScheme
from samut.rules.what_if import Choice

SMALL, COVERED, NOTHING = f"<{SMALLEST_SHOWN}", "✱", "-"
WIDTH = 80


@dataclass(frozen=True)
class Asked:
    """What was asked of which measure, and how many milliseconds the answer took."""

    measure: AlkireFoster
    question: Question
    took_ms: float
    unsuppressed: bool


def show_heading(asked: Asked) -> None:
    """The measure, what changes, and what such an answer is."""
    measure, question = asked.measure, asked.question
    say_both(measure.label.th, measure.label.en, bold=True)
    before, after = question.before, question.after
    if after == before:
        say(_choice(before))
    else:
        say(f"ก่อน · before: {_choice(before)}")
        say(f"หลัง · after: {_choice(after)}")
    if after.weights != before.weights or measure.is_union:
        # A union measure has no weights of its own, but M0 needs some.
        for weights in dict.fromkeys((before.weights, after.weights)):
            say(f"{weights.id}: {_shares(weights, measure)}")
    if question.place is not None:
        term, areas = measure.terms[question.place], ", ".join(question.solved_in)
        say_both(f"แก้แล้ว · solved ({areas}): {term.label.th}", term.label.en)
    say_both("เป็นการคำนวณ ไม่ใช่การพยากรณ์", "arithmetic, not a forecast")
    say_both(
        "คำตอบที่ไม่ทราบนับว่าไม่ขาดแคลน; “ไม่แน่” คือจะจนถ้าที่ไม่ทราบคือขาดแคลน",
        "unknown answers count as not deprived; undecided: poor if they were",
    )


def _choice(choice: Choice) -> str:
    return f"จุดตัด · cutoff {choice.cutoff.text}, น้ำหนัก · weights {choice.weights.id}"


def _shares(weights: WeightScheme, measure: AlkireFoster) -> str:
    """What each dimension weighs."""
    place, shares = 0, []
    for dimension in measure.dimensions:
        count = len(dimension.terms)
        share = sum(weights.share(each) for each in range(place, place + count))
        place += count
        shares.append(f"{dimension.id} {share}")
    return ", ".join(shares)


def show_areas(rows: Sequence[Row]) -> None:
    """The whole and each area: persons, poor, H, M0, who leaves and enters, who is undecided."""
    say("ในแต่ละช่อง: ก่อน หลัง ต่าง · in each cell: before, after, difference")
    table = thin_table(("พื้นที่\narea",))
    headings = ("คน\npersons", "จน\npoor", "H\n%", "M0", "พ้น\nleave", "ไม่แน่\nundecided")
    for heading in headings:
        table.add_column(heading, justify="right", overflow="fold")
    for row in rows[: 1 + ROWS_SHOWN]:
        whole = row is rows[0]
        name = escape("\n".join(_names(row, "area")))
        table.add_row(
            f"[bold]{name}[/bold]" if whole else name,
            _cell(row, "persons", "{:,}"),
            _three(row, "poor", "{:,}", "{:+,}"),
            _three(row, "h", "{:.2f}", "{:+.2f}", 100),
            _three(row, "m0", "{:.4f}", "{:+.4f}"),
            "\n".join(_moves(row)),
            "\n".join(_cell(row, f"undecided_{when}", "{:,}") for when in ("before", "after")),
        )
    console.print(table)
    if len(rows) > 1 + ROWS_SHOWN:
        more = len(rows) - 1 - ROWS_SHOWN
        say(f"และอีก {more:,} พื้นที่ · and {more:,} more areas: --out")
    say_both("− คนที่พ้นความยากจน + คนที่จนเพิ่ม", "−: persons leaving poverty, +: newly poor")


def show_fixes(rows: Sequence[Row], found: BestFixes, asked: Asked) -> None:
    """Both rankings side by side, with how deprived those are whom each fix helps."""
    left, right = ([row for row in rows if row.values["ranked_by"] == by] for by in ("leaving", "m0_fall"))
    say("แก้ตัวชี้วัดเดียวในหมู่บ้านเดียว · one indicator solved in one village")
    table = thin_table(("",))
    for heading, amount in (
        ("พ้นความจนมากที่สุด\nmost leave poverty", "พ้น leave"),
        ("M0 ลดมากที่สุด\nM0 falls most", "M0 ลด fall"),
    ):
        table.add_column(heading, overflow="fold", ratio=1)
        table.add_column(f"{amount}\nคะแนน score", justify="right", overflow="fold")
    for place in range(max(len(left), len(right))):
        cells = [*_fix(left, place, "leaving", "{:,}"), *_fix(right, place, "m0_fall", "{:.6f}")]
        table.add_row(str(place + 1), *cells)
    console.print(table)
    _show_scores(left, right, found, asked.unsuppressed)
    say_both(
        "ข้อควรระวัง: มุ่งลด M0 อย่างเดียวเข้าข้างคนที่จนน้อยที่สุด (Decerf 2025)",
        "Caution: lowering M0 alone favours the least poor (Decerf 2025).",
    )
    say_both(
        "ผู้ที่ข้ามจุดตัดพาคะแนนทั้งหมดออกไป คนที่จนลึกลดได้เพียงน้ำหนักเดียว",
        "Who crosses the cutoff takes the whole score along, the poorest one weight.",
    )


def _fix(rows: Sequence[Row], place: int, amount: str, shape: str) -> tuple[str, str]:
    if place >= len(rows):
        return "", ""
    row = rows[place]
    village = f"{row.values['village_th']} {row.values['village']}"
    fix = escape("\n".join((str(row.values["indicator_th"]), str(row.values["indicator"]), village)))
    return fix, "\n".join((_cell(row, amount, shape), _cell(row, "mean_score_helped", "{:.3f}")))


def _show_scores(left: Sequence[Row], right: Sequence[Row], found: BestFixes, unsuppressed: bool) -> None:
    """How deprived those helped are on average, beside all poor."""
    whole = found.mean_score if unsuppressed or not is_small(found.poor) else None
    scores = (_mean_score(left), _mean_score(right), whole)
    one, two, all_poor = (NOTHING if each is None else f"{each:.3f}" for each in scores)
    say_both(
        f"คะแนนเฉลี่ยของคนจนที่ได้รับความช่วยเหลือ: ซ้าย {one} ขวา {two} คนจนทั้งหมด {all_poor}",
        f"mean score of the poor who are helped: left {one}, right {two}, all poor {all_poor}",
    )


def _mean_score(rows: Sequence[Row]) -> float | None:
    """Over the rows that are shown: the others must not be worked out from it."""
    told = [
        (helped, score)
        for helped, score in ((row.values["helped"], row.values["mean_score_helped"]) for row in rows)
        if isinstance(helped, int) and isinstance(score, float)
    ]
    everybody = sum(helped for helped, _ in told)
    return sum(helped * score for helped, score in told) / everybody if everybody else None


def show_written(count: int, out: Path) -> None:
    say(f"เขียนแล้ว {count:,} แถว · {count:,} rows written: {out}")


def show_foot(asked: Asked, rows: Sequence[Row]) -> None:
    """What is covered, and how long the question took."""
    if asked.unsuppressed:
        say_both(
            "แสดงจำนวนน้อยด้วย (--unsuppressed) อย่าส่งต่อ: อาจชี้ตัวบุคคลได้",
            "small counts are shown: do not pass on, they can point at somebody",
        )
    elif any(row.small or row.covered for row in rows):
        say_both(
            f"{SMALL} น้อยกว่า {SMALLEST_SHOWN} คน ปิดไว้; {COVERED} ปิดเพื่อไม่ให้คิดย้อนได้ (ในไฟล์: ว่าง)",
            f"{SMALL}: fewer than {SMALLEST_SHOWN} persons; {COVERED}: would tell of them (in a file: empty)",
        )
        say_both("แสดงทั้งหมด: --unsuppressed", "--unsuppressed shows all")
    took = f"{asked.took_ms:,.1f}"
    say_both(f"คำถามใช้เวลา {took} มิลลิวินาที", f"the question took {took} ms")


def say(text: str) -> None:
    console.print(escape(text))


def say_both(th: str, en: str, *, bold: bool = False) -> None:
    """Both languages, on one line where they fit."""
    together = f"{th} · {en}"
    for text in (together,) if cell_len(together) <= WIDTH else (th, en):
        console.print(f"[bold]{escape(text)}[/bold]" if bold else escape(text))


def _names(row: Row, column: str) -> list[str]:
    said = (row.values[f"{column}_th"], row.values[f"{column}_en"], row.values[column])
    return list(dict.fromkeys(str(each) for each in said))


def _three(row: Row, name: str, shape: str, difference: str, times: int = 1) -> str:
    shapes = (("before", shape), ("after", shape), ("difference", difference))
    return "\n".join(_cell(row, f"{name}_{when}", each, times) for when, each in shapes)


def _moves(row: Row) -> tuple[str, str]:
    """Who leaves and who enters; nought without a sign."""
    signs = (("leaving", "−"), ("entering", "+"))
    leaving, entering = (
        _cell(row, name, f"{sign}{{:,}}" if row.values[name] else "{:,}") for name, sign in signs
    )
    return leaving, entering


def _cell(row: Row, name: str, shape: str, times: int = 1) -> str:
    """A value as it is shown, or why it is not."""
    if name in row.small:
        return SMALL
    if name in row.covered:
        return COVERED
    value = row.values[name]
    return NOTHING if not isinstance(value, int | float) else shape.format(times * value)
