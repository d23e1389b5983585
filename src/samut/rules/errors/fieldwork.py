"""Problems of planning, forms, submissions, cases and meetings: PLAN_, FORM_, SEND_, CASE_, MEET_, API_."""

from __future__ import annotations

from samut.rules.errors.entry import Entry, Severity, entry

Pair = tuple[str, str]


def _refused(code: str, what: Pair, why: Pair, do: Pair) -> Entry:
    return entry(code, Severity.REFUSE, what=what, why=why, do=do)


def _warned(code: str, what: Pair, why: Pair, do: Pair) -> Entry:
    return entry(code, Severity.WARN, what=what, why=why, do=do)


PLANNING = (
    _refused(
        "PLAN_001",
        (
            "เวลาในหมู่บ้านต่อวัน ({day} นาที) สั้นกว่าการเยี่ยมหนึ่งครัวเรือน ({visit} นาที)",
            "A day in the village ({day} minutes) is shorter than one visit ({visit} minutes).",
        ),
        ("จึงคำนวณจำนวนวันทีมไม่ได้", "Team-days cannot be counted."),
        (
            "แก้เวลาใน policy/planning/survey_workload.toml",
            "Correct the minutes in policy/planning/survey_workload.toml.",
        ),
    ),
    _refused(
        "PLAN_002",
        ("ค่า {name} ใช้ไม่ได้: {value}", "The value of {name} cannot be used: {value}."),
        ("การจัดลำดับหมู่บ้านต้องใช้ค่านี้", "The order of the villages needs it."),
        (
            "ใส่จำนวนเต็มพร้อมวันที่เริ่มใช้ใน policy/planning/survey_workload.toml",
            "Give a whole number with its date in policy/planning/survey_workload.toml.",
        ),
    ),
    _refused(
        "PLAN_003",
        ("วันสิ้นสุดของรอบสำรวจอยู่ก่อนวันเริ่ม", "The campaign ends before it starts."),
        ("จึงไม่มีวันสำรวจ", "There is no day to survey on."),
        ("แก้วันเริ่มหรือวันสิ้นสุด", "Correct the first or the last day."),
    ),
    _refused(
        "PLAN_004",
        ("รอบสำรวจต้องมีชื่อ", "A campaign needs a name."),
        ("ทีมงานต้องรู้ว่ากำลังทำรอบใด", "The teams have to know which one they are in."),
        ("ใส่ชื่อรอบสำรวจ", "Give it a name."),
    ),
    _refused(
        "PLAN_005",
        ("ไม่เข้าใจวันที่ “{value}”", "The date “{value}” cannot be read."),
        ("ต้องมีวันที่ครบทั้งวัน เดือน ปี", "Day, month and year are needed."),
        ("ใส่เป็น วัน/เดือน/ปี พ.ศ. เช่น 22/04/2564", "Write day/month/year, such as 22/04/2564."),
    ),
    _refused(
        "PLAN_006",
        ("เปลี่ยนสถานะรอบสำรวจจาก “{state}” แบบนี้ไม่ได้", "The campaign cannot go there from “{state}”."),
        ("รอบที่ปิดแล้วไม่เปิดซ้ำ เพื่อให้ตัวเลขของรอบคงที่", "What is finished stays so, and its figures with it."),
        ("วางแผนรอบใหม่", "Plan a new campaign."),
    ),
)

FORMS = (
    _refused(
        "FORM_001",
        ("ไม่รู้จักแบบสำรวจ {form}", "The form {form} is not known."),
        ("จึงรับข้อมูลชุดนี้ไม่ได้", "The submission cannot be filed."),
        ("ติดต่อผู้ดูแลแบบสำรวจ", "Ask whoever keeps the forms."),
    ),
    _refused(
        "FORM_002",
        ("ชื่อคำถาม “{name}” ไม่ใช่อักษรอังกฤษล้วน", "The question name “{name}” is not plain English letters."),
        (
            "แอป ODK Collect เปิดแบบที่มีชื่อคำถามเป็นภาษาไทยไม่ได้ (ป้ายคำถามและตัวเลือกเป็นภาษาไทยได้)",
            "ODK Collect refuses a form with such a name (labels and choices may be Thai).",
        ),
        (
            "ใช้ a-z ตัวเลข และ _ เท่านั้น และขึ้นต้นด้วยตัวอักษร เช่น visit_date",
            "Use only a-z, digits and _, beginning with a letter, such as visit_date.",
        ),
    ),
    _refused(
        "FORM_003",
        ("คำถามไม่มีชื่อในคอลัมน์ name", "The question has no name."),
        ("คำตอบจึงไม่มีที่เก็บ", "Its answer has nowhere to go."),
        ("ใส่ชื่อภาษาอังกฤษในคอลัมน์ name", "Give it one in the column name."),
    ),
    _refused(
        "FORM_004",
        ("ชื่อ “{name}” ซ้ำกับแถว {first_row}", "The name “{name}” is already used in row {first_row}."),
        ("คำตอบของสองคำถามจะปนกัน", "The two answers would be mixed up."),
        ("เปลี่ยนชื่อใดชื่อหนึ่ง", "Change one of the two."),
    ),
    _refused(
        "FORM_005",
        (
            "ไม่รู้จักชนิดคำถาม “{kind}” (ใกล้เคียงที่สุด: {nearest})",
            "The question type “{kind}” is not known (nearest: {nearest}).",
        ),
        ("จึงสร้างคำถามไม่ได้", "The question cannot be built."),
        ("แก้คอลัมน์ type", "Correct the column type."),
    ),
    _refused(
        "FORM_006",
        (
            "ไม่มีรายการตัวเลือก “{name}” ในแผ่นงาน choices (ใกล้เคียงที่สุด: {nearest})",
            "There is no list “{name}” on the sheet choices (nearest: {nearest}).",
        ),
        ("คำถามจึงไม่มีตัวเลือก", "The question would have no choices."),
        ("เพิ่มรายการ หรือแก้ชื่อให้ตรงกัน", "Add the list, or correct its name."),
    ),
    _refused(
        "FORM_007",
        ("ไม่มีข้อความภาษา {language}", "The text in {language} is missing."),
        ("ผู้ใช้ภาษานั้นจะเห็นช่องว่าง", "Whoever reads that language would see nothing."),
        ("เติมข้อความในคอลัมน์ที่บอก", "Fill the named column."),
    ),
    _refused(
        "FORM_008",
        (
            "อ้างถึงคำถาม “{name}” ที่ไม่มีในแบบ (ใกล้เคียงที่สุด: {nearest})",
            "The question “{name}” it refers to is not in the form (nearest: {nearest}).",
        ),
        ("เงื่อนไขจึงทำงานไม่ได้", "The condition cannot work."),
        ("แก้ชื่อใน ${{…}}", "Correct the name in ${{…}}."),
    ),
    _refused(
        "FORM_009",
        ("แผ่นงาน settings ไม่มีค่า {name}", "The sheet settings has no {name}."),
        ("แบบแต่ละรุ่นต้องแยกจากกันได้", "Forms and their versions have to be told apart."),
        ("เพิ่ม {name} ในแผ่นงาน settings", "Add {name} to the sheet settings."),
    ),
    _refused(
        "FORM_010",
        ("ตัวแปลงแบบสำรวจไม่ยอมรับ: {detail}", "The form converter refuses it: {detail}"),
        ("แอปสำรวจจะเปิดแบบนี้ไม่ได้", "The survey app could not open the form."),
        ("แก้จุดที่บอกแล้วลองใหม่", "Correct what it names and try again."),
    ),
    _refused(
        "FORM_011",
        (
            "ไฟล์ {file_name} ไม่ใช่แบบสำรวจ (ไม่มีแผ่นงาน survey)",
            "The file {file_name} is not a form (no sheet survey).",
        ),
        ("จึงอ่านคำถามไม่ได้", "No question can be read from it."),
        ("ใช้ไฟล์ .xlsx หรือ .md ตามรูปแบบ XLSForm", "Use an .xlsx or .md file in the layout of an XLSForm."),
    ),
    _refused(
        "FORM_012",
        (
            "แบบสำรวจ {form} ใช้ไม่ได้ ({count} จุด) จุดแรก: {first}",
            "The form {form} cannot be used ({count} problems). The first: {first}",
        ),
        ("แอปสำรวจจะเปิดแบบนี้ไม่ได้", "The survey app could not open it."),
        ("แก้ทุกจุดในรายการปัญหา", "Correct everything in the list of problems."),
    ),
    _warned(
        "FORM_013",
        ("คำตอบ “{name}” อ่านไม่ได้ตามชนิด {kind}", "The answer “{name}” cannot be read as {kind}."),
        ("เก็บไว้ตามที่ได้รับ และถือว่ายังไม่ทราบ", "It is kept as received and counts as unknown."),
        ("ให้ผู้ตรวจดูคำตอบเดิม", "Let a reviewer look at the original answer."),
    ),
    _warned(
        "FORM_014",
        ("วันที่ “{name}” ส่งมาเป็นปีพุทธศักราช", "The date “{name}” came in a Buddhist year."),
        ("อ่านเป็น ค.ศ. โดยลบ 543 แล้ว ค่าเดิมยังเก็บอยู่", "It was read with 543 years less; the original is kept."),
        ("ตรวจนาฬิกาของเครื่องที่ส่ง", "Check the clock of the device."),
    ),
)

FORM_NESTING = (
    _refused(
        "FORM_015",
        (
            "กลุ่มคำถามเปิดปิดไม่ครบคู่: {kind}",
            "A group is opened and not closed, or closed and not opened: {kind}.",
        ),
        ("จึงไม่รู้ว่าคำถามอยู่กลุ่มใด", "It is not clear what stands within it."),
        ("ใส่ begin_ และ end_ ให้ครบคู่", "Give every begin_ its end_."),
    ),
)

SUBMISSIONS = (
    _refused(
        "SEND_001",
        ("รหัสเชื่อมต่อใช้ไม่ได้หรือหมดอายุแล้ว", "The connection key is wrong or has run out."),
        ("จึงรับหรือส่งแบบสำรวจไม่ได้", "No form can be fetched or sent with it."),
        (
            "ขอรหัสใหม่จากผู้ดูแลรอบสำรวจ แบบที่กรอกไว้ยังอยู่ในเครื่อง",
            "Ask for a new one; the filled forms stay on the device.",
        ),
    ),
    _refused(
        "SEND_002",
        ("คำขอไม่มีส่วน xml_submission_file", "The request has no part xml_submission_file."),
        ("จึงไม่มีแบบที่กรอกให้รับ", "There is no filled form in it."),
        ("ส่งด้วยแอป ODK Collect หรือแอปที่ใช้ OpenRosa", "Send with ODK Collect or another OpenRosa app."),
    ),
    _refused(
        "SEND_003",
        ("อ่านแบบที่ส่งมาไม่ได้ (XML ไม่สมบูรณ์)", "The filled form cannot be read (broken XML)."),
        ("จึงยังไม่ได้รับข้อมูล", "It was not received."),
        ("ลองส่งใหม่ หากยังไม่ได้ให้ติดต่อผู้ดูแล", "Send again; if it still fails, ask for help."),
    ),
    _refused(
        "SEND_004",
        ("แบบที่ส่งมาไม่มี instanceID", "The filled form has no instanceID."),
        ("จึงรับรองไม่ได้ว่าจะไม่บันทึกซ้ำ", "It could be filed twice."),
        ("ใช้แบบสำรวจที่ระบบนี้แจกให้", "Use the forms this server gives out."),
    ),
    _refused(
        "SEND_005",
        ("มีแบบรหัสเดียวกันแต่เนื้อหาต่างกันอยู่แล้ว", "A form with the same id and other content is already here."),
        (
            "เก็บชุดใหม่ไว้ต่างหากเพื่อให้ผู้ตรวจดู ไม่มีข้อมูลสูญหาย",
            "The new one was kept aside for review; nothing is lost.",
        ),
        ("แจ้งผู้ดูแลรอบสำรวจ ไม่ต้องส่งซ้ำ", "Tell whoever runs the campaign; do not send again."),
    ),
    _refused(
        "SEND_006",
        ("ข้อมูลที่ส่งใหญ่เกิน {limit} ไบต์", "What was sent is over {limit} bytes."),
        ("จึงรับในครั้งเดียวไม่ได้", "It cannot be taken in one go."),
        ("ลดขนาดรูปแล้วส่งใหม่", "Make the pictures smaller and send again."),
    ),
    _refused(
        "SEND_007",
        ("คำขอไม่เป็นไปตาม OpenRosa", "The request is not as OpenRosa has it."),
        ("เซิร์ฟเวอร์จึงอ่านไม่ได้", "The server cannot read it."),
        ("ตรวจที่อยู่เซิร์ฟเวอร์ในแอป", "Check the server address in the app."),
    ),
    _refused(
        "SEND_008",
        ("แนบไฟล์ชื่อเดียวกันแต่เนื้อหาต่างกัน", "An attached file has the name of another with other content."),
        ("เก็บทั้งสองไฟล์ไว้ให้ผู้ตรวจดู", "Both are kept for review."),
        ("แจ้งผู้ดูแลรอบสำรวจ", "Tell whoever runs the campaign."),
    ),
)

CASES = (
    _refused(
        "CASE_001",
        ("ย้ายสถานะจาก “{status}” ไป “{target}” ไม่ได้", "The case cannot go from “{status}” to “{target}”."),
        (
            "ขั้นตอนการดูแลมีลำดับ เพื่อไม่ให้ครัวเรือนตกหล่น",
            "The steps have an order, so that nobody is lost on the way.",
        ),
        ("เลือกสถานะถัดไปที่แสดงในหน้านี้", "Choose one of the next steps shown on the page."),
    ),
    _refused(
        "CASE_002",
        ("ครัวเรือนนี้มีสมุดพกอยู่แล้ว", "The household has a logbook already."),
        ("หนึ่งครัวเรือนมีเล่มเดียว เล่มที่ปิดแล้วเปิดใหม่ได้", "A household has one; a closed one is reopened."),
        ("เปิดเล่มเดิม", "Open the one that is there."),
    ),
    _refused(
        "CASE_003",
        (
            "บทบาทของท่านย้ายกรณีออกจากสถานะ “{status}” ไม่ได้",
            "Your role does not move a case on from “{status}”.",
        ),
        ("แต่ละสถานะมีผู้รับผิดชอบ", "Each status has its owner."),
        ("แจ้งผู้รับผิดชอบสถานะนี้", "Tell the owner of the status."),
    ),
    _refused(
        "CASE_004",
        ("ยังไม่ได้ระบุผลเมื่อปิดสมุดพก", "The case is closed without saying why."),
        (
            "ต้องรู้ว่าครัวเรือนพ้นความยากจน ย้าย เสียชีวิต หรือเหตุอื่น",
            "Left poverty, moved, died: it makes all the difference.",
        ),
        ("เลือกผลก่อนปิด", "Choose an outcome before closing."),
    ),
)

MEETINGS = (
    _refused(
        "MEET_001",
        ("ยังไม่ได้ใส่{name}", "{name} is missing."),
        ("บันทึกการประชุมต้องอ่านรู้เรื่องในภายหลัง", "The record has to make sense later."),
        ("ใส่ให้ครบแล้วบันทึกใหม่", "Fill it in and save again."),
    ),
)

INTERFACE = (
    _refused(
        "API_001",
        ("ยังไม่ได้เข้าสู่ระบบ", "You are not signed in."),
        ("ข้อมูลเปิดให้ผู้ใช้ของระบบ", "The data are for users of the site."),
        ("เข้าสู่ระบบแล้วเรียกใหม่", "Sign in and ask again."),
    ),
    _refused(
        "API_002",
        ("ค่า {name} ในคำขอใช้ไม่ได้", "The value of {name} in the request cannot be used."),
        ("เซิร์ฟเวอร์จึงไม่รู้ว่าขออะไร", "It is not clear what is asked for."),
        ("ดูรูปแบบที่ /api/v1/openapi.json", "See /api/v1/openapi.json."),
    ),
)

ENTRIES = (*PLANNING, *FORMS, *FORM_NESTING, *SUBMISSIONS, *CASES, *MEETINGS, *INTERFACE)
