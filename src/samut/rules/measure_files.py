"""Reading an Alkire-Foster measure: one that ships as policy, or a user's own TOML file.

A policy measure names an indicator set, whose rules find the deprivations. A user's own names
columns that hold them already. Both become the same thing: an indicator set and exact weights.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from samut.rules.alkire_foster import AlkireFoster, Term, Unknown, WeighedDimension
from samut.rules.errors import SamutError, Text, Where
from samut.rules.indicators import LAST_BIT, Indicator, IndicatorSet, load_indicator_set
from samut.rules.measure_examples import measure_examples
from samut.rules.policy_files import (
    STATUSES,
    ParametersOnDay,
    Table,
    nearest,
    policy_dir,
    unknown_name,
)
from samut.rules.registry import Rule, RuleFunction
from samut.rules.terms import Column, equals
from samut.rules.union import KINDS as UNION_KINDS
from samut.rules.union import Measure, load_measure
from samut.rules.weighting import Cutoff, WeightScheme, cutoff, exact, scheme

KIND = "alkire_foster"
OWN_SCHEME = "own"
FAILS = 1
_OPTIONAL = ("label", "indicator_set", "unknown", "source", "status", "scheme", "example")


@dataclass(frozen=True)
class _Entry:
    """An indicator as the file names it. `column` is empty where an indicator set decides."""

    id: str
    label: Text | None
    weight: Fraction | None
    column: str = ""
    applies: str = ""


def measure_path(name: str | Path) -> Path:
    """The file of a measure: a path that exists, or a name in policy/measures. Raises: POLICY_002."""
    path = Path(name)
    if path.suffix == ".toml" and path.is_file():
        return path
    named = policy_dir() / "measures" / f"{name}.toml"
    if named.is_file():
        return named
    known = [file.stem for file in (policy_dir() / "measures").glob("*.toml")]
    raise SamutError("POLICY_002", Where(file=str(name)), name=name, nearest=nearest(path.stem, known))


def read_measure_table(path: Path) -> Table:
    """The file with every number as it is written. Raises: POLICY_004."""
    where = Where(file=path.name)
    try:
        return Table(tomllib.loads(path.read_text("utf-8"), parse_float=Decimal), where)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SamutError("POLICY_004", where, detail=error) from error


def kind_of(name: str | Path) -> str:
    """What kind of measure a name or a file is. Raises: POLICY_002, POLICY_003, POLICY_004."""
    return str(read_measure_table(measure_path(name)).need("kind"))


def load_alkire_foster(name: str | Path) -> AlkireFoster:
    """The measure of that name in policy/measures, or in that TOML file.

    Raises: POLICY_… for a file that lacks something or names what is not known, MEASURE_003 to
    MEASURE_008 for weights and cutoffs that are none.
    """
    return alkire_foster_in(read_measure_table(measure_path(name)))


def load_weighted(name: str | Path) -> AlkireFoster:
    """The same for a union measure too: poor when deprived in anything, so the cutoff is the least weight.

    Raises: as load_alkire_foster, and MEASURE_017 for another kind.
    """
    table = read_measure_table(measure_path(name))
    kind = table.need("kind")
    if kind == KIND:
        return alkire_foster_in(table)
    if kind not in UNION_KINDS:
        raise SamutError("MEASURE_017", table.where, name=name, kind=kind)
    return union_as_weighted(load_measure(str(name)))


def union_as_weighted(union: Measure) -> AlkireFoster:
    """A union measure with equal weights and the least of them as its cutoff."""
    indicators = union.indicator_set
    dimensions = tuple(
        WeighedDimension(
            each.id,
            each.label,
            tuple(
                Term(name, indicators.indicator(name).label, each.id, indicators.indicator(name).bit)
                for name in each.indicators
            ),
        )
        for each in union.dimensions
    )
    none: dict[str, Fraction | None] = {each.id: None for each in dimensions}
    equal = scheme(
        OWN_SCHEME,
        union.label,
        none,
        {each.id: {term.id: None for term in each.terms} for each in dimensions},
    )
    least = Fraction(min(equal.numerators), equal.total)
    return AlkireFoster(
        id=union.id,
        label=union.label,
        indicator_set=indicators,
        dimensions=dimensions,
        schemes=(equal,),
        cutoffs=(Cutoff("union", least),),
        unknown=Unknown(union.unknown),
        source=union.source,
        status=union.status,
        on_columns=False,
        examples=union.examples,
        is_union=True,
    )


def alkire_foster_in(table: Table) -> AlkireFoster:
    """The measure that a table declares; see load_alkire_foster."""
    table.only("id", "kind", "cutoff", "dimension", *_OPTIONAL)
    table.one_of("kind", (KIND,))
    named = "indicator_set" in table.values
    known_set = load_indicator_set(table.name("indicator_set")) if named else None
    entries = {dimension.name("id"): _entries(dimension, known_set) for dimension in _dimensions(table)}
    _check_twice([entry.id for group in entries.values() for entry in group], table.where)
    indicators = known_set or _set_of_columns(table, entries)
    dimensions = tuple(
        WeighedDimension(
            each.name("id"),
            _label(each, each.name("id")),
            tuple(_term(entry, each.name("id"), indicators) for entry in entries[each.name("id")]),
        )
        for each in _dimensions(table)
    )
    measure_id = table.name("id") if "id" in table.values else Path(table.where.file).stem
    return AlkireFoster(
        id=measure_id,
        label=_label(table, measure_id),
        indicator_set=indicators,
        dimensions=dimensions,
        schemes=_schemes(table, entries),
        cutoffs=_cutoffs(table),
        unknown=_unknown_rule(table),
        source=str(table.need("source") if named else table.values.get("source", "")),
        status=table.one_of("status", STATUSES) if named else str(table.values.get("status", "")),
        on_columns=not named,
        examples=measure_examples(table, [entry.id for group in entries.values() for entry in group]),
    )


def _unknown_rule(table: Table) -> Unknown:
    if "unknown" not in table.values:
        return Unknown.REPORT
    return Unknown(table.one_of("unknown", tuple(Unknown)))


def _dimensions(table: Table) -> tuple[Table, ...]:
    table.need("dimension")
    found = table.tables("dimension")
    if not found:
        raise SamutError("POLICY_003", table.where, name="dimension")
    _check_twice([each.name("id") for each in found], table.where)
    return found


def _entries(dimension: Table, known_set: IndicatorSet | None) -> list[_Entry]:
    """The indicators of a dimension: a plain list of ids, or tables with a column or a weight."""
    if known_set is not None:
        dimension.only("id", "label", "weight", "indicators", "indicator")
        for name in dimension.names("indicators"):
            known_set.indicator(name, dimension.where)
        found = [_Entry(name, None, None) for name in dimension.names("indicators")]
        found += [_entry_of_set(each, known_set) for each in dimension.tables("indicator")]
    else:
        dimension.only("id", "label", "weight", "indicator")
        found = [_entry_of_column(each) for each in dimension.tables("indicator")]
    if not found:
        raise SamutError("POLICY_003", dimension.where, name="indicator")
    return found


def _entry_of_set(table: Table, known_set: IndicatorSet) -> _Entry:
    table.only("id", "label", "weight")
    known_set.indicator(table.name("id"), table.where)
    return _Entry(table.name("id"), None, _weight(table))


def _entry_of_column(table: Table) -> _Entry:
    table.only("id", "label", "weight", "column", "applies")
    name = table.name("id" if "id" in table.values else "column")
    applies = table.name("applies") if "applies" in table.values else ""
    return _Entry(name, _label(table, name), _weight(table), table.name("column"), applies)


def _weight(table: Table) -> Fraction | None:
    if "weight" not in table.values:
        return None
    return exact(table.values["weight"], str(table.values.get("id", "weight")), table.where)


def _label(table: Table, otherwise: str) -> Text:
    """The label in both languages; where one is missing the other stands for it, and the id for both."""
    said = table.values.get("label")
    if isinstance(said, str):
        return Text(th=said, en=said)
    if not isinstance(said, dict):
        return Text(th=otherwise, en=otherwise)
    either = str(said.get("th") or said.get("en") or otherwise)
    return Text(th=str(said.get("th") or either), en=str(said.get("en") or either))


def _term(entry: _Entry, dimension: str, indicators: IndicatorSet) -> Term:
    indicator = indicators.indicator(entry.id)
    return Term(entry.id, indicator.label, dimension, indicator.bit)


def _schemes(table: Table, entries: dict[str, list[_Entry]]) -> tuple[WeightScheme, ...]:
    """The file's own weights first, then each further scheme, which changes what it names."""
    of_dimensions = {each.name("id"): _weight(each) for each in _dimensions(table)}
    own = {name: {entry.id: entry.weight for entry in group} for name, group in entries.items()}
    label = Text(th="น้ำหนักของดัชนี", en="the measure's own weights")
    schemes = [scheme(OWN_SCHEME, label, of_dimensions, own, table.where)]
    for each in table.tables("scheme"):
        each.only("id", "label", "dimension", "indicator")
        further, of_indicators = dict(of_dimensions), {name: dict(group) for name, group in own.items()}
        _changed(each, "dimension", [further])
        _changed(each, "indicator", list(of_indicators.values()))
        schemes.append(
            scheme(each.name("id"), _label(each, each.name("id")), further, of_indicators, each.where)
        )
    _check_twice([each.id for each in schemes], table.where)
    return tuple(schemes)


def _changed(table: Table, key: str, groups: Sequence[dict[str, Fraction | None]]) -> None:
    """Put the weights that a scheme names into their groups."""
    known = [name for group in groups for name in group]
    said = table.values.get(key, {})
    if not isinstance(said, dict):
        raise SamutError("POLICY_009", table.where, name=key, found=said, allowed="{ … = 1, … = 2 }")
    for name, value in said.items():
        if name not in known:
            raise unknown_name(name, known, table.where)
        next(group for group in groups if name in group)[name] = exact(value, name, table.where)


def _cutoffs(table: Table) -> tuple[Cutoff, ...]:
    said = table.need("cutoff")
    values = said if isinstance(said, list) else [said]
    if not values:
        raise SamutError("POLICY_003", table.where, name="cutoff")
    return tuple(cutoff(value, table.where) for value in values)


def _check_twice(names: Sequence[str], where: Where) -> None:
    for name in names:
        if names.count(name) > 1:
            raise SamutError("MEASURE_009", where, name=name)


def _set_of_columns(table: Table, entries: dict[str, list[_Entry]]) -> IndicatorSet:
    """An indicator set whose rules say: the column holds 1 (and another that the household is eligible)."""
    flat = [entry for group in entries.values() for entry in group]
    if len(flat) > LAST_BIT + 1:
        raise SamutError(
            "POLICY_009", table.where, name="indicator", found=len(flat), allowed=f"1-{LAST_BIT + 1}"
        )
    columns = [name for entry in flat for name in (entry.column, entry.applies) if name]
    return IndicatorSet(
        id=str(table.values.get("id", "")),
        label=_label(table, ""),
        source="",
        indicators=tuple(_column_indicator(entry, bit) for bit, entry in enumerate(flat)),
        fact_labels={name: Text(th=name, en=name) for name in columns},
    )


def _column_indicator(entry: _Entry, bit: int) -> Indicator:
    return Indicator(
        id=entry.id,
        number=bit + 1,
        bit=bit,
        label=entry.label or Text(th=entry.id, en=entry.id),
        unit="household",
        source="",
        status="",
        rule_status="",
        parameters=(),
        examples=(),
        facts=(entry.applies, entry.column) if entry.applies else (entry.column,),
        rule=Rule(_holds(entry.column), _holds(entry.applies) if entry.applies else None),
    )


def _holds(column: str) -> RuleFunction:
    """The rule that a column says 1."""

    def rule(household: Column, _: ParametersOnDay) -> Column:
        return equals(getattr(household, column), FAILS)

    return rule
