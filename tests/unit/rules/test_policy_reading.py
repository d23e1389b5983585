"""What is wrong with a policy file is said when it is read, with the nearest name that is known."""

# One line for each thing that can be wrong.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from samut.rules import indicators, policy, policy_files, registry
from samut.rules.errors import CATALOGUE, SamutError
from samut.rules.policy_files import DatedValue, Parameter, ParametersOnDay
from samut.rules.programmes import eligibility, load_programme
from samut.rules.status import Answer

SET = "indicators/bmn-2560.toml"
INCOME = "indicators/bmn-2560/average_income.toml"
MEASURE = "measures/tpmap-2561.toml"
TARGET = "targets/target-poor.toml"
GRANT = "programmes/newborn-grant.toml"
FLOOR = """[[income_floor_baht_year]]
from = 2017-01-01
value = 38000
unit = "baht per person and year"
source = "CDD field-survey app: field 42216 (income over members) is compared with 38,000"
"""
SPARE = """[[spare_number]]
from = 2019-10-01
value = 1
unit = ""
source = ""
"""


def spoil(path: Path, old: str, new: str) -> None:
    """Put other text into a policy file; the old text must be there."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def load_set() -> Any:
    return policy.load_indicator_set("bmn-2560")


def load_measure() -> Any:
    return policy.load_measure("tpmap-2561")


def load_target() -> Any:
    return policy.load_target("target-poor")


def load_grant() -> Any:
    return load_programme("newborn-grant")


@pytest.mark.parametrize(
    ("load", "file", "old", "new", "code", "said"),
    [
        (load_set, INCOME, "[[income_floor_", "[[income_flor_", "POLICY_001", "income_flor_baht_year is not known"),
        (load_set, INCOME, FLOOR, "", "POLICY_003", "lacks income_floor_baht_year"),
        (load_set, INCOME, "member_count = 1", "members_count = 1", "POLICY_001", "nearest: member_count"),
        (load_set, INCOME, "say =", "says =", "POLICY_001", "nearest: say"),
        (load_set, INCOME, "source =", "sauce =", "POLICY_009", "sauce"),
        (load_set, INCOME, 'status = "verified"', "", "POLICY_003", "status"),
        (load_set, INCOME, 'status = "verified"', 'status = "sure"', "POLICY_009", "sure"),
        (load_set, INCOME, 'deprived = "yes"', 'deprived = "maybe"', "POLICY_009", "maybe"),
        (load_set, INCOME, 'unit = "household"', 'unit = "house"', "POLICY_009", "house"),
        (load_set, INCOME, "number = 22", "number 22", "POLICY_004", "line 2"),
        (load_set, INCOME, "value = 38000", 'value = 38000\nstatus = "sure"', "POLICY_009", "sure"),
        (load_set, INCOME, "value = 38000", 'value = 38000\nsure = "no"', "POLICY_001", "sure is not known"),
        (load_set, INCOME, 'unit = "household"', 'unit = "household"\nrule_status = "so"', "POLICY_009", "so"),
        (load_set, INCOME, "from = 2017-01-01", "since = 2017-01-01", "POLICY_001", "since is not known"),
        (load_set, SET, "saving = 22", "saving = 21", "POLICY_006", "saving"),
        (load_set, SET, "saving = 22", "saving = 63", "POLICY_009", "63"),
        (load_set, SET, "saving = 22", "", "POLICY_001", "saving"),
        (load_set, SET, "[retired_bits]", "[retired_bits]\nold_one = 3", "POLICY_006", "old_one"),
        (load_set, SET, "saving = 22", "saving = 22\nlanguage = 40", "POLICY_001", "language"),
        (load_measure, MEASURE, '"average_income"', '"averge_income"', "POLICY_001", "nearest: average_income"),
        (load_measure, MEASURE, 'kind = "union"', 'kind = "sum"', "POLICY_009", "sum"),
        (load_measure, MEASURE, 'unknown = "report"', 'unknown = "zero"', "POLICY_009", "zero"),
        (load_measure, MEASURE, 'indicator_set = "bmn-2560"', 'indicator_set = "bmn-2650"', "POLICY_002", "bmn-2560"),
        (load_measure, MEASURE, 'deprived = ["literacy"]', 'deprived = ["litercy"]', "POLICY_001", "nearest: literacy"),
        (load_measure, MEASURE, 'unknown = ["average_income"]', 'unknown = ["literacy"]', "POLICY_009", "literacy"),
        (load_measure, MEASURE, 'deprived = ["literacy"]', "", "POLICY_003", "deprived"),
        (load_measure, MEASURE, 'poor = "yes"', 'poor = "rich"', "POLICY_009", "rich"),
        (load_measure, MEASURE, 'poor = "yes"', 'pour = "yes"', "POLICY_001", "nearest: poor"),
        (load_target, TARGET, '"poor_and_validated"', '"poor_or_validated"', "POLICY_009", "poor_or_validated"),
        (load_grant, GRANT, "[[income_ceiling_", "[[income_celing_", "POLICY_001", "celing"),
        (load_grant, GRANT, "age_years = 2,", "age_year = 2,", "POLICY_001", "nearest: age_years"),
        (load_grant, GRANT, 'fact = "age_years"', 'fact = "age"', "POLICY_001", "age"),
        (load_grant, GRANT, "receives_newborn_grant", "receives_newborn", "POLICY_001", "receives_newborn_grant"),
        (load_grant, GRANT, "[[planned]]", SPARE + "[[planned]]", "POLICY_001", "spare_number"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(
    policy_copy: Path, load: Callable[[], Any], file: str, old: str, new: str, code: str, said: str
) -> None:
    spoil(policy_copy / file, old, new)
    with pytest.raises(SamutError) as raised:
        load()
    assert raised.value.code == code
    assert said in raised.value.in_words("en")
    assert raised.value.problem.where.file


@pytest.mark.parametrize("code", [code for code in CATALOGUE if code.startswith("POLICY_")])
def test_every_policy_error_speaks_both_languages(code: str) -> None:
    entry = CATALOGUE[code]
    for text in (entry.what, entry.why, entry.do):
        assert text.th
        assert text.en
        assert text.th != text.en


def test_a_rule_without_file_and_a_file_without_rule_are_named(policy_copy: Path) -> None:
    file = policy_copy / "indicators" / "bmn-2560" / "saving.toml"
    file.rename(file.with_name("savings.toml"))
    with pytest.raises(SamutError, match=r"savings is not known \(nearest: saving\)"):
        load_set()
    file.with_name("savings.toml").unlink()
    with pytest.raises(SamutError, match="saving is not known"):
        load_set()


def test_a_file_there_is_not_is_named_with_the_nearest() -> None:
    with pytest.raises(SamutError, match=r"POLICY_002.*nearest: tpmap-2561"):
        policy.load_measure("tpmap-2651")
    with pytest.raises(SamutError, match="POLICY_002"):
        policy.load_indicator_set("nothing like it")


def test_a_programme_file_without_rule_is_named(policy_copy: Path) -> None:
    file = policy_copy / "programmes" / "newborn-grant.toml"
    file.with_name("newborn-grants.toml").write_text(file.read_text("utf-8"), "utf-8")
    with pytest.raises(SamutError, match=r"newborn-grants is not known \(nearest: newborn-grant\)"):
        load_programme("newborn-grants")


def test_the_installed_policy_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed, repository = tmp_path / "installed", tmp_path / "repository"
    monkeypatch.setattr(policy_files, "_PLACES", (installed, repository))
    assert policy.policy_dir() == repository
    installed.mkdir()
    assert policy.policy_dir() == installed


def test_the_version_follows_the_files(policy_copy: Path) -> None:
    before = policy.policy_version()
    assert before == policy.policy_version()
    spoil(policy_copy / INCOME, "38000", "40000")
    assert policy.policy_version() != before
    programmes = policy.policy_version("programmes")
    spoil(policy_copy / INCOME, "40000", "41000")
    assert policy.policy_version("programmes") == programmes


def test_a_new_value_holds_from_its_day() -> None:
    floor = Parameter(
        "income_floor_baht_year",
        (
            DatedValue(date(2022, 10, 1), 40_000, "baht", "a later order"),
            DatedValue(date(2017, 1, 1), 38_000, "baht", "the first"),
        ),
    )
    assert floor.on(date(2022, 9, 30)) == 38_000
    assert floor.on(date(2022, 10, 1)) == 40_000
    with pytest.raises(SamutError, match=r"POLICY_005.*2016-12-31"):
        floor.on(date(2016, 12, 31))


def test_parameters_are_read_by_name() -> None:
    average_income = load_set().indicator("average_income")
    assert policy.parameters_on(average_income, date(2018, 1, 1)).income_floor_baht_year == 38_000
    with pytest.raises(SamutError, match="nearest: income_floor_baht_year"):
        _ = ParametersOnDay({"income_floor_baht_year": 1}).income_floor


def test_a_set_knows_its_indicators_by_name() -> None:
    chosen = load_set()
    assert chosen.indicator("saving").number == 23
    assert chosen.mask == 2**31 - 1
    assert chosen.indicator("birth_weight").facts == ("child_to_1_count", "birth_weight_low_count")
    with pytest.raises(SamutError, match="nearest: saving"):
        chosen.indicator("savings")


def test_two_rules_of_one_name_are_refused() -> None:
    def saving(household: Any, p: Any) -> Any:
        return household.saves_nothing

    with pytest.raises(ValueError, match="two rules of bmn-2560 are called saving"):
        registry.indicator("bmn-2560")(saving)
    assert registry.rules_of("no such set") == {}
    assert registry.Rule(lambda household, p: household, None).in_words == ""


def test_a_set_that_asks_the_same_has_the_same_rule() -> None:
    older, newer = registry.rules_of("bmn-2560"), registry.rules_of("bmn-2566")
    assert newer["birth_weight"] == older["birth_weight"]
    assert newer["secure_housing"].deprived is not older["secure_housing"].deprived


def test_how_sure_a_number_and_a_rule_are_is_kept_beside_them() -> None:
    income = policy.load_indicator_set("bmn-2566").indicator("average_income")
    assert (income.status, income.rule_status) == ("second_hand", "unverified")
    assert [entry.status for each in income.parameters for entry in each.entries] == ["unverified"]
    settled = load_set().indicator("average_income")
    assert (settled.rule_status, settled.parameters[0].entries[0].status) == ("", "")


def test_facts_have_labels_for_the_screen() -> None:
    labels = policy.fact_labels("bmn-2560", "household")
    assert labels["saves_nothing"].en == "Nothing is saved"
    assert indicators.MEMBER_COUNT in load_set().fact_labels


def test_a_programme_says_why_how_much_and_whether_it_is_had_already() -> None:
    allowance = load_programme("elderly-allowance")
    person = {"is_thai": True, "age_years": 91, "in_local_house_register": True}
    found = eligibility(
        allowance, {**person, "receives_elderly_allowance": True, "other": 1}, date(2018, 1, 1)
    )
    assert (found.answer, found.baht_month, found.already_receives) == (Answer.YES, 1000, Answer.YES)
    assert dict(found.facts) == person
    young = eligibility(allowance, {"age_years": 30, "receives_elderly_allowance": False}, date(2018, 1, 1))
    assert (young.answer, young.baht_month, young.already_receives) == (Answer.NO, None, Answer.NO)
    assert young.facts == (("age_years", 30),)
    nobody = eligibility(allowance, {}, date(2018, 1, 1))
    assert (nobody.answer, nobody.already_receives) == (Answer.UNKNOWN, Answer.UNKNOWN)
    assert {name for name, _ in nobody.facts} == {"is_thai", "age_years", "in_local_house_register"}
    with pytest.raises(SamutError, match="POLICY_005"):
        eligibility(allowance, person, date(2000, 1, 1))


def test_the_amount_is_unknown_where_the_band_is() -> None:
    allowance = load_programme("disability-allowance")
    person = {"is_thai": True, "has_disability_card": True, "in_local_house_register": True}
    found = eligibility(allowance, {**person, "in_institution": False}, date(2021, 1, 1))
    assert (found.answer, found.baht_month) == (Answer.YES, None)
    earlier = eligibility(allowance, {**person, "in_institution": False, "age_years": 9}, date(2015, 1, 1))
    assert (earlier.answer, earlier.baht_month) == (Answer.YES, None)
