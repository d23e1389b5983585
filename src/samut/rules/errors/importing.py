"""Problems of files that come in: codes IMPORT_…

001-019 end an import before anything is stored. 020-036 are problems of one row and column, 040-044
of a row among other rows; those put the row into quarantine, or (severity WARN) make the value
unknown and are counted.
"""

from __future__ import annotations

from samut.rules.errors.entry import Severity, entry

_NOTHING_CHANGED = (
    "ไม่มีข้อมูลใดถูกนำเข้า ข้อมูลเดิมยังอยู่ครบ",
    "Nothing was imported; what was there stays.",
)
_ROW_KEPT_APART = (
    "แถวนี้ถูกกักไว้ ยังไม่นำเข้า แถวอื่นไม่เกี่ยว",
    "The row waits in quarantine; other rows are not touched.",
)
_FIX_AND_RESEND = (
    "แก้แถวนี้ที่ต้นทาง แล้วนำเข้าไฟล์ที่แก้แล้ว",
    "Correct the row at its source and import the corrected file.",
)
_VALUE_UNKNOWN = (
    "แถวนี้นำเข้าแล้ว แต่ค่านี้ถือว่าไม่ทราบ ไม่ใช่ศูนย์",
    "The row is in, with this value as unknown, which is not zero.",
)
_FIX_WHEN_POSSIBLE = (
    "แก้ที่ต้นทางเมื่อทำได้ แล้วนำเข้าใหม่",
    "Correct it at its source when you can, and import again.",
)

_OF_FILES = (
    entry(
        "IMPORT_001",
        Severity.REFUSE,
        what=("ไฟล์ {file_name} ไม่มีข้อมูลเลย", "The file {file_name} is empty."),
        why=("จึงไม่มีอะไรให้นำเข้า", "There is nothing to import."),
        do=("ตรวจสอบไฟล์ต้นทางแล้วส่งใหม่", "Check the file at its source and send it again."),
    ),
    entry(
        "IMPORT_002",
        Severity.REFUSE,
        what=(
            "ไฟล์ {file_name} มีแต่หัวตาราง ไม่มีแถวข้อมูล",
            "The file {file_name} has a header and no rows.",
        ),
        why=("จึงไม่มีอะไรให้นำเข้า", "There is nothing to import."),
        do=("ตรวจสอบว่าส่งออกข้อมูลครบ แล้วส่งใหม่", "See that the export is whole and send it again."),
    ),
    entry(
        "IMPORT_003",
        Severity.REFUSE,
        what=(
            "ไฟล์ {file_name} เป็นชนิด {found} นำเข้าไม่ได้ (รับ CSV, Excel, ODS, Parquet, JSON และ zip)",
            "The file {file_name} is {found}; CSV, Excel, ODS, Parquet, JSON and zip can be imported.",
        ),
        why=_NOTHING_CHANGED,
        do=(
            "เปิดไฟล์ในโปรแกรมเดิม แล้วบันทึกเป็น .xlsx หรือ CSV UTF-8 (การเปลี่ยนนามสกุลไฟล์อย่างเดียวใช้ไม่ได้)",
            "Open it in its own program and save it as .xlsx or CSV UTF-8; renaming it is not enough.",
        ),
    ),
    entry(
        "IMPORT_004",
        Severity.REFUSE,
        what=("ไฟล์ Excel {file_name} เสียหาย เปิดไม่ได้", "The Excel file {file_name} is broken."),
        why=_NOTHING_CHANGED,
        do=(
            "คัดลอกหรือดาวน์โหลดไฟล์ใหม่ หรือเปิดด้วย Excel แล้วบันทึกใหม่ (ไฟล์ที่ตั้งรหัสผ่านต้องปลดก่อน)",
            "Copy or download it again, or open and save it in Excel (take off a password first).",
        ),
    ),
    entry(
        "IMPORT_005",
        Severity.REFUSE,
        what=(
            "รหัสอักขระของไฟล์ไม่ใช่ UTF-8, UTF-16 หรือ TIS-620/Windows-874 (แถว {row} {found})",
            "The text is neither UTF-8, UTF-16 nor TIS-620/Windows-874 (row {row}, {found}).",
        ),
        why=(
            "ถ้านำเข้า ชื่อและที่อยู่จะอ่านไม่ออก จึงไม่นำเข้าเลย",
            "Names would come in unreadable, so nothing was imported.",
        ),
        do=("บันทึกไฟล์ใหม่เป็น CSV UTF-8 หรือ .xlsx", "Save the file again as CSV UTF-8, or as .xlsx."),
    ),
    entry(
        "IMPORT_006",
        Severity.REFUSE,
        what=("ไม่พบคอลัมน์ {columns}", "These columns are missing: {columns}."),
        why=(
            "ข้อมูลส่วนนี้จำเป็น ไม่มีอะไรถูกนำเข้า (≈ คือคอลัมน์ในไฟล์ที่ใกล้เคียงที่สุด)",
            "They are needed, so nothing was imported (≈ is the nearest column of the file).",
        ),
        do=(
            "แก้ชื่อหัวคอลัมน์ในไฟล์ หรือเพิ่มชื่อที่ใช้ในโปรไฟล์ของทะเบียน",
            "Correct the header in the file, or add the name it uses to the register's profile.",
        ),
    ),
    entry(
        "IMPORT_007",
        Severity.REFUSE,
        what=("ไม่พบไฟล์ {file_name}", "There is no file {file_name}."),
        why=_NOTHING_CHANGED,
        do=("ตรวจสอบชื่อไฟล์และโฟลเดอร์", "Check the file's name and folder."),
    ),
    entry(
        "IMPORT_008",
        Severity.REFUSE,
        what=(
            "ไม่รู้จักทะเบียน {register} (ใกล้เคียงที่สุด: {nearest})",
            "The register {register} is not known (nearest: {nearest}).",
        ),
        why=("จึงไม่รู้ว่าคอลัมน์ใดคืออะไร", "What its columns mean is therefore not known either."),
        do=(
            "ใช้ชื่อที่มีใน policy/profiles หรือเพิ่มโปรไฟล์ใหม่",
            "Use a register of policy/profiles, or add a profile for this one.",
        ),
    ),
    entry(
        "IMPORT_009",
        Severity.REFUSE,
        what=(
            "ไม่รู้จักโปรไฟล์ {profile} (ใกล้เคียงที่สุด: {nearest})",
            "The profile {profile} is not known (nearest: {nearest}).",
        ),
        why=_NOTHING_CHANGED,
        do=("ใช้ชื่อใน policy/profiles หรือไฟล์ .toml", "Use a name of policy/profiles, or a .toml file."),
    ),
    entry(
        "IMPORT_010",
        Severity.REFUSE,
        what=(
            "ไม่มีโปรไฟล์ของทะเบียน {register} สำหรับปี {edition} (มีเฉพาะ {covered})",
            "There is no profile of the register {register} for {edition} (only {covered}).",
        ),
        why=("แบบสำรวจแต่ละรอบมีคอลัมน์ต่างกัน", "The form changes from one period to the next."),
        do=(
            "ตรวจสอบปี พ.ศ. ที่ระบุ หรือเลือกโปรไฟล์ด้วย --profile",
            "Check the (Buddhist) year, or name a profile with --profile.",
        ),
    ),
    entry(
        "IMPORT_011",
        Severity.REFUSE,
        what=(
            "ไฟล์ CSV อ่านต่อไม่ได้ที่แถว {row} (มักเกิดจากเครื่องหมายคำพูดที่เปิดแล้วไม่ปิด)",
            "The CSV cannot be read on from row {row}; most often a quotation mark was never closed.",
        ),
        why=_NOTHING_CHANGED,
        do=("แก้เครื่องหมายคำพูดในแถวนั้น", "Correct the quotation marks of that row."),
    ),
    entry(
        "IMPORT_012",
        Severity.REFUSE,
        what=(
            "ไฟล์ {file_name} ถูกแก้ไขระหว่างนำเข้า",
            "The file {file_name} was changed while it was being imported.",
        ),
        why=_NOTHING_CHANGED,
        do=("ปิดโปรแกรมที่เปิดไฟล์นี้ แล้วนำเข้าใหม่", "Close what has the file open and import it again."),
    ),
    entry(
        "IMPORT_013",
        Severity.REFUSE,
        what=(
            "มีไฟล์ “{given_th}” แต่ไม่มีไฟล์ “{needed_th}”",
            "There is a file of “{given_en}” and none of “{needed_en}”.",
        ),
        why=(
            "สองไฟล์นี้ต้องตรวจด้วยกัน ถ้านำเข้าไฟล์เดียวทุกแถวจะถูกกัก",
            "The two are checked against each other; alone, every row would be refused.",
        ),
        do=("ระบุทั้งสองไฟล์ในคำสั่งเดียว", "Name both files in one command."),
    ),
    entry(
        "IMPORT_014",
        Severity.REFUSE,
        what=("โปรไฟล์ของทะเบียนผิด: {what}", "The register's profile is faulty: {what}."),
        why=_NOTHING_CHANGED,
        do=("แก้ไฟล์โปรไฟล์", "Correct the profile."),
    ),
    entry(
        "IMPORT_015",
        Severity.REFUSE,
        what=(
            "ไฟล์ {file_name} เมื่อคลายแล้วใหญ่ผิดปกติ",
            "The file {file_name} unpacks to an absurd size.",
        ),
        why=("อาจเป็นไฟล์ที่ทำให้เครื่องล่ม จึงไม่เปิด", "It might bring the machine down, so it was not opened."),
        do=("บันทึกเป็น CSV แล้วนำเข้าใหม่", "Save it as CSV and import that."),
    ),
    entry(
        "IMPORT_016",
        Severity.REFUSE,
        what=("อ่านไฟล์ {file_name} ไม่ได้ ({reason})", "The file {file_name} cannot be read ({reason})."),
        why=_NOTHING_CHANGED,
        do=("ตรวจสอบสิทธิ์ของไฟล์", "Check the file's permissions."),
    ),
    entry(
        "IMPORT_017",
        Severity.REFUSE,
        what=("คอลัมน์เดียวกันมีสองครั้ง: {column}", "One column is there twice: {column}."),
        why=("จึงไม่รู้ว่าต้องใช้ค่าใด", "Which of the two holds is not known."),
        do=("ลบหรือเปลี่ยนชื่อคอลัมน์ที่ซ้ำ", "Remove or rename one of them."),
    ),
    entry(
        "IMPORT_018",
        Severity.REFUSE,
        what=("ไม่ได้ระบุไฟล์ของทะเบียน {register}", "No file of the register {register} was named."),
        why=("จึงไม่มีอะไรให้นำเข้า", "There is nothing to import."),
        do=("ระบุไฟล์อย่างน้อยหนึ่งไฟล์", "Name at least one file."),
    ),
    entry(
        "IMPORT_019",
        Severity.REFUSE,
        what=(
            "ทะเบียน {register} ปี {edition} ไม่มีแถวที่กักไว้",
            "No row of the register {register}, {edition}, waits in quarantine.",
        ),
        why=("จึงไม่มีอะไรให้ส่งกลับไปแก้", "There is nothing to send back."),
        do=("ตรวจสอบชื่อทะเบียนและปี", "Check the register's name and the edition."),
    ),
    entry(
        "IMPORT_050",
        Severity.REFUSE,
        what=(
            "แถวที่กักไว้ของทะเบียน {register} ปี {edition} เก็บไว้โดยไม่มีหัวตาราง",
            "The quarantined rows of the register {register}, {edition}, were kept without their header.",
        ),
        why=(
            "นำเข้าด้วย Samut รุ่นก่อน จึงทำเป็นตารางเดิมไม่ได้ แถวยังอยู่ครบ",
            "An older Samut imported them, so their table cannot be made; the rows are still there.",
        ),
        do=(
            "ดูเหตุผลของแต่ละแถวที่หน้า /registers/ แล้วแก้ในไฟล์ต้นทาง",
            "See the reasons of each row at /registers/ and correct them in the file itself.",
        ),
    ),
)

_OF_VALUES = (
    entry(
        "IMPORT_020",
        Severity.REFUSE,
        what=(
            "จำนวนช่องของแถวไม่เท่ากับหัวตาราง",
            "The row has more or fewer cells than the header.",
        ),
        why=(
            "ค่าอาจเลื่อนไปอยู่ผิดคอลัมน์ แถวนี้จึงถูกกักไว้",
            "Values may stand in the wrong columns, so the row waits in quarantine.",
        ),
        do=(
            "มักเกิดจากเครื่องหมายจุลภาคหรือคำพูดในข้อมูล แก้แล้วนำเข้าใหม่",
            "Most often a comma or quotation mark in the data: correct it and import again.",
        ),
    ),
    entry(
        "IMPORT_021",
        Severity.REFUSE,
        what=("ไม่มีค่าที่จำเป็น", "A value that is needed is missing."),
        why=_ROW_KEPT_APART,
        do=_FIX_AND_RESEND,
    ),
    entry(
        "IMPORT_022",
        Severity.REFUSE,
        what=(
            "เลขประจำตัวประชาชนผิด (ไม่ครบ 13 หลัก หรือเลขตรวจสอบไม่ตรง)",
            "The 13-digit number is wrong (not 13 digits, or its check digit fails).",
        ),
        why=(
            "ทะเบียนนี้ใช้เลขเป็นตัวระบุคน แถวนี้จึงถูกกักไว้",
            "This register knows people by it, so the row waits in quarantine.",
        ),
        do=_FIX_AND_RESEND,
    ),
    entry(
        "IMPORT_023",
        Severity.WARN,
        what=(
            "เลขประจำตัวประชาชนผิด (ไม่ครบ 13 หลัก หรือเลขตรวจสอบไม่ตรง)",
            "The 13-digit number is wrong (not 13 digits, or its check digit fails).",
        ),
        why=(
            "นำเข้าคนนี้แล้วโดยถือว่าไม่ทราบเลข จึงยังเชื่อมกับทะเบียนอื่นไม่ได้",
            "The person is in, the number unknown: no other register can be linked yet.",
        ),
        do=("ตรวจสอบเลขเมื่อลงพื้นที่", "Check the number at the next visit."),
    ),
    entry(
        "IMPORT_024",
        Severity.REFUSE,
        what=("วันเกิดอยู่ในอนาคต", "The birth date is in the future."),
        why=_ROW_KEPT_APART,
        do=(
            "ตรวจสอบว่าเป็นปี พ.ศ. แล้วแก้ที่ต้นทาง",
            "See whether the year is a Buddhist one, and correct it at its source.",
        ),
    ),
    entry(
        "IMPORT_025",
        Severity.REFUSE,
        what=("วันที่นี้เป็นไปไม่ได้", "There is no such date."),
        why=_ROW_KEPT_APART,
        do=(
            "ใช้รูปแบบ วว/ดด/ปปปป (พ.ศ.) ถ้าไม่ทราบวันให้ใส่ 00",
            "Write dd/mm/yyyy with the Buddhist year; 00 for a day that is not known.",
        ),
    ),
    entry(
        "IMPORT_026",
        Severity.REFUSE,
        what=("ไม่รู้จักรหัสพื้นที่ {detail}", "The area code {detail} is not known."),
        why=_ROW_KEPT_APART,
        do=(
            "ตรวจสอบรหัสของกรมการปกครอง (จังหวัด 2 ตำบล 6 หมู่บ้าน 8 หลัก)",
            "Check the code against the registration administration's (2, 6 or 8 digits).",
        ),
    ),
    entry(
        "IMPORT_027",
        Severity.REFUSE,
        what=(
            "รหัสพื้นที่ถูกยกเลิกแล้ว ปัจจุบันคือ {detail}",
            "The area code was abolished; its successor: {detail}.",
        ),
        why=_ROW_KEPT_APART,
        do=("เปลี่ยนเป็นรหัสปัจจุบัน แล้วนำเข้าใหม่", "Write the code in force and import again."),
    ),
    entry(
        "IMPORT_028",
        Severity.REFUSE,
        what=(
            "ทะเบียนหมู่บ้านไม่มีหมู่บ้าน {detail} ในตำบลนี้",
            "The village register has no village {detail} in this tambon.",
        ),
        why=_ROW_KEPT_APART,
        do=(
            "แก้รหัสหมู่บ้าน หรือนำเข้าทะเบียนหมู่บ้านที่เป็นปัจจุบันก่อน",
            "Correct the village code, or import a newer village register first.",
        ),
    ),
    entry(
        "IMPORT_029",
        Severity.REFUSE,
        what=("คำตอบต้องเป็น 1 (ใช่) หรือ 0 (ไม่ใช่)", "The answer must be 1 (yes) or 0 (no)."),
        why=_ROW_KEPT_APART,
        do=(
            "แก้ค่าในแถวนี้ ถ้าไม่ได้ตอบให้เว้นว่างหรือใส่ -",
            "Correct it; leave it empty or write - when there was no answer.",
        ),
    ),
    entry(
        "IMPORT_030",
        Severity.REFUSE,
        what=(
            "จำนวนคนต้องเป็นเลขจำนวนเต็ม 0 ถึง 99",
            "The number of persons must be whole, from 0 to 99.",
        ),
        why=_ROW_KEPT_APART,
        do=(
            "แก้ค่าในแถวนี้ ถ้าไม่ทราบให้เว้นว่างหรือใส่ -",
            "Correct it; leave it empty or write - when it is not known.",
        ),
    ),
    entry(
        "IMPORT_031",
        Severity.REFUSE,
        what=("ไม่รู้จักรหัสคำตอบนี้", "The answer's code is not one of those known."),
        why=_ROW_KEPT_APART,
        do=(
            "แก้ค่าในแถวนี้ หรือเพิ่มรหัสในโปรไฟล์ของทะเบียน",
            "Correct it, or add the code to the register's profile.",
        ),
    ),
    entry(
        "IMPORT_032",
        Severity.WARN,
        what=(
            "พิกัดไม่ใช่องศาในประเทศไทย (ละติจูด 5-21 ลองจิจูด 97-106)",
            "The position is not in degrees within Thailand (latitude 5-21, longitude 97-106).",
        ),
        why=_VALUE_UNKNOWN,
        do=(
            "แปลงเป็นองศาทศนิยม WGS 84 (อาจเป็นพิกัด UTM หรือสลับค่ากัน)",
            "Give decimal degrees, WGS 84; this may be UTM, or the two swapped.",
        ),
    ),
    entry(
        "IMPORT_033",
        Severity.REFUSE,
        what=(
            "จำนวนเงินหรือตัวเลขนี้อ่านไม่ได้ ติดลบ หรือสูงผิดปกติ",
            "The amount cannot be read, is negative or absurdly high.",
        ),
        why=_ROW_KEPT_APART,
        do=(
            "แก้ค่าในแถวนี้ ถ้าไม่ทราบให้เว้นว่างหรือใส่ -",
            "Correct it; leave it empty or write - when it is not known.",
        ),
    ),
    entry(
        "IMPORT_034",
        Severity.REFUSE,
        what=("คะแนนต้องเป็น 0 ถึง 10", "The score must be from 0 to 10."),
        why=_ROW_KEPT_APART,
        do=_FIX_AND_RESEND,
    ),
    entry(
        "IMPORT_035",
        Severity.REFUSE,
        what=("รหัสประจำบ้านมีอักขระที่ใช้ไม่ได้", "The house code has characters that none has."),
        why=_ROW_KEPT_APART,
        do=_FIX_AND_RESEND,
    ),
    entry(
        "IMPORT_036",
        Severity.WARN,
        what=("ค่านี้ใช้ไม่ได้", "The value cannot be used."),
        why=_VALUE_UNKNOWN,
        do=_FIX_WHEN_POSSIBLE,
    ),
)

_AMONG_ROWS = (
    entry(
        "IMPORT_040",
        Severity.REFUSE,
        what=(
            "แถวก่อนหน้าในไฟล์เดียวกันมีรหัสเดียวกันแต่ข้อมูลต่างกัน",
            "An earlier row of the file has the same key and says something else.",
        ),
        why=(
            "ไม่รู้ว่าแถวใดถูก จึงใช้แถวแรกและกักแถวนี้ไว้",
            "Which one is right is not known: the first is in, this one waits in quarantine.",
        ),
        do=("เหลือไว้แถวเดียวที่ถูกต้อง", "Leave only the row that is right."),
    ),
    entry(
        "IMPORT_041",
        Severity.REFUSE,
        what=("ครัวเรือนไม่มีสมาชิก", "The household has no members."),
        why=_ROW_KEPT_APART,
        do=(
            "เพิ่มสมาชิกในไฟล์สมาชิก หรือลบครัวเรือนนี้",
            "Add its members to the member file, or remove the household.",
        ),
    ),
    entry(
        "IMPORT_042",
        Severity.REFUSE,
        what=("ไม่มีครัวเรือนของสมาชิกคนนี้", "The member's household is not there."),
        why=_ROW_KEPT_APART,
        do=(
            "ตรวจสอบรหัสประจำบ้านในทั้งสองไฟล์",
            "Compare the house codes of the two files.",
        ),
    ),
    entry(
        "IMPORT_043",
        Severity.REFUSE,
        what=(
            "ครัวเรือนของสมาชิกคนนี้ถูกกักไว้",
            "The member's household itself was refused.",
        ),
        why=_ROW_KEPT_APART,
        do=(
            "แก้แถวของครัวเรือนก่อน สมาชิกจะเข้าได้เอง",
            "Correct the household's row; its members then come in with it.",
        ),
    ),
    entry(
        "IMPORT_044",
        Severity.REFUSE,
        what=(
            "สมาชิกทุกคนของครัวเรือนนี้ถูกกักไว้",
            "All members of the household were refused.",
        ),
        why=_ROW_KEPT_APART,
        do=("แก้แถวของสมาชิกก่อน", "Correct the members' rows first."),
    ),
)

ENTRIES = (*_OF_FILES, *_OF_VALUES, *_AMONG_ROWS)
