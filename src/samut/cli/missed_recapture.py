"""How many are in no list, as `samut missed --recapture` says it: on the screen and as two sheets.

The whole area stands first, its strata beside it, and what the links were taken to find.
"""

from __future__ import annotations

from collections.abc import Sequence

from samut.cli.screen import console
from samut.engine.missed.recapture import Compared
from samut.reports.missed_book import Sheet, SheetCell
from samut.rules.capture_recapture import Estimate, LinkRates, TwoLists, estimate, reasons_against
from samut.rules.errors import Problem, Text
from samut.rules.missed_policy import load_missed_policy
from samut.rules.recapture_strata import Stratified, stratified

LISTS = (Text("บัญชีแรก", "First list"), Text("บัญชีที่สอง", "Second list"))
SIZES = (
    Text("คนในบัญชีแรก", "In the first"),
    Text("คนในบัญชีที่สอง", "In the second"),
    Text("ซ้ำกัน", "In both"),
)
FIGURES = (
    Text("ทั้งหมดโดยประมาณ", "Estimate of all"),
    Text("ต่ำสุด", "Lowest"),
    Text("สูงสุด", "Highest"),
    Text("ไม่อยู่ในบัญชีใด", "In neither"),
)
WHY_NOT = Text("เหตุที่ไม่ประมาณ", "Why no estimate")
LINKS = (
    Text("การเชื่อมโยงพบคนเดียวกันได้", "Links find of the same persons"),
    Text("คู่ที่เชื่อมถูกคน", "Pairs that are right"),
    Text("อัตรานี้มาจาก", "These rates are from"),
)
BY_STRATA = (
    Text("จำนวนชั้น", "Strata"),
    *(Text(f"รวมทุกชั้น: {each.th}", f"Sum of strata: {each.en}") for each in FIGURES),
    Text("เหตุที่ไม่รวมตามชั้น", "Why no sum of strata"),
)
STRATUM = Text("ชั้น: พื้นที่ อายุ เพศ", "Stratum: area, age, sex")
# Fewer than two strata are large enough.
TOO_FEW = Text("คนซ้ำกันน้อยเกินกว่าจะแบ่งชั้น", "too few in both to part them into strata")


def show_compared(compared: Compared) -> None:
    """The estimate of the whole, what the links were taken to find, and the sum of the strata."""
    show_two_lists(compared.lists)
    if compared.lists.links is not None:
        for line in link_words(compared.lists, compared.lists.links):
            console.print(f"  {line}")
    parted = _parted(compared)
    if parted.total is not None:
        console.print(
            f"  รวม {len(parted.strata):,} ชั้นตามพื้นที่ อายุ เพศ · sum of {len(parted.strata):,} strata by area, "
            f"age and sex: {_interval(parted.total)}"
        )
    elif not reasons_against(compared.lists, load_missed_policy().limits):
        why = _why_no_sum(parted)
        console.print(f"  ไม่มีผลรวมตามชั้น: {why.th}\n  no sum of strata: {why.en}")


def show_two_lists(lists: TwoLists) -> None:
    """The estimate with its interval, or every reason why there is none."""
    one, other = lists.one, lists.other
    console.print(
        f"\n[bold]{one.label.th} {one.persons:,} × {other.label.th} {other.persons:,}, "
        f"ซ้ำกัน {lists.overlap:,}[/bold]\n{one.label.en} {one.persons:,} × {other.label.en} "
        f"{other.persons:,}, in both {lists.overlap:,}"
    )
    reasons = reasons_against(lists, load_missed_policy().limits)
    for reason in reasons:
        for language in ("th", "en"):
            told = (reason.what(language), reason.why(language), reason.do(language))
            console.print(f"  {reason.code}: {' '.join(told)}")
    if not reasons:
        console.print(f"  ทั้งหมดประมาณ · about {_interval(estimate(lists))}")


def _interval(found: Estimate) -> str:
    return (
        f"{found.persons:,.0f} in all ({found.lowest:,.0f}-{found.highest:,.0f}), "
        f"ไม่อยู่ในบัญชีใด · in neither {found.missed:,.0f}"
    )


def link_words(lists: TwoLists, links: LinkRates) -> tuple[str, str]:
    """What the links were taken to find, in both languages. Unknown: it is said so."""
    found = Text("ไม่ทราบ", "unknown")
    if lists.sensitivity is not None:
        found = Text(*(f"{lists.sensitivity:.2%}",) * 2)
    by_name = Text("", "")
    if links.given is None and links.recall is not None and links.by_name:
        by_name = Text(
            f" ชื่อพบ {links.recall:.1%} ของคนที่เลขหาไม่พบ ถูกคน {links.precision:.2%}",
            f"; names find {links.recall:.1%} of those numbers leave, {links.precision:.2%} of them right",
        )
    return (
        f"การเชื่อมโยงพบคนเดียวกันได้ {found.th}: ด้วยเลข {links.by_number:,} ด้วยชื่อ {links.by_name:,}"
        f"{by_name.th} ({links.source.th})",
        f"the links find {found.en} of the same persons: by number {links.by_number:,}, by name "
        f"{links.by_name:,}{by_name.en} ({links.source.en})",
    )


def recapture_sheets(pairs: Sequence[Compared]) -> tuple[Sheet, Sheet]:
    """Rows: of the first sheet one per pair of lists, of the second one per stratum that was estimated."""
    parted = [_parted(each) for each in pairs]
    whole = [_whole_row(each, its) for each, its in zip(pairs, parted, strict=True)]
    strata = [
        (
            *_labels(told.stratum.lists),
            told.stratum.label,
            *_counted(told.stratum.lists, told.estimate, told.reasons),
        )
        for each in parted
        for told in each.strata
    ]
    shares = frozenset({10, 11})
    headings = (*LISTS, *SIZES, *FIGURES, WHY_NOT, *LINKS, *BY_STRATA)
    return (
        Sheet(Text("ประมาณผู้ตกหล่น", "recapture"), headings, whole, shares),
        Sheet(Text("ประมาณตามชั้น", "strata"), (*LISTS, STRATUM, *SIZES, *FIGURES, WHY_NOT), strata),
    )


def _parted(compared: Compared) -> Stratified:
    return stratified(compared.lists, compared.strata, load_missed_policy().limits)


def _whole_row(compared: Compared, parted: Stratified) -> tuple[SheetCell, ...]:
    lists = compared.lists
    reasons = reasons_against(lists, load_missed_policy().limits)
    counted = _counted(lists, None if reasons else estimate(lists), reasons)
    source = Text("—", "—") if lists.links is None else lists.links.source
    why = "—" if parted.total is not None else _why_no_sum(parted)
    links = (lists.sensitivity, lists.precision, source)
    return (*_labels(lists), *counted, *links, len(parted.strata), *_figures(parted.total), why)


def _why_no_sum(parted: Stratified) -> Text:
    return _in_words(parted.reasons) if parted.reasons else TOO_FEW


def _labels(lists: TwoLists) -> tuple[Text, Text]:
    return lists.one.label, lists.other.label


def _counted(lists: TwoLists, found: Estimate | None, reasons: Sequence[Problem]) -> tuple[SheetCell, ...]:
    sizes = (lists.one.persons, lists.other.persons, lists.overlap)
    return (*sizes, *_figures(found), _in_words(reasons) if reasons else "—")


def _figures(found: Estimate | None) -> tuple[float | None, ...]:
    return (None,) * 4 if found is None else (found.persons, found.lowest, found.highest, found.missed)


def _in_words(reasons: Sequence[Problem]) -> Text:
    return Text(*("; ".join(reason.what(way) for reason in reasons) for way in ("th", "en")))
