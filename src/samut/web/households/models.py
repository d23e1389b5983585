"""Which result of the lake the site shows, and what households were told anew since.

The households themselves stay in the lake. What a visit was told is written here first, one row in
the transaction of the form, and reaches the figures from here (see samut.web.households.live).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from samut.engine.live.figures import HouseholdLine
from samut.rules.status import Words


class ShownResult(models.Model):
    """The result that pages show, by measure and edition. The newest row by `shown_since` is current."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "free",
        "measure": "free",
        "edition": "free",
        "result_id": "free",
        "measured_at": "free",
        "policy_version": "free",
        "shown_since": "free",
    }
    measure = models.CharField(max_length=60)
    edition = models.IntegerField()
    result_id = models.CharField(max_length=64)
    measured_at = models.DateTimeField(null=True)
    policy_version = models.CharField(max_length=64, blank=True)
    shown_since = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["-shown_since"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["measure", "edition"], name="one_result_by_measure_and_edition")
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.edition} {self.result_id}"


class Reassessment(models.Model):
    """One household asked anew: the answers, and its words before and after. Rows are only added.

    This is the outbox of the figures: whoever holds figures in memory reads the rows it has not seen
    and lets the figures follow, so that no form has to write the country's row. `facts` are the
    answers told this time, by the names of the indicator set; `turn` counts a household's
    reassessments, so that two at once cannot both start from the same words. The counts are the
    household's members by register. `result_id` is the result that was shown at the time.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "id": "free",
        "measure": "free",
        "edition": "free",
        "result_id": "free",
        "household_id": "personal",
        "turn": "free",
        "village_code": "area",
        "facts": "sensitive",
        "deprived_before": "sensitive",
        "known_before": "sensitive",
        "applies_before": "sensitive",
        "deprived_after": "sensitive",
        "known_after": "sensitive",
        "applies_after": "sensitive",
        "persons": "sensitive",
        "registered_persons": "sensitive",
        "validated_persons": "sensitive",
        "unlinked_persons": "sensitive",
        "target_persons": "sensitive",
        "target_unknown_persons": "sensitive",
        "source": "free",
        "told_on": "free",
        "by_id": "personal",
        "at": "free",
    }
    measure = models.CharField(max_length=60)
    edition = models.IntegerField()
    result_id = models.CharField(max_length=64)
    household_id = models.CharField(max_length=16)
    turn = models.IntegerField()
    village_code = models.CharField(max_length=8)
    facts = models.JSONField()
    deprived_before = models.BigIntegerField()
    known_before = models.BigIntegerField()
    applies_before = models.BigIntegerField()
    deprived_after = models.BigIntegerField()
    known_after = models.BigIntegerField()
    applies_after = models.BigIntegerField()
    persons = models.IntegerField()
    registered_persons = models.IntegerField()
    validated_persons = models.IntegerField()
    unlinked_persons = models.IntegerField()
    target_persons = models.IntegerField()
    target_unknown_persons = models.IntegerField()
    source = models.CharField(max_length=80)
    told_on = models.DateField()
    by_id = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["measure", "edition", "household_id", "turn"],
                name="one_reassessment_by_household_and_turn",
            )
        ]

    def __str__(self) -> str:
        return f"reassessment {self.pk}"

    @property
    def before(self) -> HouseholdLine:
        return self._line(Words(self.deprived_before, self.known_before, self.applies_before))

    @property
    def after(self) -> HouseholdLine:
        return self._line(Words(self.deprived_after, self.known_after, self.applies_after))

    def _line(self, words: Words) -> HouseholdLine:
        counts = (
            self.persons,
            self.registered_persons,
            self.validated_persons,
            self.unlinked_persons,
            self.target_persons,
            self.target_unknown_persons,
        )
        return HouseholdLine(self.village_code, words, *counts)
