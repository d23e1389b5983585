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
    entry(
        "ACCOUNT_030",
        Severity.REFUSE,
        what=("ไม่พบผู้ใช้นี้", "There is no such user."),
        why=(
            "ไม่มีบัญชีนี้ หรือบัญชีนี้ไม่มีบทบาทในพื้นที่ที่ท่านดูแล",
            "The account does not exist, or holds no role in the areas you look after.",
        ),
        do=("กลับไปที่รายชื่อผู้ใช้แล้วเลือกใหม่", "Go back to the list of people and choose again."),
    ),
    entry(
        "ACCOUNT_031",
        Severity.REFUSE,
        what=("ทำกับบัญชีของตนเองไม่ได้", "This cannot be done to one's own account."),
        why=(
            "ผู้ดูแลระบบไม่ปิดบัญชีหรือออกรหัสให้ตนเอง",
            "An administrator neither closes their own account nor makes a code for it.",
        ),
        do=(
            "ให้ผู้ดูแลระบบอีกคนทำให้ หรือใช้หน้า การเข้าใช้ของฉัน",
            "Ask another administrator, or use the page My sign-in.",
        ),
    ),
    entry(
        "ACCOUNT_032",
        Severity.REFUSE,
        what=(
            "บัญชีนี้มีบทบาทนอกพื้นที่ที่ท่านดูแลด้วย",
            "This account also holds a role outside the areas you look after.",
        ),
        why=(
            "รหัสผ่าน การเข้าใช้ และการปิดบัญชีเป็นของผู้ดูแลระบบที่ดูแลทุกพื้นที่ของเขา",
            "Its password, its sessions and its closing belong to an administrator of all of its areas.",
        ),
        do=(
            "ติดต่อผู้ดูแลระบบระดับที่กว้างกว่า ท่านยังสิ้นสุดบทบาทในพื้นที่ของท่านได้",
            "Ask an administrator of a wider area. You can still end its roles in your own.",
        ),
    ),
    entry(
        "ACCOUNT_033",
        Severity.REFUSE,
        what=("ให้บทบาทแก่ตนเองไม่ได้", "Nobody gives themselves a role."),
        why=(
            "ผู้ให้บทบาทกับผู้รับต้องเป็นคนละคน จึงไม่มีใครเปิดดูข้อมูลบุคคลได้โดยลำพัง",
            "Who gives and who gets are two people, so that nobody opens personal data on their own.",
        ),
        do=("ให้ผู้ดูแลระบบอีกคนพิจารณา", "Let another administrator decide."),
    ),
    entry(
        "ACCOUNT_034",
        Severity.REFUSE,
        what=(
            "พื้นที่ {area_code} อยู่นอกพื้นที่ที่ท่านดูแล",
            "The area {area_code} is outside the areas you look after.",
        ),
        why=(
            "ผู้ดูแลระบบให้บทบาทได้เฉพาะในพื้นที่ของตน",
            "An administrator gives roles in their own areas only.",
        ),
        do=(
            "เลือกพื้นที่ในความดูแลของท่าน หรือให้ผู้ดูแลระบบที่กว้างกว่าทำ",
            "Choose an area of yours, or ask an administrator of a wider one.",
        ),
    ),
    entry(
        "ACCOUNT_035",
        Severity.REFUSE,
        what=(
            "บทบาท{role}ให้ในพื้นที่กว้างขนาดนี้ไม่ได้",
            "The role {role} is not held in so wide an area.",
        ),
        why=(
            "แต่ละบทบาทมีระดับพื้นที่กว้างที่สุดของตน เช่น อาสาสมัครไม่เกินหมู่บ้าน",
            "Each role has its widest area: a volunteer's is a village.",
        ),
        do=(
            "เลือกพื้นที่ที่แคบลง หรือให้หลายพื้นที่ทีละแห่ง",
            "Choose a narrower area, or give several, one by one.",
        ),
    ),
    entry(
        "ACCOUNT_036",
        Severity.REFUSE,
        what=(
            "คนเดียวเป็น{role}และ{other}พร้อมกันไม่ได้",
            "Nobody holds the roles {role} and {other} at the same time.",
        ),
        why=(
            "ผู้ที่ให้สิทธิ์หรือตรวจบันทึกต้องไม่เห็นข้อมูลบุคคล และต้องไม่ตรวจงานของตนเอง",
            "Who gives rights or checks the logs sees no person, and does not check their own work.",
        ),
        do=(
            "สิ้นสุดบทบาทเดิมก่อน หรือมอบให้คนอื่น",
            "End the other role first, or choose somebody else.",
        ),
    ),
    entry(
        "ACCOUNT_037",
        Severity.REFUSE,
        what=(
            "ผู้ใช้เป็น{role}ในพื้นที่นี้อยู่แล้ว",
            "The user is {role} in this area already.",
        ),
        why=(
            "บทบาทเดียวกันซ้อนกันจะทำให้สิ้นสุดไม่หมด",
            "Held twice, ending one of the two would change nothing.",
        ),
        do=(
            "สิ้นสุดบทบาทเดิมก่อนหากต้องการเปลี่ยนวันที่",
            "End the one that is held if its dates are to change.",
        ),
    ),
    entry(
        "ACCOUNT_038",
        Severity.REFUSE,
        what=(
            "วันสิ้นสุดต้องอยู่หลังวันเริ่ม",
            "The last day must not lie before the first.",
        ),
        why=("บทบาทนี้จะไม่มีผลสักวัน", "The role would not hold on a single day."),
        do=("แก้ไขวันที่", "Correct the dates."),
    ),
    entry(
        "ACCOUNT_039",
        Severity.REFUSE,
        what=("ท่านสิ้นสุดบทบาทนี้ไม่ได้", "You cannot end this role."),
        why=(
            "ผู้ดูแลระบบของพื้นที่นั้น หรือผู้มอบและผู้รับมอบ เป็นผู้สิ้นสุด",
            "It is ended by an administrator of its area, or by who passed it on or stands in.",
        ),
        do=("ติดต่อผู้ดูแลระบบของพื้นที่นั้น", "Ask the administrator of that area."),
    ),
    entry(
        "ACCOUNT_040",
        Severity.REFUSE,
        what=(
            "ผู้ใช้นี้เป็นผู้ดูแลระบบคนสุดท้ายของพื้นที่",
            "This is the last administrator of the area.",
        ),
        why=(
            "หากไม่มีผู้ดูแลระบบ จะไม่มีใครเชิญคน ให้บทบาท หรือออกรหัสให้ผู้ที่ลืมรหัสผ่านได้อีก",
            "With none left, nobody could invite people, give roles or help those who forgot their password.",
        ),
        do=(
            "ให้อีกคนเป็นผู้ดูแลระบบของพื้นที่เดียวกันหรือกว้างกว่า โดยไม่กำหนดวันสิ้นสุด แล้วทำใหม่",
            "Give somebody else this role in the same area or a wider one, without an end, and try again.",
        ),
    ),
    entry(
        "ACCOUNT_041",
        Severity.REFUSE,
        what=(
            "คำเชิญนี้ใช้ไม่ได้แล้ว",
            "This invitation can no longer be used.",
        ),
        why=(
            "รหัสพิมพ์ผิด คำเชิญถูกใช้ไปแล้ว ถูกยกเลิก หรือหมดอายุ",
            "The code is mistyped, or it was used, taken back, or is too old.",
        ),
        do=(
            "ตรวจรหัสบนใบเชิญอีกครั้ง หรือขอใบใหม่จากผู้ดูแลระบบ",
            "Look at the code on the slip again, or ask the administrator for a new one.",
        ),
    ),
    entry(
        "ACCOUNT_042",
        Severity.REFUSE,
        what=(
            "มีผู้ใช้หรือคำเชิญชื่อนี้อยู่แล้ว",
            "There is a user or an invitation of this name already.",
        ),
        why=("ชื่อผู้ใช้หนึ่งชื่อเป็นของคนเดียว", "A user name belongs to one person."),
        do=(
            "ใช้ชื่ออื่น หรือให้บทบาทเพิ่มแก่ผู้ใช้เดิมจากหน้าของเขา",
            "Choose another name, or give the user another role on their page.",
        ),
    ),
    entry(
        "ACCOUNT_043",
        Severity.REFUSE,
        what=("คำเชิญต้องมีชื่อและบทบาท", "An invitation needs a name and a role."),
        why=(
            "ผู้รับเชิญต้องรู้ว่าเชิญใคร ให้ทำอะไร ที่ใด",
            "Whoever gets it must see whom it is for, and what to do where.",
        ),
        do=("กรอกให้ครบแล้วลองใหม่", "Fill it in and try again."),
    ),
    entry(
        "ACCOUNT_044",
        Severity.REFUSE,
        what=("คำเชิญนี้ไม่ใช่ของพื้นที่ท่าน", "This invitation is not of your areas."),
        why=(
            "ไม่มีคำเชิญนี้ หรือเป็นของผู้ดูแลระบบอื่น",
            "It does not exist, or belongs to administrators of other areas.",
        ),
        do=("กลับไปที่รายการคำเชิญ", "Go back to the list of invitations."),
    ),
    entry(
        "ACCOUNT_045",
        Severity.REFUSE,
        what=(
            "ผู้ดูแลระบบอีกคนต้องเป็นผู้ทำขั้นนี้",
            "Another administrator has to do this one.",
        ),
        why=(
            "ใครออกรหัสผ่านและยกเลิกการยืนยันสองชั้นทั้งสองอย่าง จะเข้าใช้ในชื่อผู้อื่นและเห็นข้อมูลบุคคลได้ "
            "จึงไม่ให้คนเดียวทำทั้งสองภายใน {hours} ชั่วโมง",
            "Whoever makes a code and takes the second factor away could sign in as the user: "
            "one administrator does not do both within {hours} hours.",
        ),
        do=(
            "ให้ผู้ดูแลระบบอีกคนที่ดูแลบัญชีนี้ทำ",
            "Ask another administrator who looks after this account.",
        ),
    ),
    entry(
        "ACCOUNT_050",
        Severity.REFUSE,
        what=("มอบบทบาทนี้ให้ผู้อื่นไม่ได้", "This role cannot be passed on."),
        why=(
            "มอบได้เฉพาะบทบาทเจ้าหน้าที่ของตนเอง บทบาทที่รับมอบมามอบต่อไม่ได้",
            "Only one's own role of an officer can; what was passed on to oneself cannot.",
        ),
        do=(
            "ให้เจ้าของบทบาทเป็นผู้มอบ หรือติดต่อผู้ดูแลระบบ",
            "Let whoever holds the role pass it on, or ask the administrator.",
        ),
    ),
    entry(
        "ACCOUNT_051",
        Severity.REFUSE,
        what=(
            "การมอบเกินพื้นที่หรือเวลาของบทบาทเดิม",
            "This is more than the role itself, in area or in time.",
        ),
        why=(
            "ผู้รับมอบทำได้ไม่เกินที่ผู้มอบทำได้",
            "Whoever stands in may do no more than the one they stand in for.",
        ),
        do=(
            "เลือกพื้นที่ในบทบาทของท่าน และวันที่ที่บทบาทยังมีผล",
            "Choose an area of your role, and days on which it holds.",
        ),
    ),
    entry(
        "ACCOUNT_052",
        Severity.REFUSE,
        what=(
            "มอบได้ครั้งละไม่เกิน {days} วัน นับจากวันนี้เป็นต้นไป",
            "A role is passed on for {days} days at most, from today or a later day on.",
        ),
        why=(
            "การมอบเป็นเรื่องชั่วคราว นานกว่านั้นผู้ดูแลระบบเป็นผู้ให้บทบาท",
            "It is for an absence; for longer, an administrator gives the role.",
        ),
        do=("แก้ไขวันที่", "Correct the dates."),
    ),
    entry(
        "ACCOUNT_053",
        Severity.REFUSE,
        what=("มอบให้ผู้ใช้นี้ไม่ได้", "The role cannot be passed on to this user."),
        why=(
            "ไม่มีผู้ใช้ชื่อนี้ บัญชีปิดอยู่ หรือเป็นตัวท่านเอง",
            "Nobody has this name, the account is closed, or it is yourself.",
        ),
        do=(
            "ตรวจชื่อผู้ใช้กับเจ้าตัวแล้วพิมพ์ใหม่",
            "Ask the person for their user name and type it again.",
        ),
    ),
    entry(
        "ACCOUNT_060",
        Severity.REFUSE,
        what=("ระบบนี้ตั้งค่าแล้ว", "This site is set up already."),
        why=(
            "หน้าตั้งค่าเปิดได้เฉพาะเมื่อยังไม่มีผู้ใช้สักคน",
            "The page for setting up opens only while there is no user at all.",
        ),
        do=("เข้าสู่ระบบด้วยชื่อผู้ใช้ของท่าน", "Sign in with your user name."),
    ),
    entry(
        "ACCOUNT_061",
        Severity.REFUSE,
        what=("ที่อยู่ตั้งค่านี้ใช้ไม่ได้", "This address for setting up cannot be used."),
        why=(
            "พิมพ์ผิด หมดอายุ หรือระบบถูกเริ่มใหม่และพิมพ์ที่อยู่ใหม่แล้ว",
            "It is mistyped or too old, or the site was started again and printed a new one.",
        ),
        do=(
            "ดูที่อยู่ล่าสุดในหน้าต่างที่สั่ง samut serve หรือสั่งใหม่อีกครั้ง",
            "Look at the window where samut serve runs for the latest one, or start it again.",
        ),
    ),
    entry(
        "ACCOUNT_062",
        Severity.REFUSE,
        what=("ไม่มีจังหวัดรหัส {province}", "There is no province {province}."),
        why=("ระบบต้องรู้ว่าเป็นของจังหวัดใด", "The site must know whose it is."),
        do=("เลือกจังหวัดจากรายการ", "Choose a province from the list."),
    ),
)
