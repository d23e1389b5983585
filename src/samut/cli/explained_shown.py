"""An explanation as a person reads it: the verdict, then each dimension's answers, in both languages."""

from __future__ import annotations

from fractions import Fraction

from rich.markup import escape

from samut.cli.screen import console
from samut.engine.explaining import (
    DimensionExplained,
    Explanation,
    IndicatorExplained,
    SaidFact,
    Verdict,
)
from samut.rules.alkire_foster import Unknown
from samut.rules.errors import Text
from samut.rules.fact_words import value_words
from samut.rules.status import Answer, Status
from samut.rules.thai_dates import format_date
from samut.rules.weighting import Cutoff

# A cutoff written as a decimal is shown as a fraction too, where that is one a person would write.
LARGEST_DENOMINATOR = 1000

SIGNS = {Status.DEPRIVED: "✗", Status.NOT_DEPRIVED: "✓", Status.UNKNOWN: "?", Status.NOT_APPLICABLE: "–"}
STATUS_WORDS = {
    Status.DEPRIVED: Text("ตกเกณฑ์", "deprived"),
    Status.NOT_DEPRIVED: Text("ผ่านเกณฑ์", "not deprived"),
    Status.UNKNOWN: Text("ไม่ทราบ", "unknown"),
    Status.NOT_APPLICABLE: Text("ไม่เกี่ยวข้อง", "does not apply"),
}
ANSWER_WORDS = {
    Answer.YES: Text("ยากจน", "poor"),
    Answer.NO: Text("ไม่ยากจน", "not poor"),
    Answer.UNKNOWN: Text("ยังบอกไม่ได้", "cannot be told yet"),
}
DIMENSION_WORDS = {
    Answer.YES: Text("ขาดแคลน", "deprived"),
    Answer.NO: Text("ไม่ขาดแคลน", "not deprived"),
    Answer.UNKNOWN: Text("ไม่ทราบ", "unknown"),
}
UNTIL_SURE = Text("บอกผลเมื่อคำตอบใด ๆ ก็เปลี่ยนผลไม่ได้", "the result is told where none of them could change it")
UNKNOWN_WORDS = {
    Unknown.DROP_HOUSEHOLD: UNTIL_SURE,
    Unknown.REPORT: UNTIL_SURE,
    Unknown.NOT_DEPRIVED: Text("ถือว่าไม่ขาดแคลน", "taken for not deprived"),
    Unknown.DEPRIVED: Text("ถือว่าขาดแคลน", "taken for deprived"),
}


def show_explanation(named: Text, explained: Explanation) -> None:
    """The household, the verdict at each cutoff, every dimension, and what would have to be asked."""
    measure = explained.measure
    _say(f"[bold]{escape(_both(named))}[/bold]")
    about = " · ".join(part for part in (measure.id, measure.status) if part)
    _say(escape(f"{_both(measure.label)} ({about})"))
    day = Text(format_date(explained.on, "th"), format_date(explained.on, "en"))
    if any(each.numbers for each in explained.indicators):
        _say(escape(f"ตัวเลขของเกณฑ์ ณ {day.th} · numbers of the rules as on {day.en}"))
    for verdict in explained.verdicts:
        said = union_words(explained, verdict) if measure.is_union else score_words(verdict)
        _say(f"\n[bold]{escape(said.th)}[/bold]\n[bold]{escape(said.en)}[/bold]")
    if any(each.status is Status.UNKNOWN for each in explained.indicators):
        rule = UNKNOWN_WORDS[measure.unknown]
        _say(escape(f"คำตอบที่ไม่ทราบ: {rule.th} · unknown answers: {rule.en}"))
    if explained.left_out:
        _say("ค่าประมาณของดัชนีไม่นับครัวเรือนนี้ · the measure's estimates leave this household out")
    for dimension in explained.dimensions:
        _show_dimension(dimension, weighed=not measure.is_union)
    _show_to_ask(explained)


def score_words(verdict: Verdict) -> Text:
    """The score against the cutoff: 6/18 = 1/3 ≥ 1/3: poor, exactly on the cutoff."""
    answer, cutoff = ANSWER_WORDS[verdict.answer], cutoff_words(verdict.cutoff)
    if not verdict.open:
        score = fraction_words(verdict.score.least, verdict.total)
        sign = "≥" if verdict.answer is Answer.YES else "<"
        th, en = f"คะแนน {score} {sign} จุดตัด {cutoff}: {answer.th}", f"score {score} {sign} cutoff {cutoff}"
        exactly = Text(" พอดีจุดตัด", ", exactly on the cutoff") if verdict.exactly else Text("", "")
        return Text(th + exactly.th, f"{en}: {answer.en}{exactly.en}")
    least, most = (fraction_words(each, verdict.total) for each in (verdict.score.least, verdict.score.most))
    return Text(
        f"คะแนนอย่างน้อย {least} อย่างมาก {most} จุดตัด {cutoff}: {answer.th}",
        f"score at least {least}, at most {most}, cutoff {cutoff}: {answer.en}",
    )


def union_words(explained: Explanation, verdict: Verdict) -> Text:
    """How many dimensions fail; one is enough."""
    answer, count = ANSWER_WORDS[verdict.answer], len(explained.dimensions)
    failing = explained.deprived_dimensions
    return Text(
        f"ขาดแคลน {failing} จาก {count} มิติ (มิติเดียวก็ถือว่ายากจน): {answer.th}",
        f"deprived in {failing} of {count} dimensions (one is enough): {answer.en}",
    )


def fraction_words(score: int, total: int) -> str:
    """The score over all weight, and the same in lowest terms: 6/18 = 1/3."""
    written, lowest = f"{score:,}/{total:,}", Fraction(score, total)
    reduced = f"{lowest.numerator:,}" + (f"/{lowest.denominator:,}" if lowest.denominator > 1 else "")
    return written if written == reduced else f"{written} = {reduced}"


def cutoff_words(cutoff: Cutoff) -> str:
    """The cutoff as it was written, and as a fraction where it was not."""
    exact = str(cutoff.value)
    plain = cutoff.value.denominator <= LARGEST_DENOMINATOR
    return cutoff.text if exact == cutoff.text or not plain else f"{cutoff.text} = {exact}"


def _show_dimension(explained: DimensionExplained, *, weighed: bool) -> None:
    label, answer = explained.dimension.label, DIMENSION_WORDS[explained.answer]
    _say(f"\n[bold]{escape(_both(label))}[/bold] — {_both(answer)}")
    for each in explained.indicators:
        _show_indicator(each, weighed=weighed)


def _show_indicator(explained: IndicatorExplained, *, weighed: bool) -> None:
    status, label = STATUS_WORDS[explained.status], explained.term.label
    weight = f" · น้ำหนัก · weight {explained.weight}" if weighed else ""
    _say(escape(f"  {SIGNS[explained.status]} {_both(label)}"))
    _say(escape(f"      {_both(status)}{weight}"))
    if explained.to_ask:
        for fact in explained.to_ask:
            _say(escape(f"      ต้องถาม · to be asked: {_both(fact.label)}"))
    else:
        if explained.status is Status.UNKNOWN and explained.facts:
            _say("      คำตอบที่มียังไม่พอ · what was answered does not suffice:")
        for fact in explained.facts:
            _say(escape(f"      {fact_words(fact)}"))
    for number in explained.numbers:
        entry = number.entry
        _say(escape(f"      เกณฑ์ · compared with {number.name}: {entry.value:,} {entry.unit}"))


def fact_words(fact: SaidFact) -> str:
    """An answer with what it is called, and since when it stands if it was told after the census."""
    said = f"{_both(fact.label)} = {_both(value_words(fact.value))}"
    if fact.told_on is None:
        return said
    day = Text(format_date(fact.told_on, "th", short=True), format_date(fact.told_on, "en", short=True))
    return f"{said} (ตอบใหม่ {day.th} · told anew {day.en})"


def _show_to_ask(explained: Explanation) -> None:
    """Where the answer is open: everything that would have to be asked to know it."""
    if all(verdict.answer is not Answer.UNKNOWN for verdict in explained.verdicts):
        return
    labels = dict.fromkeys(_both(fact.label) for each in explained.indicators for fact in each.to_ask)
    if labels:
        _say("\n[bold]ถ้าจะรู้ผล ต้องถาม · to know, ask:[/bold]")
    for label in labels:
        _say(escape(f"  {label}"))


def _both(label: Text) -> str:
    return label.th if label.th == label.en else f"{label.th} · {label.en}"


def _say(text: str) -> None:
    console.print(text)
