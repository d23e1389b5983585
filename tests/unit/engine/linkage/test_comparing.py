"""How far two records agree, part by part, in the steps of the model; and which pairs are asked about."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from linkage_world import CHAMAN, EDITION, build_linkage_workspace
from samut.engine.household import Identity, SourceRow
from samut.engine.linkage import comparing, review
from samut.engine.linkage.asking import Wanted, places_of
from samut.engine.linkage.comparing import Agreement
from samut.engine.linkage.decisions import PairKey
from samut.engine.linkage.odd_numbers import odd_pairs, shared_numbers
from samut.engine.linkage.review import PairDetails, PersonSide
from samut.engine.workspace import Workspace
from samut.rules.errors import SamutError
from samut.rules.linkage import Answer, Band, Conflict, Method
from samut.rules.thai_dates import PartialDate

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
NOWHERE = SourceRow("bmn", EDITION, "file.csv", 2, "")
SAME, NEAR, DIFFERENT, UNKNOWN = Agreement


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return build_linkage_workspace(tmp_path / "office")


def side(
    name: str = "มาลี ใจดี",
    birth: tuple[int, int | None, int | None] | None = (1960, 5, 3),
    *,
    title: str | None = "นาง",
    number: str | None = "3999900000011",
    sex: str | None = None,
    tambon: str | None = "220506",
    house_no: str | None = None,
) -> PersonSide:
    first, _, last = name.partition(" ")
    return PersonSide(
        identity=Identity(number, title, first or None, last or None),
        birth=PartialDate(*birth) if birth else None,
        sex=sex,
        tambon_code=tambon,
        village_code=None,
        house_no=house_no,
        source=NOWHERE,
    )


def agreed(workspace: Workspace, one: PersonSide, other: PersonSide) -> dict[str, Agreement]:
    key = PairKey(EDITION, "welfare-card", "r", "h", 1)
    details = PairDetails(
        "0" * 16, key, Method.NAME, Band.ASK, None, review.OPEN, Conflict.NONE, one, other, (), ()
    )
    return {each.name: each.agreement for each in comparing.compared(workspace, details)}


@pytest.mark.parametrize(
    ("one", "other", "part", "expected"),
    [
        (side(), side(), "first_name", SAME),
        (side("มาลี ใจดี"), side("มาลีย์ ใจดี"), "first_name", NEAR),
        (side("มาลี ใจดี"), side("สมชาย ใจดี"), "first_name", DIFFERENT),
        (side("นางมาลี ใจดี", title=None), side("มาลี ใจดี"), "first_name", SAME),
        (side("มาลี"), side("มาลี ใจดี"), "last_name", UNKNOWN),
        (side(number=None), side(), "number", UNKNOWN),
        (side(number="3999900000020"), side(), "number", DIFFERENT),
        (side(birth=None), side(), "birth_year", UNKNOWN),
        (side(birth=(1961, 5, 3)), side(), "birth_year", NEAR),
        (side(birth=(1970, 5, 3)), side(), "birth_year", DIFFERENT),
        (side(birth=(1960, 5, None)), side(), "birth_day", UNKNOWN),
        (side(birth=(1960, 1, 1)), side(), "birth_day", UNKNOWN),
        (side(birth=(1960, 5, 4)), side(), "birth_day", DIFFERENT),
        (side(title=None, sex="female"), side(title="น.ส."), "sex", SAME),
        (side(title="นาย"), side(sex="female"), "sex", DIFFERENT),
        (side(title=None), side(), "sex", UNKNOWN),
        (side(title=None, name="นายเอก ใจดี"), side(title="นาย"), "sex", SAME),
        (side(tambon=None), side(), "place", UNKNOWN),
        (side(tambon="220501"), side(), "place", NEAR),
        (side(tambon="220101"), side(), "place", DIFFERENT),
        (side(house_no="12/3"), side(house_no="๑๒/๓ หมู่ ๒"), "house", SAME),
        (side(house_no="12/3"), side(house_no="12/4"), "house", DIFFERENT),
        (side(house_no="12/3"), side(house_no="12/3", tambon="220501"), "house", UNKNOWN),
    ],
)
def test_each_part_agrees_as_far_as_it_does(
    workspace_of_nobody: Workspace, one: PersonSide, other: PersonSide, part: str, expected: Agreement
) -> None:
    assert agreed(workspace_of_nobody, one, other)[part] is expected
    assert agreed(workspace_of_nobody, other, one)[part] is expected


@pytest.fixture(scope="module")
def workspace_of_nobody(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return build_linkage_workspace(tmp_path_factory.mktemp("nobody") / "office")


def test_a_house_number_that_one_side_never_tells_is_no_part(workspace_of_nobody: Workspace) -> None:
    assert "house" not in agreed(workspace_of_nobody, side(house_no="12/3"), side())


def test_pairs_are_listed_where_both_records_lie(workspace_of_nobody: Workspace) -> None:
    everything = review.ask_pairs(workspace_of_nobody, EDITION)
    keys = {each.pair: review.key_of(workspace_of_nobody, each.pair) for each in everything}
    places = places_of(workspace_of_nobody, keys.values())
    for within in (
        (("220506", "220506:"),),
        (("220501", "220501:"),),
        (("22", "22:"),),
        (("10", "10:"),),
        (),
    ):
        listed = [each.pair for each in review.ask_pairs(workspace_of_nobody, EDITION, Wanted(within))]
        slow = [
            pair
            for pair, key in keys.items()
            if all(
                any(low <= area < high for low, high in within)
                for area in (places[key].area_code, places[key].register_area)
            )
        ]
        assert listed == slow
        assert review.count_ask_pairs(workspace_of_nobody, EDITION, Wanted(within)) == len(slow)
    kinds = review.count_by_kind(workspace_of_nobody, EDITION)
    assert sum(kinds.values()) == len(everything)


def answer(workspace: Workspace, pair: str, said: Answer, by: str, seen: int, minutes: int = 0) -> bool:
    """Whether the answer was added."""
    at = NOON + timedelta(minutes=minutes)
    return review.decide(workspace, pair=pair, answer=said, by=by, note="", at=at, seen=seen)[1]


def test_of_answers_sent_at_once_one_is_kept(workspace: Workspace) -> None:
    pair = review.ask_pairs(workspace, EDITION)[0].pair
    outcomes: list[str] = []
    ready = threading.Barrier(6)

    def send(by: str, said: Answer) -> None:
        ready.wait()
        try:
            outcomes.append("added" if answer(workspace, pair, said, by, 0) else "there already")
        except SamutError as error:
            outcomes.append(error.code)

    people = [("มาลี", Answer.SAME)] * 3 + [("สมชาย", Answer.DIFFERENT)] * 3
    threads = [threading.Thread(target=send, args=each) for each in people]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(outcomes) == ["LINK_004"] * 3 + ["added"] + ["there already"] * 2
    assert len(review.decisions(workspace)) == 1


def test_what_may_not_be_said(workspace: Workspace) -> None:
    one, other = (
        each.pair
        for each in review.ask_pairs(workspace, EDITION)
        if review.rivals_of(workspace, review.key_of(workspace, each.pair))
    )
    with pytest.raises(SamutError, match="LINK_006"):
        answer(workspace, one, Answer.WITHDRAWN, "มาลี", 0)
    assert answer(workspace, one, Answer.SAME, "มาลี", 0)
    with pytest.raises(SamutError, match="LINK_005"):
        answer(workspace, other, Answer.SAME, "มาลี", 0)
    assert answer(workspace, one, Answer.WITHDRAWN, "สมชาย", 1)
    assert answer(workspace, other, Answer.SAME, "มาลี", 0)
    with pytest.raises(SamutError, match="LINK_001"):
        answer(workspace, "0" * 16, Answer.SAME, "มาลี", 0)


def test_shared_numbers_are_told_with_how_many_live_elsewhere(workspace_of_nobody: Workspace) -> None:
    near = (("220506", "220506:"),)
    [shared] = shared_numbers(workspace_of_nobody, EDITION, near)
    assert [each.area_code[:6] for each in shared.holders] == [CHAMAN, CHAMAN]
    assert shared.elsewhere == 0
    assert shared_numbers(workspace_of_nobody, EDITION, (("220501", "220501:"),)) == ()
    assert odd_pairs(workspace_of_nobody, EDITION, near) == ()
