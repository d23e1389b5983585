"""The households of an area that belong to the target group, read from a result in the lake."""

from __future__ import annotations

from dataclasses import dataclass

from samut.engine.histogram import COUNTRY
from samut.engine.lake import Lake, parquet
from samut.engine.results import HOUSEHOLDS, REGISTER, MeasureResult
from samut.engine.workspace import Workspace
from samut.rules.policy import Measure, load_measure
from samut.rules.status import Answer, Words
from samut.rules.union import deprived_in, switch_mask


@dataclass(frozen=True)
class TargetHousehold:
    """One line of the list. `deprived_dimensions` are ids, in the order of the measure."""

    household_id: str
    village_code: str
    house_no: str | None
    member_count: int
    target_persons: int
    target_unknown_persons: int
    words: Words
    deprived_dimensions: tuple[str, ...]

    @property
    def deprived(self) -> int:
        return self.words.deprived


def target_households(
    workspace: Workspace,
    result: MeasureResult,
    area_code: str,
    *,
    limit: int = 50,
    offset: int = 0,
    switch: str = "11111",
) -> tuple[TargetHousehold, ...]:
    """Poor households with somebody of the target group: most deprived dimensions first.

    Raises: POLICY_008 for a switch that is none.
    """
    lake, measure = Lake(workspace), load_measure(result.measure)
    dimensions = " + ".join(f"((deprived & {each.mask}) <> 0)::INTEGER" for each in measure.dimensions)
    where, values = _where(measure, area_code, switch)
    with lake.read() as connection:
        lines = connection.execute(
            f"""
            SELECT household_id, village_code, member_count, target_count, target_unknown_count,
                   deprived, known, applies
            FROM {parquet(result.households_file)} WHERE {where}
            ORDER BY {dimensions} DESC, target_count DESC, household_id LIMIT ? OFFSET ?
            """,
            [*values, limit, offset],
        ).fetchall()
        view = lake.view(
            REGISTER, HOUSEHOLDS, result.edition, only="household_id IN (SELECT unnest($ids::VARCHAR[]))"
        )
        numbers = connection.execute(
            f"SELECT household_id, house_no FROM {view}", {"ids": [line[0] for line in lines]}
        ).fetchall()
    return tuple(_target_household(line, dict(numbers), measure) for line in lines)


def target_household_count(
    workspace: Workspace, result: MeasureResult, area_code: str, *, switch: str = "11111"
) -> int:
    """How many households the whole list has."""
    where, values = _where(load_measure(result.measure), area_code, switch)
    with Lake(workspace).read() as connection:
        (row,) = connection.execute(
            f"SELECT count(*) FROM {parquet(result.households_file)} WHERE {where}", values
        ).fetchall()
    return int(row[0])


def _where(measure: Measure, area_code: str, switch: str) -> tuple[str, list[object]]:
    first, end = ("", ":") if area_code == COUNTRY else (area_code, area_code + ":")
    mask = switch_mask(measure, switch)
    where = "village_code >= ? AND village_code < ? AND (deprived & ?::BIGINT) <> 0 AND target_count > 0"
    return where, [first, end, mask]


def _target_household(
    line: tuple[object, ...], house_numbers: dict[str, str | None], measure: Measure
) -> TargetHousehold:
    household_id, village_code = str(line[0]), str(line[1])
    member_count, targets, target_unknown, *three = (int(str(number)) for number in line[2:])
    words = Words(*three)
    deprived = tuple(
        dimension.id
        for dimension in measure.dimensions
        if deprived_in(words, measure, dimension) is Answer.YES
    )
    return TargetHousehold(
        household_id=household_id,
        village_code=village_code,
        house_no=house_numbers.get(household_id),
        member_count=member_count,
        target_persons=targets,
        target_unknown_persons=target_unknown,
        words=words,
        deprived_dimensions=deprived,
    )
