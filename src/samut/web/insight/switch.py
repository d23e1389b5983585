"""The five switches: which dimensions count. A switch is five digits, health to accessibility."""

from __future__ import annotations

import re
from dataclasses import dataclass

from samut.rules.errors import SamutError

ALL = "11111"


@dataclass(frozen=True)
class Switch:
    """Which of the five dimensions count."""

    bits: str = ALL

    @property
    def is_all(self) -> bool:
        return self.bits == ALL

    @property
    def single(self) -> int | None:
        """The place of the one dimension that is on, when only one is."""
        return self.bits.index("1") if self.bits.count("1") == 1 else None

    @property
    def is_published(self) -> bool:
        """TPMAP's files hold all dimensions together and each alone, nothing between."""
        return self.is_all or self.single is not None

    def is_on(self, place: int) -> bool:
        return self.bits[place] == "1"

    def pressing(self, place: int, *, published_only: bool) -> str:
        """The switch that pressing the button of a dimension leads to. The last one on turns all on."""
        alone = "0" * place + "1" + "0" * (len(ALL) - place - 1)
        if published_only:
            return ALL if self.bits == alone else alone
        flipped = self.bits[:place] + ("0" if self.is_on(place) else "1") + self.bits[place + 1 :]
        return flipped if "1" in flipped else ALL


def read_switch(text: str) -> Switch:
    """A switch from an address.

    Raises: SITE_004 when it is not five digits of 0 and 1, one of them 1.
    """
    if not re.fullmatch(r"[01]{5}", text) or "1" not in text:
        raise SamutError("SITE_004", name="dims")
    return Switch(text)
