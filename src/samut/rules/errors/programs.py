"""Problems of the way in for programs, from API_010 on: codes API_…"""

from __future__ import annotations

from samut.rules.errors.entry import Entry, Severity, entry


def _refused(code: str, what: tuple[str, str], why: tuple[str, str], do: tuple[str, str]) -> Entry:
    return entry(code, Severity.REFUSE, what=what, why=why, do=do)


ENTRIES = (
    _refused(
        "API_010",
        ("ระบบขัดข้องขณะตอบคำขอ", "Something broke while answering."),
        ("คำขอนี้ไม่ได้เปลี่ยนข้อมูลใด", "The request has changed nothing."),
        (
            "ลองใหม่ หากยังขัดข้องให้แจ้งผู้ดูแลระบบพร้อมเวลา",
            "Try again; if it stays, tell the administrator when it happened.",
        ),
    ),
    _refused(
        "API_011",
        ("โทเคนนี้ยังสร้างไม่ได้", "This token cannot be made yet."),
        (
            "ต้องมีชื่อ พื้นที่ ขอบเขต อายุไม่เกิน {days} วัน และเหตุผลหากเปิดข้อมูลบุคคล",
            "It needs a name, an area, a scope, at most {days} days, and a purpose where persons are opened.",
        ),
        ("กรอกให้ครบแล้วสร้างใหม่", "Fill these in and make it again."),
    ),
    _refused(
        "API_012",
        ("โทเคนนี้ไม่มีขอบเขต {scope}", "This token is not for {scope}."),
        ("ขอบเขตกำหนดไว้ตอนสร้างโทเคน", "Scopes are set when a token is made."),
        ("สร้างโทเคนใหม่ที่มีขอบเขตนี้", "Make a token with this scope."),
    ),
    _refused(
        "API_013",
        ("เรียกเกิน {requests} ครั้งในหนึ่งนาที", "More than {requests} requests in one minute."),
        ("จำกัดไว้เพื่อให้ทุกคนใช้ระบบได้", "The limit keeps the site free for everybody."),
        ("รอตามเวลาใน Retry-After แล้วเรียกใหม่", "Wait as long as Retry-After says, then go on."),
    ),
    _refused(
        "API_014",
        ("พื้นที่ {area_code} อยู่นอกความรับผิดชอบของท่าน", "The area {area_code} is not one of yours."),
        ("โทเคนเห็นได้ไม่เกินเจ้าของ", "A token never sees more than its owner."),
        ("เลือกพื้นที่ที่ท่านมีบทบาท", "Choose an area in which you hold a role."),
    ),
    _refused(
        "API_015",
        ("ท่านเปิดข้อมูลบุคคลของพื้นที่ {area_code} ไม่ได้", "You may not open persons of the area {area_code}."),
        ("โทเคนเห็นได้ไม่เกินเจ้าของ", "A token never sees more than its owner."),
        ("เลือกเฉพาะขอบเขตตัวเลขรวม หรือเลือกพื้นที่อื่น", "Choose figures alone, or another area."),
    ),
    _refused(
        "API_016",
        ("ไม่มีโทเคนนี้", "There is no such token."),
        ("อาจถูกเพิกถอนไปแล้ว หรือเป็นของผู้อื่น", "It may be revoked, or somebody else's."),
        ("ดูรายการโทเคนของท่าน", "See the list of your tokens."),
    ),
    _refused(
        "API_017",
        ("ยังไม่ได้บอกเหตุผลที่เปิดข้อมูลบุคคล", "Nobody has said what persons are looked at for."),
        ("ทุกครั้งที่เปิดดูบุคคลต้องบันทึกเหตุผล", "Every look at a person is logged with its purpose."),
        (
            "เลือกเหตุผลที่ /purpose/ หรือใช้โทเคนที่ระบุเหตุผลไว้",
            "Choose a purpose at /purpose/, or use a token made with one.",
        ),
    ),
    _refused(
        "API_018",
        ("ค่า cursor ใช้ไม่ได้", "The cursor cannot be used."),
        ("ค่านี้มาจากคำขออื่น หรือถูกแก้", "It belongs to another question, or was changed."),
        ("เริ่มใหม่โดยไม่ใส่ cursor", "Start again without a cursor."),
    ),
    _refused(
        "API_019",
        ("ไม่มี {name} นี้", "There is no such {name}."),
        ("อาจพิมพ์ผิดหรือถูกลบแล้ว", "It may be mistyped or gone."),
        ("ดูรายการทั้งหมดก่อน", "Ask for the list first."),
    ),
    _refused(
        "API_020",
        ("พื้นที่นี้ไม่มีระดับ {level} อยู่ข้างใน", "No {level} lies inside this area."),
        ("พื้นที่ที่ขออยู่ระดับเดียวกันหรือต่ำกว่า", "The area is of that level or below it."),
        ("ขอระดับที่ต่ำกว่า หรือขอพื้นที่ที่กว้างกว่า", "Ask for a lower level, or for a wider area."),
    ),
)
