"""The walk of a new site: five steps from the first account to the first register."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils import timezone

from samut.engine.areas import all_areas
from samut.engine.lake import Lake
from samut.rules.errors import Text
from samut.rules.roles import ROLES, Role, lies_in
from samut.web.accounts.models import Assignment
from samut.web.accounts.policies import AnyUser, may_manage_accounts
from samut.web.administration.given_roles import given_roles
from samut.web.administration.models import Invitation
from samut.web.areas.models import Village
from samut.web.areas.queries import area, workspace, workspace_config
from samut.web.households.queries import shown_result

DONE, NOW, LATER = "done", "now", "later"
COUNTED = ("amphoe", "tambon")


@dataclass(frozen=True)
class Step:
    """One step. `waits`: on somebody else. `state`: done, now (the first that can be done) or later."""

    title: Text
    say: Text
    is_done: bool
    address: str
    button: Text
    waits: bool = False
    state: str = LATER


@dataclass(frozen=True)
class Walk:
    """All steps, in their order."""

    steps: tuple[Step, ...]

    @property
    def done(self) -> int:
        return sum(each.is_done for each in self.steps)

    @property
    def is_over(self) -> bool:
        return all(each.is_done for each in self.steps)


def walk_is_open(by: AnyUser) -> bool:
    """Whether there is something left to do, for an administrator of a site with a workspace."""
    config = workspace_config()
    return config is not None and not config.demo and may_manage_accounts(by) and not first_steps(by).is_over


def begins_with_walk(by: AnyUser) -> bool:
    """Whether an administrator's first page is the walk: until there are figures to show."""
    return walk_is_open(by) and not first_steps(by).steps[-1].is_done


def first_steps(by: AnyUser) -> Walk:
    """Where the site stands. Raises: WORK_001 without a workspace."""
    steps = (_office(), _areas(), *_people(), _register())
    first = next((place for place, each in enumerate(steps) if not each.is_done and not each.waits), None)
    return Walk(
        tuple(
            _with_state(each, DONE if each.is_done else NOW if place == first else LATER)
            for place, each in enumerate(steps)
        )
    )


def _with_state(step: Step, state: str) -> Step:
    return replace(step, state=state)


def _office() -> Step:
    config = workspace().config
    place = area(config.province)
    return Step(
        Text("ผู้ดูแลระบบและชื่อสำนักงาน", "Administrator and office"),
        Text(
            f"{config.name} · จังหวัด{place.name_th} · ข้อมูลปี {config.edition}",
            f"{config.name} · {place.name_en} · data of {config.edition}",
        ),
        is_done=True,
        address=reverse("mfa_index"),
        button=Text("ตั้งการยืนยันตัวตนสองชั้นของท่าน", "Set up your own second factor"),
    )


def _areas() -> Step:
    province = workspace().config.province
    within = [each.level for each in all_areas().values() if each.code.startswith(province)]
    amphoe, tambon = (within.count(level) for level in COUNTED)
    villages = Village.objects.filter(code__startswith=province).count()
    return Step(
        Text("พื้นที่", "Areas"),
        Text(
            f"มีมากับระบบแล้ว: {amphoe} อำเภอ {tambon} ตำบล พร้อมแผนที่ "
            + (f"และ {villages} หมู่บ้าน" if villages else "ชื่อหมู่บ้านจะตามมากับทะเบียนหมู่บ้าน"),
            f"They came with Samut: {amphoe} districts and {tambon} subdistricts with their maps; "
            + (f"{villages} villages" if villages else "names of villages come with the village register"),
        ),
        is_done=tambon > 0,
        address=reverse("insight:area", args=[province]),
        button=Text("ดูพื้นที่", "Look at the areas"),
    )


def _people() -> tuple[Step, Step]:
    province = workspace().config.province
    importing = {role for role in Role if ROLES[role].imports_registers}
    reading = {role for role in Role if ROLES[role].reads_logs}
    return (
        _invited(
            Text("เจ้าหน้าที่จังหวัด", "Provincial officer"),
            Text(
                "ผู้นำเข้าทะเบียน ผู้ดูแลระบบนำเข้าเองไม่ได้ เพราะทะเบียนมีข้อมูลบุคคล",
                "Who brings registers in. An administrator cannot: registers hold personal data.",
            ),
            importing,
            province,
        ),
        _invited(
            Text("เจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคล", "Data protection officer"),
            Text(
                "ผู้ตรวจว่าใครเปิดดูข้อมูลของใคร เพื่ออะไร เป็นคนละคนกับผู้ดูแลระบบ",
                "Who checks who looked at whom, and what for. Not the same person as the administrator.",
            ),
            reading,
            province,
        ),
    )


def _invited(title: Text, say: Text, roles: set[Role], province: str) -> Step:
    """Done when somebody holds such a role over the province; waiting while somebody is invited to it."""
    today = timezone.localdate()
    held = Assignment.objects.filter(role__in=[role.value for role in roles], user__is_active=True)
    is_done = any(lies_in(province, each.area_code) and each.holds_on(today) for each in held)
    waits = not is_done and _is_invited(roles, province)
    role = min(roles, key=list(Role).index)
    address = f"{reverse('administration:invite')}?role={role.value}&area={province}"
    if waits:
        said = Text("เชิญแล้ว รอเจ้าตัวตั้งรหัสผ่าน", "Invited: waiting for them to choose a password.")
        waiting = reverse("administration:invitations")
        return Step(title, said, is_done, waiting, Text("ดูคำเชิญ", "See the invitation"), waits=True)
    return Step(title, say, is_done, address, Text("เชิญ", "Invite"))


def _is_invited(roles: set[Role], province: str) -> bool:
    open_ones: Iterable[Invitation] = Invitation.objects.filter(
        used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now()
    )
    given = (role for each in open_ones for role in given_roles(each))
    return any(each.role in roles and lies_in(province, each.area_code) for each in given)


def _register() -> Step:
    """Done when a register is in and was measured: then the site has figures to show."""
    held = workspace()
    imported = ", ".join(sorted({register for register, _ in Lake(held).registers()}))
    measured = shown_result(held.config.measure, held.config.edition) is not None
    return Step(
        Text("ทะเบียนแรก", "The first register"),
        _said_of_registers(imported, measured=measured),
        is_done=bool(imported) and measured,
        address=reverse("registers:imports"),
        button=Text("ดูการนำเข้า", "See what came in"),
        waits=not imported,
    )


def _said_of_registers(imported: str, *, measured: bool) -> Text:
    if not imported:
        return Text(
            "เจ้าหน้าที่จังหวัดเข้าใช้แล้วเลือก การนำเข้าทะเบียน → นำเข้าไฟล์ เริ่มจาก จปฐ.",
            "The provincial officer signs in and chooses Imports of registers → Import a file; "
            "the BMN census first.",
        )
    if measured:
        return Text(f"นำเข้าและวัดแล้ว: {imported}", f"In and measured: {imported}")
    return Text(
        f"นำเข้าแล้ว: {imported} เหลือการวัด ให้ผู้ดูแลเครื่องแม่ข่ายสั่ง samut run",
        f"In: {imported}. It is yet to be measured: whoever runs the machine says samut run.",
    )
