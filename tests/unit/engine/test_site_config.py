"""What samut.toml says of signing in, read and written."""

from __future__ import annotations

from pathlib import Path

import pytest

from samut.engine.site_config import Provider, SecondFactor, SiteConfig
from samut.engine.workspace import create_workspace, open_workspace
from samut.rules.errors import SamutError

HEAD = '[workspace]\nname = "x"\nprovince = "22"\nedition = 2561\n'
DEMO = HEAD + "demo = true\n"
PROVIDER = '[site.oidc]\nissuer = "https://id.example"\nclient_id = "samut"\n'


def read(folder: Path, text: str) -> SiteConfig:
    (folder / "samut.toml").write_text(text, encoding="utf-8")
    return open_workspace(folder).config.site


def test_an_office_asks_for_a_second_factor_and_a_demo_does_not(tmp_path: Path) -> None:
    assert read(tmp_path, HEAD) == SiteConfig(SecondFactor.PERSONS)
    assert read(tmp_path, DEMO) == SiteConfig(SecondFactor.OFF, public=True)
    assert read(tmp_path, DEMO + '[site]\nsecond_factor = "everybody"\n').second_factor == "everybody"


def test_public_pages_open_where_the_office_says_so(tmp_path: Path) -> None:
    assert not read(tmp_path, HEAD).public
    assert read(tmp_path, HEAD + "[site]\npublic = true\n").public
    assert not read(tmp_path, DEMO + "[site]\npublic = false\n").public


def test_a_provider_is_read_with_what_it_leaves_out(tmp_path: Path) -> None:
    assert read(tmp_path, HEAD + PROVIDER).provider == Provider("OpenID", "https://id.example", "samut")
    said = PROVIDER + 'name = "ThaID"\nclaim = "email"\nscope = ["email", "openid"]\n'
    assert read(tmp_path, HEAD + said).provider == Provider(
        "ThaID", "https://id.example", "samut", "email", ("openid", "email")
    )


@pytest.mark.parametrize(
    "wrong",
    [
        'site = 1\n',
        '[site]\nsecond_factor = "sometimes"\n',
        '[site]\npublic = "yes"\n',
        '[site]\noidc = "https://id.example"\n',
        '[site.oidc]\nissuer = "https://id.example"\n',
        '[site.oidc]\nissuer = "http://id.example"\nclient_id = "samut"\n',
        '[site.oidc]\nissuer = "id.example"\nclient_id = "samut"\n',
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_told(wrong: str, tmp_path: Path) -> None:
    text = wrong + HEAD if wrong.startswith("site") else HEAD + wrong
    with pytest.raises(SamutError, match="WORK_002"):
        read(tmp_path, text)


def test_a_provider_on_this_machine_needs_no_tls(tmp_path: Path) -> None:
    read(tmp_path, HEAD + '[site.oidc]\nissuer = "http://127.0.0.1:9000"\nclient_id = "samut"\n')


@pytest.mark.parametrize(
    "site",
    [
        None,
        SiteConfig(SecondFactor.EVERYBODY),
        SiteConfig(public=True),
        SiteConfig(
            SecondFactor.OFF, Provider('ไทย"ดี', "https://id.example", "a\\b", "email", ("openid", "pid"))
        ),
    ],
)
def test_what_is_written_is_read_again(site: SiteConfig | None, tmp_path: Path) -> None:
    made = create_workspace(tmp_path / "w", name="x", demo=False, province="22", edition=2561, site=site)
    assert open_workspace(made.root).config.site == (site or SiteConfig())
