"""Reads of the pairs that wait for a person's answer, as far as both records lie in the reader's areas."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from samut.engine.lake import Lake
from samut.engine.linkage import asking, comparing, odd_numbers, review
from samut.engine.linkage.asking import Places, Standing, Wanted
from samut.engine.linkage.comparing import ComparedPart
from samut.engine.linkage.decisions import Decision
from samut.engine.linkage.odd_numbers import OddPair, SharedNumber
from samut.engine.linkage.results import REGISTERS
from samut.engine.linkage.review import AskedPair, PairDetails
from samut.rules.errors import SamutError
from samut.rules.linkage import Answer, Conflict
from samut.web.accounts.models import User
from samut.web.accounts.policies import COUNTRY, AnyUser
from samut.web.areas.queries import area, workspace
from samut.web.linkage.policies import check_may_open, pair_scope_of

PAGE_PAIRS = 50
PAGE_ANSWERS = 50
# In addresses: pairs whose numbers are not odd.
PLAIN = "plain"
CONFLICTS = {PLAIN: Conflict.NONE, **{each.value: each for each in Conflict if each}}


@dataclass(frozen=True)
class Narrowed:
    """What of the pairs an address asks for; empty parts narrow nothing."""

    area: str = ""
    register: str = ""
    conflict: str = ""

    def query(self, **changes: str) -> str:
        """The same with changes, as the tail of an address."""
        wanted = {"area": self.area, "register": self.register, "conflict": self.conflict} | changes
        told = {name: value for name, value in wanted.items() if value}
        return f"?{urlencode(told)}" if told else ""


@dataclass(frozen=True)
class QueuePage:
    """One page of the pairs that wait. `linked`: False before the first link of the edition."""

    linked: bool
    pairs: tuple[AskedPair, ...]
    total: int
    by_kind: dict[tuple[str, Conflict], int]
    waiting_for_link: int
    page: int
    pages: int


@dataclass(frozen=True)
class PairPage:
    """One pair: both records, how far they agree, what was said, and what stands beside it in the list."""

    details: PairDetails
    parts: tuple[ComparedPart, ...]
    places: Places
    standing: Standing | None
    rivals: tuple[AskedPair, ...]
    rivals_elsewhere: int
    answer: Decision | None

    @property
    def seen(self) -> int:
        """How many answers to the pair its reader knows of."""
        return len(self.details.decisions)

    @property
    def left(self) -> int:
        """How many pairs wait, this one among them unless it is answered."""
        if self.standing is None:
            return 0
        return self.standing.total - (self.answer is not None)


@dataclass(frozen=True)
class AnswerLine:
    """One answer of the log, and whether it still stands. `seen`: how many answers its pair has."""

    decision: Decision
    stands: bool
    by: str
    seen: int


def edition() -> int:
    """The edition the site shows."""
    return workspace().config.edition


def read_narrowed(given: dict[str, str]) -> Narrowed:
    """What an address narrows the pairs to. Raises: SITE_004, SITE_003 for an area there is none of."""
    narrowed = Narrowed(*(given.get(name, "") for name in ("area", "register", "conflict")))
    if narrowed.register not in {"", *REGISTERS}:
        raise SamutError("SITE_004", name="register")
    if narrowed.conflict not in {"", *CONFLICTS}:
        raise SamutError("SITE_004", name="conflict")
    if narrowed.area:
        area(narrowed.area)
    return narrowed


def queue_page(user: AnyUser, narrowed: Narrowed, page: int) -> QueuePage:
    """The pairs that wait for the user. Raises: SITE_002 for whoever is no officer."""
    wanted = _wanted(user, narrowed)
    everything = _wanted(user, Narrowed(area=narrowed.area))
    try:
        by_kind = review.count_by_kind(workspace(), edition(), everything)
    except SamutError as error:
        if error.code not in ("LINK_003", "WORK_015"):
            raise
        return QueuePage(False, (), 0, {}, 0, 1, 1)
    total = review.count_ask_pairs(workspace(), edition(), wanted)
    pages = max(1, -(-total // PAGE_PAIRS))
    page = min(max(page, 1), pages)
    pairs = review.ask_pairs(workspace(), edition(), wanted, PAGE_PAIRS, (page - 1) * PAGE_PAIRS)
    waiting = review.answers_waiting(workspace(), edition())
    return QueuePage(True, pairs, total, by_kind, waiting, page, pages)


def first_pair(user: AnyUser, narrowed: Narrowed) -> str | None:
    """The pair to begin with; None when none waits. Raises: SITE_002."""
    found = review.ask_pairs(workspace(), edition(), _wanted(user, narrowed), limit=1)
    return found[0].pair if found else None


def places_for(user: AnyUser, pair: str) -> Places:
    """Where both records of a pair lie, for whoever answers for them. Nothing of them is read.

    Raises: SITE_002 for whoever is no officer, LINK_001 for a pair elsewhere or nowhere.
    """
    pair_scope_of(user)
    if not re.fullmatch(r"[0-9a-f]{16}", pair):
        raise SamutError("LINK_001")
    key = review.key_of(workspace(), pair)
    places = asking.places_of(workspace(), [key]).get(key)
    check_may_open(user, places)
    if places is None:  # never: the check refuses it
        raise SamutError("LINK_001")
    return places


def pair_page(user: AnyUser, pair: str, narrowed: Narrowed) -> PairPage:
    """One pair with both persons in the clear. The caller logs the look.

    Raises: SITE_002 for whoever is no officer, LINK_001 for a pair elsewhere or nowhere.
    """
    places = places_for(user, pair)
    details = review.pair_details(workspace(), pair)
    of_edition = details.key.edition
    rivals = review.rivals_of(workspace(), details.key)
    near = tuple(each for each in rivals if _covers(user, each))
    return PairPage(
        details=details,
        parts=comparing.compared(workspace(), details),
        places=places,
        standing=asking.standing_of(workspace(), of_edition, _wanted(user, narrowed), pair),
        rivals=near,
        rivals_elsewhere=len(rivals) - len(near),
        answer=_standing_answer(details.decisions),
    )


def following(user: AnyUser, pair: str, narrowed: Narrowed) -> str | None:
    """The pair to go on with after one, from the first again after the last; None when none waits."""
    standing = asking.standing_of(workspace(), edition(), _wanted(user, narrowed), pair)
    if standing is None:
        return first_pair(user, narrowed)
    found = standing.after or standing.first
    return None if found == pair else found


def answers(user: AnyUser, page: int) -> tuple[tuple[AnswerLine, ...], int, int]:
    """A page of the answers given in the user's areas, the newest first; the page and how many there are.

    Raises: SITE_002 for whoever is no officer.
    """
    scope = pair_scope_of(user)
    said = review.decisions(workspace(), edition())
    places = asking.places_of(workspace(), {each.key for each in said}) if said else {}
    near = [each for each in said if each.key in places and scope.covers(places[each.key])]
    pages = max(1, -(-len(near) // PAGE_ANSWERS))
    page = min(max(page, 1), pages)
    shown = near[::-1][(page - 1) * PAGE_ANSWERS : page * PAGE_ANSWERS]
    return _lines(shown, near), page, pages


def last_answer(user: User) -> AnswerLine | None:
    """The user's own newest answer that still stands, in their areas: what undoing takes back."""
    scope = pair_scope_of(user)
    said = review.decisions(workspace(), edition())
    last = {each.pair: each for each in said}
    own = [
        each
        for each in said
        if each.by == user.get_username() and each is last[each.pair] and each.answer is not Answer.WITHDRAWN
    ]
    for each in reversed(own):
        places = asking.places_of(workspace(), [each.key]).get(each.key)
        if places is not None and scope.covers(places):
            return _lines([each], said)[0]
    return None


def names_of(usernames: set[str]) -> dict[str, str]:
    """What those who answered are called; who has no account any more keeps the name of it."""
    there = User.objects.filter(username__in=usernames)
    return {name: name for name in usernames} | {
        each.username: each.get_full_name() or each.username for each in there
    }


def odd_ones(user: AnyUser) -> tuple[tuple[SharedNumber, ...], tuple[OddPair, ...]]:
    """Odd numbers in the user's areas that nobody is asked about. Raises: SITE_002."""
    ranges = pair_scope_of(user).ranges()
    if not Lake(workspace()).has_table("bmn", "member", edition()):
        return (), ()
    shared = odd_numbers.shared_numbers(workspace(), edition(), ranges)
    try:
        return shared, odd_numbers.odd_pairs(workspace(), edition(), ranges)
    except SamutError as error:
        if error.code != "LINK_003":
            raise
        return shared, ()


def logged_area(user: AnyUser, narrowed: Narrowed) -> str:
    """The area a look at a list is logged under: the one asked for, else all that the user answers for."""
    codes = pair_scope_of(user).scope.codes
    return narrowed.area or (codes[0] if len(codes) == 1 else COUNTRY)


def moment_of(decision: Decision) -> dt.datetime:
    return dt.datetime.fromisoformat(decision.at)


def _wanted(user: AnyUser, narrowed: Narrowed) -> Wanted:
    """The pairs the user answers for, narrowed. Raises: SITE_002."""
    below = "" if narrowed.area == COUNTRY else narrowed.area
    conflict = CONFLICTS[narrowed.conflict] if narrowed.conflict else None
    return Wanted(pair_scope_of(user).ranges(), below, narrowed.register, conflict)


def _covers(user: AnyUser, pair: AskedPair) -> bool:
    return pair_scope_of(user).covers(Places(pair.area_code, pair.register_area))


def _standing_answer(said: tuple[Decision, ...]) -> Decision | None:
    return said[-1] if said and said[-1].answer is not Answer.WITHDRAWN else None


def _lines(shown: list[Decision], said: list[Decision] | tuple[Decision, ...]) -> tuple[AnswerLine, ...]:
    last = {each.pair: each for each in said}
    counts: dict[str, int] = {}
    for each in said:
        counts[each.pair] = counts.get(each.pair, 0) + 1
    names = names_of({each.by for each in shown})
    return tuple(
        AnswerLine(
            decision=each,
            stands=each is last[each.pair] and each.answer is not Answer.WITHDRAWN,
            by=names[each.by],
            seen=counts[each.pair],
        )
        for each in shown
    )
