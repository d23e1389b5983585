"""The review of pairs: who sees which, an answer and its withdrawal, two people at one pair."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client

from linkage_world import CHAMAN, EDITION, MAKHAM, build_linkage_workspace
from samut.engine.lake import Lake
from samut.engine.linkage import asking, link, review
from samut.engine.linkage.asking import Places, Wanted
from samut.engine.linkage.decisions import LOG
from samut.engine.workspace import Workspace, open_workspace
from samut.rules.errors import SamutError
from samut.rules.linkage import Answer, Conflict
from samut.web.accounts.models import User
from samut.web.audit.models import AuditEvent, Look
from samut.web.linkage import actions, policies, presenting, queries
from samut.web.linkage.queries import Narrowed

Browser = Callable[..., Client]
OFFICER = "officer_malee"
OTHER = "officer_of_other_tambon"
PROVINCE = "provincial_officer"
EVERYTHING = Narrowed()


@pytest.fixture(scope="session")
def linked_world(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return build_linkage_workspace(tmp_path_factory.mktemp("linkage") / "workspace")


@pytest.fixture
def office(linked_world: Workspace, tmp_path: Path, settings: object, db: None) -> Workspace:
    """The site serving a copy of its own: answers are never taken out again."""
    root = tmp_path / "office"
    shutil.copytree(linked_world.root, root)
    settings.SAMUT_WORKSPACE = root  # type: ignore[attr-defined]
    return open_workspace(root)


def pair_of(office: Workspace, last_name: str) -> str:
    """The pair whose member has that last name."""
    pairs = review.ask_pairs(office, EDITION)
    return next(
        each.pair
        for each in pairs
        if review.pair_details(office, each.pair).census.identity.last_name == last_name
    )


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def send(browser: Client, pair: str, answer: str, seen: int = 0, **more: str) -> HttpResponse:
    found = browser.post(f"/linkage/pair/{pair}/answer/", {"answer": answer, "seen": str(seen), **more})
    assert isinstance(found, HttpResponse)
    return found


def test_each_officer_lists_what_they_may_open_and_nothing_else(
    office: Workspace, people: dict[str, User], browser_of: Browser
) -> None:
    everything = {each.pair: each for each in review.ask_pairs(office, EDITION)}
    counts = {}
    for name in (OFFICER, OTHER, PROVINCE):
        listed = {each.pair for each in queries.queue_page(people[name], EVERYTHING, 1).pairs}
        browser = browser_of(name)
        opened = {pair for pair in everything if browser.get(f"/linkage/pair/{pair}/").status_code == 200}
        refused = {pair for pair in everything if browser.get(f"/linkage/pair/{pair}/").status_code == 404}
        assert listed == opened
        assert listed | refused == set(everything)
        counts[name] = len(listed)
        page = text(browser.get("/linkage/"))
        assert [pair for pair in everything if pair in page] == [
            pair for pair in everything if pair in listed
        ]
    # One pair of both tambons is neither tambon's.
    assert counts[PROVINCE] == counts[OFFICER] + counts[OTHER] + 1 == len(everything)
    across = everything[pair_of(office, "แก่นจันทร์")]
    assert (across.area_code[:6], across.register_area) == (CHAMAN, MAKHAM)
    assert counts[OTHER] == 1


def test_a_record_of_unknown_place_lies_somewhere_in_the_province(people: dict[str, User]) -> None:
    unknown = Places("22050601", "22")
    assert policies.pair_scope_of(people[PROVINCE]).covers(unknown)
    assert not policies.pair_scope_of(people[OFFICER]).covers(unknown)
    with pytest.raises(SamutError, match="LINK_001"):
        policies.check_may_open(people[OFFICER], unknown)
    with pytest.raises(SamutError, match="SITE_002"):
        policies.check_may_open(people["volunteer_somchai"], unknown)


def test_a_pair_is_shown_part_by_part_with_sign_word_and_source(
    office: Workspace, browser_of: Browser
) -> None:
    pair = pair_of(office, "พันธุ์เสือ")
    answer = browser_of(OFFICER).get(f"/linkage/pair/{pair}/")
    lines = {each.name: each for each in answer.context["parts"]}
    told = {name: (each.sign, each.word.th) for name, each in lines.items()}
    assert told == {
        "number": ("≠", "ต่างกัน"),
        "first_name": ("≈", "ใกล้เคียง"),
        "last_name": ("✓", "ตรงกัน"),
        "birth_year": ("✓", "ตรงกัน"),
        "birth_day": ("✓", "ตรงกัน"),
        "sex": ("✓", "ตรงกัน"),
        "place": ("✓", "ตรงกัน"),
    }
    page = text(answer)
    assert "บุญเลิ<mark>ศ</mark>" in page and "บุญเลิ<mark>ด</mark>" in page
    assert "members.csv แถว" in page and "welfare-card.csv แถว" in page and "จปฐ. 2561" in page
    assert "มากกว่า 99 ใน 100" in page
    details = review.pair_details(office, pair)
    for side in (details.census, details.register):
        number = str(side.identity.number)
        assert number not in page and f"x-xxxx-xxxxx-{number[-3:-1]}-{number[-1]}" in page


def test_english_says_the_same(office: Workspace, browser_of: Browser) -> None:
    page = text(browser_of(OFFICER, language="en").get(f"/linkage/pair/{pair_of(office, 'ขำเจริญ')}/"))
    assert "one number, but names and births of two persons" in page
    assert "One person or two?" in page and "years apart" in page


def test_a_look_is_logged_with_its_purpose_and_asked_first(office: Workspace, browser_of: Browser) -> None:
    pair = pair_of(office, "วงษ์สุวรรณ")
    asked = browser_of(OFFICER, purpose="").get(f"/linkage/pair/{pair}/")
    assert asked.status_code == 302 and asked["Location"].startswith("/purpose/")
    assert not Look.objects.exists()
    browser = browser_of(OFFICER, purpose="check")
    browser.get(f"/linkage/pair/{pair}/")
    look = Look.objects.get()
    details = review.pair_details(office, pair)
    assert (look.page, look.household_id, look.area_code, look.purpose) == (
        "pair",
        details.key.household_id,
        "22050601",
        "check",
    )
    for path in ("", "answers/", "numbers/"):
        browser.get(f"/linkage/{path}")
    assert {each.page for each in Look.objects.all()} == {"pair", "pairs", "answers", "numbers"}
    assert {each.area_code for each in Look.objects.exclude(page="pair")} == {CHAMAN}


def test_an_answer_is_kept_once_and_the_next_pair_comes(office: Workspace, browser_of: Browser) -> None:
    browser = browser_of(OFFICER)
    before = [each.pair for each in review.ask_pairs(office, EDITION, Wanted((("220506", "220506:"),)))]
    pair = before[0]
    first = send(browser, pair, "same", note=" ถามผู้ใหญ่บ้านแล้ว ")
    again = send(browser, pair, "same")
    assert (first.status_code, first["Location"]) == (302, f"/linkage/pair/{before[1]}/")
    assert again["Location"] == first["Location"]
    [said] = review.decisions(office)
    assert (said.pair, said.answer, said.by, said.note) == (
        pair,
        Answer.SAME,
        OFFICER,
        "ถามผู้ใหญ่บ้านแล้ว",
    )
    [event] = AuditEvent.objects.filter(event__startswith="pair.")
    assert (event.event, event.target, event.area_code) == ("pair.same", f"pair:{pair}", "22050601")
    assert "ผู้ใหญ่บ้าน" not in str(event.facts)
    assert "ผู้ใหญ่บ้าน" not in (office.lake / LOG).read_text(encoding="utf-8")
    assert pair not in {each.pair for each in review.ask_pairs(office, EDITION)}
    assert "1 คู่ตอบแล้วและรอผล" in text(browser.get("/linkage/"))


def test_an_answer_is_withdrawn_and_nothing_is_deleted(office: Workspace, browser_of: Browser) -> None:
    browser, pair = browser_of(OFFICER), pair_of(office, "วงษ์สุวรรณ")
    send(browser, pair, "different")
    following = browser.get("/linkage/start/", follow=True)
    assert following.context["last"].decision.pair == pair
    back = send(browser, pair, "withdrawn", seen=1)
    assert back["Location"] == f"/linkage/pair/{pair}/"
    assert [each.answer for each in review.decisions(office)] == [Answer.DIFFERENT, Answer.WITHDRAWN]
    assert pair in {each.pair for each in review.ask_pairs(office, EDITION)}
    shown = browser.get("/linkage/answers/")
    assert [(each["line"].decision.answer, each["line"].stands) for each in shown.context["lines"]] == [
        (Answer.WITHDRAWN, False),
        (Answer.DIFFERENT, False),
    ]
    twice = send(browser, pair, "withdrawn", seen=2)
    assert twice.status_code == 409 and "LINK_006" in text(twice)
    assert len(review.decisions(office)) == 2


def test_the_second_of_two_is_told_and_keeps_the_note(office: Workspace, browser_of: Browser) -> None:
    pair = pair_of(office, "วงษ์สุวรรณ")
    send(browser_of(PROVINCE), pair, "same")
    second = send(browser_of(OFFICER), pair, "different", note="คนละบ้านกัน")
    assert second.status_code == 409
    page = text(second)
    assert "LINK_004" in page and "มีผู้อื่นตอบคู่นี้แล้ว" in page and "คนละบ้านกัน" in page
    assert [(each.by, each.answer) for each in review.decisions(office)] == [(PROVINCE, Answer.SAME)]
    assert AuditEvent.objects.filter(event__startswith="pair.").count() == 1
    # The same answer of two persons is no contradiction, and still the second is told.
    assert send(browser_of(OFFICER), pair, "same").status_code == 409
    # Having seen it, the officer may withdraw it and answer anew.
    assert send(browser_of(OFFICER), pair, "withdrawn", seen=1).status_code == 302
    assert send(browser_of(OFFICER), pair, "different", seen=2).status_code == 302
    assert [each.answer.value for each in review.decisions(office)] == ["same", "withdrawn", "different"]


def test_one_record_is_given_to_one_person_alone(office: Workspace, browser_of: Browser) -> None:
    one, other = (each.pair for each in review.ask_pairs(office, EDITION) if _is_twin(office, each.pair))
    page = browser_of(OFFICER).get(f"/linkage/pair/{one}/")
    assert [each.pair for each in page.context["page"].rivals] == [other]
    send(browser_of(OFFICER), one, "same")
    assert other not in {each.pair for each in review.ask_pairs(office, EDITION)}
    refused = send(browser_of(OFFICER), other, "same")
    assert refused.status_code == 409 and "LINK_005" in text(refused)
    assert send(browser_of(OFFICER), other, "different").status_code == 302


def _is_twin(office: Workspace, pair: str) -> bool:
    return review.pair_details(office, pair).census.identity.last_name == "สวนทรัพย์"


def test_answers_survive_a_link_made_anew(office: Workspace, browser_of: Browser) -> None:
    browser = browser_of(OFFICER)
    same, different = pair_of(office, "พันธุ์เสือ"), pair_of(office, "ขำเจริญ")
    send(browser, same, "same")
    send(browser, different, "different")
    assert review.answers_waiting(office, EDITION) == 2
    after = link(office, EDITION)
    assert not after.done_before
    assert review.answers_waiting(office, EDITION) == 0
    rows = Lake(office)
    with rows.read() as connection:
        found = connection.execute(
            "SELECT method, band FROM read_parquet(?) WHERE pair = ?",
            [str(after.path / "pairs.parquet"), same],
        ).fetchall()
    assert found == [("decision", "same")]
    # What a person said stands is shown with its answer, the one no longer in the link as well.
    for pair, word in ((same, "คนเดียวกัน"), (different, "คนละคน")):
        page = browser.get(f"/linkage/pair/{pair}/")
        assert page.context["answer"].th == word
    assert send(browser, different, "withdrawn", seen=1).status_code == 302
    link(office, EDITION)
    assert different in {each.pair for each in review.ask_pairs(office, EDITION)}
    assert same not in {each.pair for each in review.ask_pairs(office, EDITION)}


def test_the_list_is_narrowed_by_register_and_by_what_is_odd(
    office: Workspace, people: dict[str, User], browser_of: Browser
) -> None:
    officer = people[PROVINCE]
    everything = review.ask_pairs(office, EDITION)
    for register in ("", "welfare-card", "disability", "elderly-allowance"):
        for name, conflict in {"": None, **queries.CONFLICTS}.items():
            page = queries.queue_page(officer, Narrowed(register=register, conflict=name), 1)
            slow = [
                each.pair
                for each in everything
                if register in ("", each.register) and (conflict is None or each.conflict is conflict)
            ]
            assert [each.pair for each in page.pairs] == slow
            assert page.total == len(slow)
    assert {each.conflict for each in everything} == set(Conflict)
    below = queries.queue_page(officer, Narrowed(area="22050602"), 1)
    assert {each.area_code for each in below.pairs} == {"22050602"}
    for wrong in ("register=nothing", "conflict=nothing"):
        assert browser_of(OFFICER).get(f"/linkage/?{wrong}").status_code == 400
    assert browser_of(OFFICER).get("/linkage/?area=999999").status_code == 404
    empty = browser_of(OFFICER).get("/linkage/?register=elderly-allowance&conflict=two_numbers")
    assert "ไม่มีคู่แบบนี้ที่รอคำตอบ" in text(empty)


def test_skipping_goes_round_and_the_last_answer_ends_at_the_list(
    office: Workspace, people: dict[str, User], browser_of: Browser
) -> None:
    officer = people[OFFICER]
    order = [each.pair for each in queries.queue_page(officer, EVERYTHING, 1).pairs]
    walked = [order[0]]
    for _ in order:
        walked.append(str(queries.following(officer, walked[-1], EVERYTHING)))
    assert walked == [*order, order[0]]
    browser = browser_of(OTHER)
    [only] = queries.queue_page(people[OTHER], EVERYTHING, 1).pairs
    assert send(browser, only.pair, "different")["Location"] == "/linkage/"
    assert "ไม่มีคู่ที่รอคำตอบในพื้นที่ของท่าน" in text(browser.get("/linkage/"))
    assert browser.get("/linkage/start/")["Location"] == "/linkage/"


def test_the_filter_goes_along(office: Workspace, browser_of: Browser) -> None:
    first, second = (
        each.pair
        for each in review.ask_pairs(
            office, EDITION, Wanted((("220506", "220506:"),), register="welfare-card")
        )
        if each.conflict is Conflict.TWO_NUMBERS
    )
    answer = send(browser_of(OFFICER), first, "different", register="welfare-card", conflict="two_numbers")
    assert answer["Location"] == f"/linkage/pair/{second}/?register=welfare-card&conflict=two_numbers"


def test_what_is_sent_wrongly_changes_nothing(office: Workspace, browser_of: Browser) -> None:
    pair = pair_of(office, "ภู่ทอง")
    browser = browser_of(OTHER)
    assert send(browser, pair, "perhaps").status_code == 400
    assert browser.post(f"/linkage/pair/{pair}/answer/", {"answer": "same"}).status_code == 400
    assert browser.get(f"/linkage/pair/{pair}/answer/").status_code == 405
    assert browser.get("/linkage/pair/nothing/").status_code == 404
    # Another tambon's pair is not there, neither to look at nor to answer.
    assert send(browser_of(OFFICER), pair, "same").status_code == 404
    # Who answers has said what for.
    assert send(browser_of(OTHER, purpose=""), pair, "same")["Location"] == f"/linkage/pair/{pair}/"
    assert review.decisions(office) == () and not AuditEvent.objects.filter(event="pair.same").exists()


def test_the_event_stands_or_falls_with_the_answer(
    office: Workspace, people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **values: object) -> None:
        raise RuntimeError("the log cannot be written")

    monkeypatch.setattr(actions.review, "decide", broken)
    with pytest.raises(RuntimeError):
        actions.answer_pair(by=people[OFFICER], pair=pair_of(office, "วงษ์สุวรรณ"), answer=Answer.SAME, seen=0)
    assert not AuditEvent.objects.filter(event="pair.same").exists()


def test_the_keys_come_as_a_script_the_policy_lets_in(office: Workspace, browser_of: Browser) -> None:
    answer = browser_of(OFFICER).get(f"/linkage/pair/{pair_of(office, 'วงษ์สุวรรณ')}/")
    page = text(answer)
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "review" in page and 'type="module"' in page
    assert "<script>" not in page and "onclick" not in page and "style=" not in page
    for key in ("KeyS", "KeyD", "KeyU", "ArrowRight"):
        assert page.count(f'data-key="{key}"') == 1
    send(browser_of(OFFICER), pair_of(office, "วงษ์สุวรรณ"), "same")
    assert 'data-key="KeyZ"' in text(browser_of(OFFICER).get("/linkage/start/", follow=True))


def test_odd_numbers_are_listed_and_not_answered(office: Workspace, browser_of: Browser) -> None:
    answer = browser_of(OFFICER).get("/linkage/numbers/")
    [shared] = answer.context["shared"]
    elsewhere, holders = shared
    assert {holder.member_no for holder, _ in holders} == {1, 2} and elsewhere == 0
    assert {village.name_th for _, village in holders} == {"หมู่ที่ 2"}
    assert answer.context["odd"] == [] and "<form" not in text(answer).split("<main")[1].split("</main")[0]
    assert browser_of(OTHER).get("/linkage/numbers/").context["shared"] == []
    pair = pair_of(office, "ขำเจริญ")
    send(browser_of(OFFICER), pair, "same")
    link(office, EDITION)
    odd = browser_of(OFFICER).get("/linkage/numbers/").context["odd"]
    assert [(each.pair, each.conflict) for each, *_ in odd] == [(pair, Conflict.OTHER_PERSON)]


def test_before_the_first_link_the_page_says_so(office: Workspace, browser_of: Browser) -> None:
    shutil.rmtree(office.lake / "links")
    page = text(browser_of(OFFICER).get("/linkage/"))
    assert "ยังไม่ได้เชื่อมโยงทะเบียน" in page and "samut link" in page
    assert browser_of(OFFICER).get("/linkage/numbers/").status_code == 200
    assert browser_of(OFFICER).get("/linkage/answers/").status_code == 200


def test_who_answered_is_named_and_a_lost_account_keeps_its_name(
    office: Workspace, people: dict[str, User], browser_of: Browser
) -> None:
    people[OFFICER].first_name = "มาลี ใจดี"
    people[OFFICER].save()
    pair = pair_of(office, "วงษ์สุวรรณ")
    send(browser_of(OFFICER), pair, "same")
    assert "มาลี ใจดี" in text(browser_of(PROVINCE).get("/linkage/answers/"))
    log = office.lake / LOG
    line = json.loads(log.read_text(encoding="utf-8"))
    log.write_text(json.dumps(line | {"by": "gone"}) + "\n", encoding="utf-8")
    assert "gone" in text(browser_of(PROVINCE).get(f"/linkage/pair/{pair}/"))


def test_standing_is_found_as_by_hand(office: Workspace) -> None:
    order = [each.pair for each in review.ask_pairs(office, EDITION)]
    for place, pair in enumerate(order):
        standing = asking.standing_of(office, EDITION, asking.ALL, pair)
        assert standing is not None
        assert (standing.place, standing.total, standing.first) == (place + 1, len(order), order[0])
        assert standing.before == (order[place - 1] if place else None)
        assert standing.after == (order[place + 1] if place + 1 < len(order) else None)
    assert asking.standing_of(office, EDITION, asking.ALL, "0" * 16) is None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("3999900000011", "3999900000012", "1 จาก 13 หลัก"),
        ("3999900000012", "3999900000021", "สลับกันหนึ่งคู่หลักที่ติดกัน"),
        ("3999900000011", "1999900000012", "2 จาก 13 หลัก"),
        ("3999900000011", "3999900000011", None),
        ("3999900000011", "12", None),
        (None, "3999900000011", None),
    ],
)
def test_numbers_apart_in_words(one: str | None, other: str | None, expected: str | None) -> None:
    told = presenting.digits_apart(one, other)
    assert (told and told.th) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("บุญเลิศ", "บุญเลิด", [("บุญเลิ", False), ("ศ", True)]),
        ("ศรี", "สี", [("ศรี", True)]),
        ("มาลี", "มาลี", [("มาลี", False)]),
        ("แก้ว", "แกว", [("แ", False), ("ก้", True), ("ว", False)]),
    ],
)
def test_letters_that_differ_are_marked_with_their_vowels(
    one: str, other: str, expected: list[tuple[str, bool]]
) -> None:
    assert [(each.text, each.differs) for each in presenting.pieces(one, other)] == expected


def test_chance_is_never_certain() -> None:
    assert presenting.chance_words(None) is None
    words = {chance: presenting.chance_words(chance) for chance in (0.5, 0.899, 0.99, 0.9999999)}
    told = {chance: word and word.en.split(" pairs")[0] for chance, word in words.items()}
    assert told == {
        0.5: "about 50 of 100",
        0.899: "about 89 of 100",
        0.99: "about 99 of 100",
        0.9999999: "more than 99 of 100",
    }
