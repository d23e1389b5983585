"""Which fact one column most likely is: from its header, its values, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace

from samut.engine.registers.header_words import HeaderWord
from samut.engine.registers.profile import PERSONAL, Column, Profile
from samut.engine.registers.reading import normal_header
from samut.engine.registers.value_signs import Signs
from samut.rules.errors import Text

# A column is of a kind when so much of what is written in it fits.
ENOUGH = 0.8
# Check digits are right by chance in one of eleven: half is far beyond that.
ENOUGH_NUMBERS = 0.5
# So much is enough to call a column personal that does not look so otherwise.
A_FEW = 0.02
# A column of codes: at most so many different values, each met so often on average.
MOST_CODES = 20
LEAST_ROWS_PER_CODE = 3
SHORT_CODE = 3
# Degrees without decimals are as likely any other number.
DECIMALS = r"^-?\d+\.\d{3,}$"
PHONE = r"^0\d[\d -]{7,10}$"
LONG_NUMBER = r"^\d{9,}$"
SEX = (
    *(("1", "male"), ("2", "female"), ("ชาย", "male"), ("หญิง", "female"), ("ช", "male"), ("ญ", "female")),
    *(("M", "male"), ("F", "female")),
)
# Pairs of answers: yes first.
PAIRS = (
    ("ใช่", "ไม่ใช่"),
    ("มี", "ไม่มี"),
    ("Y", "N"),
    ("Yes", "No"),
    ("yes", "no"),
    ("TRUE", "FALSE"),
    ("true", "false"),
)
NOT = "ไม่"

VALUE_LABELS = {
    "new_village_code": Text("รหัสหมู่บ้าน (8 หลัก)", "Village code (8 digits)"),
    "tambon_code": Text("รหัสตำบล (6 หลัก)", "Tambon code (6 digits)"),
    "house_code": Text("รหัสประจำบ้าน", "House code"),
    "thai_id": Text("เลขประจำตัวประชาชน", "13-digit number"),
    "full_name": Text("ชื่อและนามสกุล", "Full name"),
    "latitude": Text("ละติจูด", "Latitude"),
    "longitude": Text("ลองจิจูด", "Longitude"),
}
VALUE_NAMES = {
    "new_village_code": "village_code",
    "tambon_code": "tambon_code",
    "house_code": "house_id",
    "thai_id": "person_key",
    "full_name": "full_name",
    "latitude": "latitude",
    "longitude": "longitude",
}


@dataclass(frozen=True)
class Choice:
    """What a column is taken to be. `name`: empty when nothing but the header can name it."""

    name: str
    kind: str
    label: Text
    personal: bool
    why: tuple[Text, ...]
    sensitive: bool = False
    codes: tuple[tuple[str, str], ...] = ()


def choose(
    header: str,
    signs: Signs,
    known: tuple[Profile, Column] | None,
    word: tuple[HeaderWord, str] | None,
) -> Choice:
    """The likeliest fact: what values prove, else what a known header or a word says and the values allow."""
    if signs.numbers_valid >= ENOUGH_NUMBERS:
        choice = _by_values(header, signs, "thai_id", (_check_digits(signs),))
    elif known is not None and _allows(signs, known[1].kind):
        choice = _of_known(signs, *known)
    elif word is not None and _allows(signs, word[0].kind):
        choice = _of_word(header, signs, *word)
    else:
        choice = _of_values(header, signs, word)
    return _sealed_when_in_doubt(_with_counts(choice, signs), signs)


def _allows(signs: Signs, kind: str) -> bool:
    if signs.written == 0 or signs.fit(kind) >= ENOUGH:
        return True
    return kind == "yes_no" and bool(_answers(signs))


def _of_known(signs: Signs, profile: Profile, column: Column) -> Choice:
    why = Text(f"หัวคอลัมน์ตรงกับโปรไฟล์ {profile.id}", f"the profile {profile.id} has this header")
    # A village that is not listed yet is no mistake in a file that nobody has described.
    kind = "new_village_code" if column.kind == "village_code" else column.kind
    reasons = (why, *_fit_reason(signs, kind))
    choice = Choice(column.name, kind, column.label, column.personal, reasons, column.sensitive)
    return _coded(choice, signs, column.codes)


def _of_word(header: str, signs: Signs, word: HeaderWord, said: str) -> Choice:
    label = word.label if normal_header(header) == normal_header(said) else Text(header, word.label.en)
    why = Text(f"หัวคอลัมน์มีคำว่า “{said}”", f"the header says “{said}”")
    choice = Choice(
        word.name,
        word.kind,
        label,
        word.personal,
        (why, *_fit_reason(signs, word.kind)),
        word.sensitive,
    )
    return _coded(choice, signs, SEX if word.name == "sex" else ())


def _of_values(header: str, signs: Signs, word: tuple[HeaderWord, str] | None) -> Choice:
    """What the values alone say; the header's word keeps its say in what is personal or sensitive."""
    kind = _kind_of_values(signs)
    why = _fit_reason(signs, kind) or (Text("ดูจากค่าในคอลัมน์", "by the values alone"),)
    choice = _by_values(header, signs, kind, why)
    if word is not None:
        said = Text(
            f"หัวคอลัมน์มีคำว่า “{word[1]}” แต่ค่าไม่เป็นเช่นนั้น",
            f"the header says “{word[1]}”, but the values do not bear it out",
        )
        personal = choice.personal or (word[0].personal and choice.kind in PERSONAL)
        choice = replace(choice, personal=personal, why=(said, *choice.why), sensitive=word[0].sensitive)
    return choice


def _kind_of_values(signs: Signs) -> str:
    if signs.written == 0:
        return "text"
    if signs.named >= ENOUGH_NUMBERS:
        return "full_name"
    for kind in ("new_village_code", "tambon_code"):
        if signs.fit(kind) >= ENOUGH:
            return kind
    if signs.fit("house_code") >= ENOUGH and signs.share_of(r"^\d{4}-?\d{6}-?\d$") >= ENOUGH:
        return "house_code"
    if signs.share_of(DECIMALS) >= ENOUGH:
        return next((each for each in ("latitude", "longitude") if signs.fit(each) >= ENOUGH), "number")
    if signs.share_of(PHONE) >= ENOUGH or signs.share_of(LONG_NUMBER) >= ENOUGH:
        return "text"
    if _answers(signs):
        return "yes_no"
    return next(
        (kind for kind in ("count", "number", "baht", "date_be") if signs.fit(kind) >= ENOUGH), "code"
    )


def _by_values(header: str, signs: Signs, kind: str, why: tuple[Text, ...]) -> Choice:
    label = VALUE_LABELS.get(kind, Text(header, header))
    personal = kind in ("thai_id", "full_name")
    choice = Choice(VALUE_NAMES.get(kind, ""), kind, label, personal, why)
    if kind != "code":
        return _coded(choice, signs, ())
    if _few(signs) and all(len(text) <= SHORT_CODE for text, _ in signs.counts):
        return _coded(choice, signs, ())
    why_text = Text(
        "เป็นข้อความที่ไม่รู้ว่าคืออะไร จึงปิดผนึกไว้ก่อน",
        "texts of which it is not known what they are: sealed to be safe",
    )
    return Choice("", "text", label, signs.letters > 0 or signs.longest > SHORT_CODE, (*why, why_text))


def _coded(choice: Choice, signs: Signs, known: tuple[tuple[str, str], ...]) -> Choice:
    """The choice with what its answers mean, where it is a kind that has codes."""
    codes: tuple[tuple[str, str], ...] = ()
    kind = choice.kind
    if kind == "yes_no":
        codes = known or _answers(signs)
        if codes == (("1", "1"), ("0", "0")):
            codes = ()
    elif kind == "code":
        written = [text for text, _ in signs.counts]
        if known and {text for text, _ in known}.issuperset(written):
            codes = known
        elif _few(signs):
            codes = tuple((text, dict(known).get(text, text)) for text in sorted(written))
        else:
            kind = "text"
    return replace(choice, kind=kind, codes=codes)


def _answers(signs: Signs) -> tuple[tuple[str, str], ...]:
    """What the two answers of a question mean; nothing when these are not two answers."""
    written = {text for text, _ in signs.counts}
    if not written or len(written) > 2:
        return ()
    if written <= {"0", "1"}:
        return (("1", "1"), ("0", "0"))
    for yes, no in (*PAIRS, *((text.removeprefix(NOT), text) for text in written if text.startswith(NOT))):
        if written <= {yes, no}:
            return ((yes, "1"), (no, "0"))
    return ()


def _few(signs: Signs) -> bool:
    return 0 < signs.different <= MOST_CODES and signs.written >= LEAST_ROWS_PER_CODE * signs.different


def _sealed_when_in_doubt(choice: Choice, signs: Signs) -> Choice:
    """Personal whatever the header says, when numbers or names of persons stand in the values."""
    if choice.personal or choice.kind not in ("text", "code", "house_code", "number"):
        return choice
    why: list[Text] = []
    if signs.thirteen > 0:
        why.append(Text("บางค่ามีเลข 13 หลัก", "some values have thirteen digits in them"))
    if signs.named >= A_FEW or signs.titles >= ENOUGH_NUMBERS:
        why.append(Text("บางค่าขึ้นต้นด้วยคำนำหน้าชื่อ", "some values begin with a person's title"))
    if choice.name == "" and signs.share_of(PHONE) >= ENOUGH_NUMBERS:
        why.append(Text("ค่าดูเป็นหมายเลขโทรศัพท์", "the values look like telephone numbers"))
    elif choice.name == "" and choice.kind == "text" and signs.share_of(LONG_NUMBER) >= ENOUGH_NUMBERS:
        why.append(Text("ค่าเป็นเลขยาวที่อาจระบุตัวบุคคล", "long numbers, which may tell who somebody is"))
    if not why:
        return choice
    return replace(choice, kind="text", personal=True, why=(*choice.why, *why), codes=())


def _with_counts(choice: Choice, signs: Signs) -> Choice:
    why = list(choice.why)
    if signs.written == 0:
        why.append(Text("ไม่มีค่าในแถวที่ดู", "nothing is written in the rows looked at"))
    elif signs.filled < 1:
        blank = _percent(1 - signs.filled)
        why.append(Text(f"ว่าง {blank}", f"{blank} blank"))
    if signs.written:
        why.append(
            Text(
                f"มี {signs.different:,} ค่าที่ต่างกันใน {signs.written:,} แถว",
                f"different values: {signs.different:,} in rows: {signs.written:,}",
            )
        )
    return replace(choice, why=tuple(why))


def _fit_reason(signs: Signs, kind: str) -> tuple[Text, ...]:
    """How much of what is written fits, for the kinds that not everything fits."""
    if signs.written == 0:
        return ()
    if kind == "thai_id":
        return (_check_digits(signs),)
    if kind == "yes_no" and _answers(signs):
        return (Text("มีสองคำตอบ คือใช่กับไม่ใช่", "two answers, a yes and a no"),)
    if kind not in signs.fits:
        return ()
    share = _percent(signs.fits[kind])
    return (Text(f"ค่า {share} อ่านเป็นชนิดนี้ได้", f"{share} of the values can be read as such"),)


def _check_digits(signs: Signs) -> Text:
    share = _percent(signs.numbers_valid)
    return Text(
        f"ค่า {share} เป็นเลข 13 หลักที่เลขตรวจสอบถูกต้อง",
        f"{share} of the values are 13-digit numbers whose check digit is right",
    )


def _percent(share: float) -> str:
    """A share in words; not all is never told as all, nor some as none."""
    percent = round(share * 100)
    if 0 < share < 0.01:
        return "< 1 %"
    return f"{min(percent, 99) if share < 1 else percent} %"
