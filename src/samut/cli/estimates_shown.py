"""Estimates as a person reads them in a terminal: few rows, percent, both languages, what is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from samut.cli.screen import console, say_problem
from samut.engine.estimates.levels import LIFE_CYCLE, PATH
from samut.engine.estimates.measuring import Asked, Estimates
from samut.rules.alkire_foster import AlkireFoster, Unknown
from samut.rules.errors import Problem, SamutError
from samut.rules.life_cycle import Attribution, load_life_cycle
from samut.rules.measure_check import Examined

ROWS_SHOWN = 60
Row = dict[str, Any]

UNKNOWN_RULES = {
    Unknown.DROP_HOUSEHOLD: ("ตัดครัวเรือนที่มีคำตอบไม่ทราบออก", "households with an unknown answer are left out"),
    Unknown.NOT_DEPRIVED: ("ถือว่าไม่ทราบคือไม่ขาดแคลน (ค่าต่ำสุด)", "unknown counts as not deprived: a lower bound"),
    Unknown.DEPRIVED: ("ถือว่าไม่ทราบคือขาดแคลน (ค่าสูงสุด)", "unknown counts as deprived: an upper bound"),
    Unknown.REPORT: (
        "ค่าประมาณจากครัวเรือนที่ตอบครบ พร้อมช่วงต่ำสุด-สูงสุดที่เป็นไปได้",
        "from complete households, with the band that unknown answers leave open",
    ),
}


@dataclass(frozen=True)
class Shown:
    """Estimates on the screen."""

    found: Estimates
    asked: Asked

    @property
    def measure(self) -> AlkireFoster:
        return self.found.measure

    def say(self, text: str) -> None:
        console.print(escape(text))

    def say_heading(self) -> None:
        label = self.measure.label
        console.print(f"[bold]{escape(label.th)} · {escape(label.en)}[/bold]")
        if self.measure.status:
            self.say(f"{self.measure.id} · {self.measure.status}")

    def say_notes(self) -> None:
        """How many rows, what became of unknown answers, and what the design leaves open."""
        found = self.found
        th, en = UNKNOWN_RULES[self.measure.unknown]
        self.say(f"ไม่ทราบ: {th} · unknown: {en}")
        shares = f"{found.used_share:.1%}", f"{found.used_weight_share:.1%}"
        self.say(
            f"ใช้ {found.used:,} จาก {found.rows:,} แถว ({shares[0]}; ตามน้ำหนัก {shares[1]})"
            f" · {found.used:,} of {found.rows:,} rows used ({shares[0]}; {shares[1]} of the weight)"
        )
        if self.asked.everybody:
            self.say(
                "ทะเบียนทั้งหมด ไม่ใช่ตัวอย่าง จึงไม่มีความคลาดเคลื่อนจากการสุ่ม"
                " · a register of everybody, so there is no sampling error"
            )
            return
        self.say(
            f"{found.clusters:,} กลุ่มตัวอย่าง องศาอิสระ {found.degrees_of_freedom:,}"
            f" · {found.clusters:,} clusters, {found.degrees_of_freedom:,} degrees of freedom"
        )
        if found.single_strata:
            strata = ", ".join(found.single_strata[:10])
            rule = str(self.asked.single_cluster)
            say_problem(SamutError("MEASURE_013", strata=strata, policy=rule).problem)


def show_levels(shown: Shown) -> None:
    """The measure of each group, then its indicators for the whole."""
    shown.say_heading()
    shown.say_notes()
    rows = shown.found.table.to_pylist()
    groups = [row for row in rows if row["statistic"] == "H"]
    others = {_place(row): row for row in rows if row["statistic"] in ("A", "M0")}
    banded = "bound_lower" in shown.found.table.column_names
    cutoffs = list(dict.fromkeys(_with_scheme(row) for row in groups))
    table = thin_table(("กลุ่ม\ngroup",), title=_titled(cutoffs))
    if len(cutoffs) > 1:
        table.add_column("จุดตัด\ncutoff", overflow="fold")
    band = ["เป็นไปได้\nband %"] if banded else []
    scored = [] if shown.measure.is_union else ["A %", "M0"]
    for heading in ("H %", *band, *scored, "แถว\nrows", "ไม่ทราบ\nunknown"):
        table.add_column(heading, justify="right", overflow="fold")
    for row in groups[:ROWS_SHOWN]:
        intensity = others.get((*_place(row)[:-1], "A"))
        adjusted = others.get((*_place(row)[:-1], "M0"))
        table.add_row(
            escape(_group(row)),
            *([_with_scheme(row)] if len(cutoffs) > 1 else []),
            percent_with_interval(row),
            *([_band(row)] if banded else []),
            *([_percent(intensity), number_with_interval(adjusted)] if scored and adjusted else []),
            f"{row['n']:,}",
            f"{row['unknown']:,}",
        )
    console.print(table)
    _say_more(shown, len(groups))
    for cutoff in dict.fromkeys(row["cutoff"] for row in groups):
        _show_indicators(shown, rows, cutoff)
    shown.say("ทุกค่าพร้อมความคลาดเคลื่อน: --out ไฟล์ · every estimate with its error: --out FILE")


def thin_table(headings: Sequence[str], title: str = "") -> Table:
    """A table that fits eighty columns: thin lines, and a cell rather folds than loses its end."""
    table = Table(title=escape(title) or None, box=SIMPLE_HEAD, pad_edge=False, title_justify="left")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _titled(cutoffs: Sequence[str]) -> str:
    """The one cutoff there is; with several each row says its own."""
    return f"จุดตัด · cutoff {cutoffs[0]}" if len(cutoffs) == 1 and cutoffs[0] else ""


def _percent(row: Row | None) -> str:
    return "-" if row is None or row["estimate"] is None else f"{100 * row['estimate']:.2f}"


def _place(row: Row) -> tuple[str, ...]:
    scheme = str(row.get("weights", ""))
    return (row["by"], row["group"], row["time"], row["cutoff"], scheme, row["statistic"])


def _with_scheme(row: Row) -> str:
    scheme = row.get("weights")
    return f"{row['cutoff']} ({scheme})" if scheme else str(row["cutoff"])


def _group(row: Row) -> str:
    name = f"{row['by']} {row['group']}" if row["by"] else "ทั้งหมด\nall"
    for attribution in Attribution:
        if row["by"].endswith(f"{LIFE_CYCLE}_{attribution}"):
            *above, group = row["group"].split(PATH)
            label = load_life_cycle().labels(attribution)[group]
            name = "\n".join([*above, label.th, label.en])
    return f"{name} · {row['time']}" if row["time"] else name


def _say_more(shown: Shown, count: int) -> None:
    if count > ROWS_SHOWN:
        more = count - ROWS_SHOWN
        shown.say(f"และอีก {more:,} กลุ่ม · and {more:,} more groups: --out")


def _show_indicators(shown: Shown, rows: Sequence[Row], cutoff: str) -> None:
    """Each indicator's weight, headcounts and contribution in the whole."""
    scheme = shown.measure.schemes[0].id
    whole = [row for row in rows if not row["by"] and row.get("weights", scheme) in (scheme, "")]
    if not whole:
        return
    last = max(row["time"] for row in whole)
    chosen = [row for row in whole if row["cutoff"] in ("", cutoff) and row["time"] == last]
    of = {(row["statistic"], row["indicator"]): row for row in chosen}
    title = " · ".join(part for part in (f"cutoff {cutoff}" if cutoff else "", last) if part)
    table = thin_table(("ตัวชี้วัด\nindicator", "มิติ\ndimension"), title)
    union = shown.measure.is_union
    headings = () if union else ("จนและขาดแคลน\nalso poor %", "ส่วนใน M0\nof M0 %")
    for heading in (*([] if union else ["น้ำหนัก\nweight"]), "ขาดแคลน\ndeprived %", *headings):
        table.add_column(heading, justify="right", overflow="fold")
    place = 0
    for dimension in shown.measure.dimensions:
        if union:
            label = f"{dimension.label.th} · {dimension.label.en}"
            whole_dimension = next(row for row in chosen if _is_dimension(row, dimension.id))
            table.add_row(f"[bold]{escape(label)}[/bold]", "", percent_with_interval(whole_dimension))
        for term in dimension.terms:
            share = shown.measure.schemes[0].share(place)
            place += 1
            label = term.label.th if term.label.th == term.label.en else f"{term.label.th}\n{term.label.en}"
            deprived = percent_with_interval(of["headcount", term.id])
            if union:
                table.add_row(escape(label), escape(term.dimension), deprived)
                continue
            part = of["contribution_percent", term.id]["estimate"]
            censored = percent_with_interval(of["censored_headcount", term.id])
            percent = "-" if part is None else f"{part:.1f}"
            table.add_row(escape(label), escape(term.dimension), str(share), deprived, censored, percent)
    console.print(table)


def _is_dimension(row: Row, dimension: str) -> bool:
    return row["statistic"] == "headcount" and row["dimension"] == dimension and not row["indicator"]


def percent_with_interval(row: Row) -> str:
    """A proportion in percent with its interval; a dash where there is none."""
    if row["estimate"] is None:
        return "-"
    text = f"{100 * row['estimate']:.2f}"
    return text if row["lower"] is None else f"{text}\n({100 * row['lower']:.1f}–{100 * row['upper']:.1f})"


def number_with_interval(row: Row) -> str:
    """The same as it is, with four decimals."""
    if row["estimate"] is None:
        return "-"
    text = f"{row['estimate']:.4f}"
    if row["lower"] is None:
        return text
    # Without the nought before the point the interval fits its column.
    lower, upper = (f"{row[end]:.3f}".removeprefix("0") for end in ("lower", "upper"))
    return f"{text}\n({lower}–{upper})"


def _band(row: Row) -> str:
    if row["bound_lower"] is None:
        return "-"
    return f"{100 * row['bound_lower']:.1f}–{100 * row['bound_upper']:.1f}"


def show_changes(shown: Shown) -> None:
    """H, A and M0: their absolute and relative change in each group."""
    shown.say_heading()
    shown.say_notes()
    rows = [
        row
        for row in shown.found.table.to_pylist()
        if row["statistic"] in ("H", "A", "M0") and not row["indicator"]
    ]
    kinds = list(dict.fromkeys(row["change"] for row in rows))
    cutoffs = list(dict.fromkeys(_with_scheme(row) for row in rows))
    times = list(dict.fromkeys(row["time"] for row in rows))
    title = " · ".join(part for part in (times[0] if len(times) == 1 else "", _titled(cutoffs)) if part)
    table = thin_table(("กลุ่ม\ngroup", *(["จุดตัด\ncutoff"] if len(cutoffs) > 1 else []), "ค่า"), title)
    headings = {
        "absolute": "เปลี่ยน\nabsolute",
        "relative": "เปลี่ยน %\nrelative %",
        "absolute_annual": "ต่อปี\na year",
        "relative_annual": "% ต่อปี\n% a year",
    }
    for kind in kinds:
        table.add_column(headings[kind], justify="right", overflow="fold")
    of = {(*_place(row), row["change"]): row for row in rows}
    places = sorted(dict.fromkeys(_place(row) for row in rows), key=lambda place: place[:-1])
    for place in places[:ROWS_SHOWN]:
        row = of[(*place, kinds[0])]
        name = _group({**row, "time": row["time"] if len(times) > 1 else ""})
        cells = [_change(of[(*place, kind)]) for kind in kinds]
        cutoff = [_with_scheme(row)] if len(cutoffs) > 1 else []
        table.add_row(escape(name), *cutoff, row["statistic"], *cells)
    console.print(table)
    _say_more(shown, len(places))
    shown.say("≈ อาจไม่เปลี่ยน: ช่วงคร่อมศูนย์ · ≈ may be no change: the interval holds nought")
    shown.say("ทุกค่าพร้อมความคลาดเคลื่อน: --out ไฟล์ · every estimate with its error: --out FILE")


def _change(row: Row) -> str:
    """A change with its interval below it."""
    if row["estimate"] is None:
        return "-"
    digits = 1 if row["change"].startswith("relative") else 3
    text = f"{row['estimate']:+.{digits}f}"
    if row["lower"] is None:
        return text
    sure = row["lower"] > 0 or row["upper"] < 0
    return f"{'' if sure else '≈ '}{text}\n({row['lower']:.{digits}f}, {row['upper']:.{digits}f})"


def show_examined(examined: Examined, problems: Sequence[Problem], data: Path | None) -> None:
    """What a check found: every problem, or what the measure weighs."""
    for problem in (*problems, *examined.notes):
        say_problem(problem)
    if problems:
        console.print(f"พบ {len(problems):,} ปัญหา · {len(problems):,} problems")
        return
    measure = examined.measure
    if measure is not None:
        table = thin_table(("ตัวชี้วัด\nindicator", "มิติ\ndimension", "น้ำหนัก\nweight"))
        for place, term in enumerate(measure.terms):
            table.add_row(escape(term.id), escape(term.dimension), str(measure.schemes[0].share(place)))
        console.print(table)
        console.print(f"จุดตัด · cutoffs: {', '.join(each.text for each in measure.cutoffs)}")
    checked = "ดัชนีและข้อมูล" if data else "ดัชนี"
    console.print(
        f"ไม่พบปัญหาใน{checked} · no problem found in the {'measure and the data' if data else 'measure'}"
    )
