"""Problems of accounts: signing in, invitations, codes, sessions and the first run: codes ACCOUNT_…"""

from __future__ import annotations

from samut.rules.errors.entry import Severity, entry

_NOT_SIGNED_IN = ("ท่านยังไม่ได้เข้าสู่ระบบ", "You are not signed in.")
_WITH_PASSWORD = (
    "เข้าสู่ระบบด้วยชื่อผู้ใช้และรหัสผ่านของสมุดแทน หรือแจ้งผู้ดูแลระบบ",
    "Sign in with your user name and password of Samut instead, or tell the administrator.",
)

ENTRIES = (
    entry(
        "ACCOUNT_001",
        Severity.REFUSE,
        what=("ชื่อผู้ใช้นี้ใช้ไม่ได้", "This cannot be a user name."),
        why=(
            "ชื่อผู้ใช้มีได้เฉพาะตัวอักษรไทยหรืออังกฤษ ตัวเลข เว้นวรรค และ @ . + - _ ยาวไม่เกิน {limit} ตัว",
            "It may hold Thai or Latin letters, digits, spaces and @ . + - _, and up to {limit} characters.",
        ),
        do=(
            "พิมพ์ชื่อใหม่ เช่น มาลี ใจดี หรือใช้ที่อยู่อีเมล",
            "Type another name, such as Malee Jaidee, or an e-mail address.",
        ),
    ),
    entry(
        "ACCOUNT_002",
        Severity.REFUSE,
        what=("บัญชีนี้ถูกปิดการใช้งาน", "This account is closed."),
        why=_NOT_SIGNED_IN,
        do=(
            "ติดต่อผู้ดูแลระบบของสำนักงาน หากยังต้องใช้งาน",
            "Ask the administrator of your office if you still need it.",
        ),
    ),
    entry(
        "ACCOUNT_003",
        Severity.REFUSE,
        what=("ต้องตั้งการยืนยันตัวตนสองชั้นก่อน", "Two-step sign-in has to be set up first."),
        why=(
            "บัญชีนี้เปิดดูข้อมูลบุคคลได้ รหัสผ่านอย่างเดียวจึงไม่พอ",
            "This account opens personal data, so a password alone is not enough.",
        ),
        do=(
            "เปิดเมนูผู้ใช้ เลือก การเข้าใช้ของฉัน แล้วตั้งแอปสร้างรหัสหรือพาสคีย์",
            "Open the user menu, choose My sign-in, and set up an authenticator app or a passkey.",
        ),
    ),
    entry(
        "ACCOUNT_004",
        Severity.REFUSE,
        what=(
            "{provider}ยืนยันตัวท่านแล้ว แต่ยังไม่มีบัญชีในระบบนี้ที่ตรงกัน",
            "{provider} knows you, but no account of this site goes with it.",
        ),
        why=(
            "ระบบไม่สร้างบัญชีให้เอง ผู้ใช้ทุกคนต้องได้รับเชิญจากผู้ดูแลระบบ",
            "Accounts are never made by themselves: everybody is invited by an administrator.",
        ),
        do=(
            "เข้าสู่ระบบด้วยชื่อผู้ใช้และรหัสผ่าน แล้วผูกบัญชีที่หน้า การเข้าใช้ของฉัน",
            "Sign in with your user name and password and link it on the page My sign-in.",
        ),
    ),
    entry(
        "ACCOUNT_005",
        Severity.REFUSE,
        what=("คำตอบจาก{provider}เชื่อถือไม่ได้", "The answer of {provider} cannot be trusted."),
        why=(
            "ลายเซ็น ผู้รับ หรือเวลาของคำตอบไม่ตรงกับที่ขอไป",
            "Its signature, its addressee or its time is not what was asked for.",
        ),
        do=_WITH_PASSWORD,
    ),
    entry(
        "ACCOUNT_006",
        Severity.REFUSE,
        what=(
            "ระบบนี้ไม่ได้เปิดให้เข้าใช้ผ่านผู้ให้บริการอื่น",
            "This site does not sign anybody in through another service.",
        ),
        why=_NOT_SIGNED_IN,
        do=_WITH_PASSWORD,
    ),
    entry(
        "ACCOUNT_007",
        Severity.REFUSE,
        what=("ติดต่อ{provider}ไม่ได้", "{provider} cannot be reached."),
        why=(
            "เครื่องแม่ข่ายต่ออินเทอร์เน็ตไม่ได้ หรือผู้ให้บริการขัดข้อง",
            "The server has no connection, or the service is down.",
        ),
        do=_WITH_PASSWORD,
    ),
    entry(
        "ACCOUNT_008",
        Severity.REFUSE,
        what=(
            "ตัวตนจาก{provider}นี้ผูกกับบัญชีอื่นแล้ว",
            "This identity of {provider} is linked to another account.",
        ),
        why=("ตัวตนหนึ่งผูกได้กับบัญชีเดียว", "One identity belongs to one account."),
        do=(
            "ออกจาก{provider}แล้วลองใหม่ด้วยตัวตนของท่านเอง หรือแจ้งผู้ดูแลระบบ",
            "Sign out of {provider} and try with your own identity, or tell the administrator.",
        ),
    ),
    entry(
        "ACCOUNT_009",
        Severity.REFUSE,
        what=("การเข้าใช้ผ่าน{provider}ไม่สำเร็จ", "Signing in through {provider} did not work."),
        why=(
            "ขั้นตอนถูกยกเลิก หมดเวลา หรือเริ่มจากหน้าต่างอื่น",
            "It was broken off, took too long, or was begun in another window.",
        ),
        do=(
            "กลับไปหน้าเข้าสู่ระบบแล้วเริ่มใหม่",
            "Go back to the page for signing in and begin again.",
        ),
    ),
)
