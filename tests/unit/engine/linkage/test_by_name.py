"""Whom numbers leave: found by name, asked about, or left alone; and what people answer."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from register_files import card_csv, household, household_csv, member, member_csv, number, write
from samut.engine.household import rows_of
from samut.engine.lake import Lake, unfinished
from samut.engine.linkage import LinkResult, link
from samut.engine.linkage import by_name as by_name_module
from samut.engine.linkage.asking import Wanted
from samut.engine.linkage.bands import PairRow, banded
from samut.engine.linkage.decisions import LOG, PairKey, decisions
from samut.engine.linkage.people import opened
from samut.engine.linkage.results import COMPARE, NAME_STEPS
from samut.engine.linkage.review import ask_pairs, count_ask_pairs, decide, pair_details
from samut.engine.registers.importing import import_register
from samut.engine.workspace import Workspace, create_workspace
from samut.rules.errors import SamutError
from samut.rules.linkage import Answer, Conflict, load_link_policy
from samut.rules.policy_files import ParametersOnDay

EDITION = 2561
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
POLICY = load_link_policy()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return create_workspace(
        tmp_path / "office", name="ทดสอบ", demo=True, province="22", edition=EDITION, registers=[]
    )


def pair_rows(workspace: Workspace, result: LinkResult) -> list[dict[str, Any]]:
    with Lake(workspace).connect() as connection:
        return rows_of(
            connection.execute("SELECT * FROM read_parquet(?)", [str(result.path / "pairs.parquet")])
        )


def key(register_key: str, member_no: int, register: str = "welfare-card") -> PairKey:
    return PairKey(EDITION, register, register_key, "house", member_no)


def bands(rows: list[PairRow], answers: dict[str, Answer] | None = None) -> dict[str, tuple[str, str]]:
    found = banded(rows, answers or {}, POLICY).to_pylist()
    return {row["pair"]: (row["method"], row["band"]) for row in found}


def test_one_sure_pair_is_the_same() -> None:
    assert bands([PairRow("a", key("r1", 1), 0.999, Conflict.NONE)]) == {"a": ("name", "same")}


def test_rivals_are_asked_about_both() -> None:
    rows = [
        PairRow("a", key("r1", 1), 0.9999, Conflict.NONE),
        PairRow("b", key("r1", 2), 0.995, Conflict.NONE),
    ]
    assert bands(rows) == {"a": ("name", "ask"), "b": ("name", "ask")}


def test_another_register_is_no_rival() -> None:
    rows = [
        PairRow("a", key("r1", 1), 0.999, Conflict.NONE),
        PairRow("b", key("r2", 1, "disability"), 0.999, Conflict.NONE),
    ]
    assert bands(rows) == {"a": ("name", "same"), "b": ("name", "same")}


def test_an_answer_settles_both_sides_and_one_against_frees_the_rival() -> None:
    rows = [
        PairRow("a", key("r1", 1), 0.7, Conflict.TWO_NUMBERS),
        PairRow("b", key("r1", 2), 0.999, Conflict.NONE),
    ]
    assert bands(rows, {"a": Answer.SAME}) == {"a": ("decision", "same")}
    assert bands(rows, {"a": Answer.DIFFERENT}) == {"b": ("name", "same")}


def test_what_nothing_was_learnt_of_is_asked() -> None:
    assert bands([PairRow("a", key("r1", 1), None, Conflict.NONE)]) == {"a": ("name", "ask")}


def import_world(workspace: Workspace, members: list[dict[str, str]], cards: list[tuple[str, ...]]) -> None:
    files = [
        write(workspace, "h.csv", household_csv([household(1)])),
        write(workspace, "m.csv", member_csv(members)),
    ]
    import_register(workspace, "bmn", files, edition=EDITION)
    import_register(
        workspace, "welfare-card", [write(workspace, "card.csv", card_csv(cards))], edition=EDITION
    )


def card_of(place: int, first: str, last: str, birth: str) -> tuple[str, ...]:
    return (number(place), "นาง", first, last, birth, "220506", "1", "1")


def by_name(workspace: Workspace, result: LinkResult) -> dict[int, tuple[bool | None, bool | None]]:
    with Lake(workspace).connect() as connection:
        found = connection.execute(
            "SELECT member_no, in_welfare_card, in_welfare_card_by_name FROM read_parquet(?)",
            [str(result.path / "person.parquet")],
        ).fetchall()
    return {member_no: (exact, named) for member_no, exact, named in found}


def without_a_number(workspace: Workspace) -> None:
    """Member 2 has no valid number; a card of nobody's number bears that name and birth."""
    members = [member(1, 1), member(1, 2, person_key="12", first_name="มาลี", birth="03/05/2510")]
    import_world(
        workspace,
        members,
        [card_of(11, "สมหญิง", "ทดสอบ", "00/05/2520"), card_of(99, "มาลี", "ทดสอบ", "03/05/2510")],
    )


def test_a_person_is_asked_answers_and_takes_it_back(workspace: Workspace) -> None:
    without_a_number(workspace)
    first = link(workspace, EDITION)
    assert (first.linked["welfare-card"], first.asked["welfare-card"], first.named["welfare-card"]) == (
        1,
        1,
        0,
    )
    assert by_name(workspace, first) == {1: (True, False), 2: (None, None)}
    [asked] = ask_pairs(workspace, EDITION, Wanted(area_code="2205", register="welfare-card"))
    assert ask_pairs(workspace, EDITION, Wanted(area_code="2206")) == ()
    assert (asked.probability, asked.conflict, asked.member_no) == (None, Conflict.NONE, 2)

    decide(workspace, pair=asked.pair, answer=Answer.SAME, by="สมพร", note="ถามผู้ใหญ่บ้านแล้ว", at=NOON)
    assert count_ask_pairs(workspace, EDITION) == 0
    second = link(workspace, EDITION)
    assert second.link_id != first.link_id
    assert second.named["welfare-card"] == 1
    assert by_name(workspace, second)[2] == (None, True)

    decide(workspace, pair=asked.pair, answer=Answer.WITHDRAWN, by="สมพร", note="", at=NOON)
    third = link(workspace, EDITION)
    assert (third.link_id, third.done_before) == (first.link_id, True)
    assert [each.answer for each in decisions(workspace)] == [Answer.SAME, Answer.WITHDRAWN]
    assert decisions(workspace)[0].note == "ถามผู้ใหญ่บ้านแล้ว"
    assert count_ask_pairs(workspace, EDITION) == 1


def test_an_answer_against_makes_two_persons_of_them(workspace: Workspace) -> None:
    without_a_number(workspace)
    link(workspace, EDITION)
    [asked] = ask_pairs(workspace, EDITION)
    decide(workspace, pair=asked.pair, answer=Answer.DIFFERENT, by="สมพร", note="", at=NOON)
    after = link(workspace, EDITION)
    assert (after.asked["welfare-card"], after.named["welfare-card"]) == (0, 0)


def test_details_show_both_records_and_what_differs(workspace: Workspace) -> None:
    without_a_number(workspace)
    link(workspace, EDITION)
    [asked] = ask_pairs(workspace, EDITION)
    details = pair_details(workspace, asked.pair)
    assert (details.census.identity.first_name, details.register.identity.first_name) == ("มาลี", "มาลี")
    assert details.differing == ("number",)
    with pytest.raises(SamutError) as caught:
        pair_details(workspace, "0" * 16)
    assert caught.value.code == "LINK_001"


def test_two_valid_numbers_are_asked_about(workspace: Workspace) -> None:
    import_world(workspace, [member(1, 1, birth="03/05/2510")], [card_of(99, "สมหญิง", "ทดสอบ", "03/05/2510")])
    result = link(workspace, EDITION)
    [row] = pair_rows(workspace, result)
    assert (row["band"], row["conflict"]) == ("ask", "two_numbers")
    assert by_name(workspace, result) == {1: (False, False)}


def test_one_number_of_two_persons_is_shown_and_still_counted_by_number(workspace: Workspace) -> None:
    import_world(workspace, [member(1, 1)], [card_of(11, "ประเสริฐ", "แก้วมณี", "01/02/2490")])
    result = link(workspace, EDITION)
    [row] = pair_rows(workspace, result)
    assert (row["method"], row["band"], row["conflict"]) == ("number", "ask", "other_person")
    assert by_name(workspace, result) == {1: (True, False)}
    [asked] = ask_pairs(workspace, EDITION)
    assert asked.conflict is Conflict.OTHER_PERSON
    decide(workspace, pair=asked.pair, answer=Answer.SAME, by="สมพร", note="", at=NOON)
    [row] = pair_rows(workspace, link(workspace, EDITION))
    assert (row["band"], row["conflict"]) == ("same", "other_person")
    decide(workspace, pair=asked.pair, answer=Answer.DIFFERENT, by="สมพร", note="", at=NOON)
    assert pair_rows(workspace, link(workspace, EDITION)) == []


def test_a_number_of_two_members_is_asked_about(workspace: Workspace) -> None:
    members = [member(1, 1, person_key=number(77)), member(1, 2, person_key=number(77), first_name="มาลี")]
    import_world(workspace, members, [card_of(77, "สมหญิง", "ทดสอบ", "00/05/2520")])
    [row] = pair_rows(workspace, link(workspace, EDITION))
    assert (row["member_no"], row["band"], row["conflict"]) == (1, "ask", "shared_number")


def test_the_lake_holds_no_name_and_a_broken_log_stops_linking(workspace: Workspace) -> None:
    without_a_number(workspace)
    result = link(workspace, EDITION)
    written = (result.path / "pairs.parquet").read_bytes()
    assert "มาลี".encode() not in written
    [asked] = ask_pairs(workspace, EDITION)
    decide(workspace, pair=asked.pair, answer=Answer.SAME, by="สมพร", note="มาลี", at=NOON)
    log = workspace.lake / LOG
    assert "มาลี" not in log.read_text(encoding="utf-8")
    assert json.loads(log.read_text(encoding="utf-8"))["answer"] == "same"
    # Half a line that a killed process left is no answer; the next one starts afresh.
    with log.open("a", encoding="utf-8") as half:
        half.write('{"pair": "')
    assert len(decisions(workspace)) == 1
    decide(workspace, pair=asked.pair, answer=Answer.WITHDRAWN, by="สมพร", note="", at=NOON)
    assert len(decisions(workspace)) == 2
    log.write_text("{}\n", encoding="utf-8")
    with pytest.raises(SamutError) as caught:
        link(workspace, EDITION)
    assert caught.value.code == "LINK_002"


def test_without_a_link_there_is_nothing_to_ask(workspace: Workspace) -> None:
    without_a_number(workspace)
    with pytest.raises(SamutError) as caught:
        ask_pairs(workspace, EDITION)
    assert caught.value.code == "LINK_003"


def test_enough_answers_teach_the_model(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    without_a_number(workspace)
    link(workspace, EDITION)
    [asked] = ask_pairs(workspace, EDITION)
    decide(workspace, pair=asked.pair, answer=Answer.SAME, by="สมพร", note="", at=NOON)
    lessons: list[int] = []

    def counted(left: pa.Table, right: pa.Table) -> int:
        lessons.append(left.num_rows)
        assert left["last_name"].to_pylist() == right["last_name"].to_pylist()
        return left.num_rows

    known = by_name_module._known_pairs
    monkeypatch.setattr(
        by_name_module,
        "_known_pairs",
        lambda *given: (counted(*(found := known(*given))), found)[1],
    )
    link(workspace, EDITION)
    eager = replace(POLICY, values=Overridden(POLICY.values, least_decisions_to_learn=1))
    monkeypatch.setattr(by_name_module, "load_link_policy", lambda: eager)
    decide(workspace, pair=asked.pair, answer=Answer.WITHDRAWN, by="สมพร", note="", at=NOON)
    import_register(
        workspace,
        "welfare-card",
        [write(workspace, "more.csv", card_csv([card_of(98, "ปรีชา", "ทดสอบ", "04/05/2511")]))],
        edition=EDITION,
    )
    decide(workspace, pair=asked.pair, answer=Answer.SAME, by="สมพร", note="", at=NOON)
    link(workspace, EDITION)
    # One pair by number; then the answered one as well.
    assert lessons == [1, 2]


def test_progress_is_told_and_cancelling_leaves_nothing_behind(workspace: Workspace) -> None:
    without_a_number(workspace)
    told: list[tuple[int, int | None, str]] = []

    def cancelling(done: int, total: int | None, label: str) -> None:
        told.append((done, total, label))
        if label == COMPARE:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        link(workspace, EDITION, cancelling)
    assert not list((workspace.lake / "links").rglob("*.parquet"))
    assert unfinished(workspace.lake) == 0

    told.clear()
    link(workspace, EDITION, lambda *each: told.append(each))
    assert [done for done, _, _ in told] == list(range(len(told)))
    assert {total for _, total, _ in told} == {told[-1][0]}
    assert [label for _, _, label in told if label in NAME_STEPS] == list(NAME_STEPS)


def test_house_numbers_of_a_register_are_read_open_or_sealed(workspace: Workspace) -> None:
    without_a_number(workspace)
    lake = Lake(workspace)
    sealed = lake.keys.seal_many(['{"first_name": "มาลี", "house_no": "๑๒/๓ ม.๔"}', '{"first_name": "มาลี"}'])
    people = pa.table(
        {"unique_id": [1, 2], "identity": pa.array(sealed, pa.binary()), "house_no": [None, "7"]}
    )
    told = opened(people, lake.keys)
    assert told["house_no"].to_pylist() == ["๑๒/๓ ม.๔", "7"]
    assert opened(people.drop_columns(["house_no"]), lake.keys)["house_no"].to_pylist() == ["๑๒/๓ ม.๔", None]


class Overridden(ParametersOnDay):
    """The policy's values with some of them changed."""

    def __init__(self, values: ParametersOnDay, **changed: float) -> None:
        super().__init__({})
        self._before, self._changed = values, changed

    def __getattr__(self, name: str) -> float:
        return self._changed[name] if name in self._changed else getattr(self._before, name)
