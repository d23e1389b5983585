"""Problems of the workspace and the machine: codes WORK_…"""

from __future__ import annotations

from samut.rules.errors.entry import Severity, entry

ENTRIES = (
    entry(
        "WORK_001",
        Severity.REFUSE,
        what=("ไม่พบพื้นที่ทำงานที่ {folder}", "There is no workspace at {folder}."),
        why=("คำสั่งนี้ต้องใช้พื้นที่ทำงาน", "The command needs one."),
        do=(
            "สร้างด้วย samut init หรือระบุ --workspace",
            "Make one with samut init, or name one with --workspace.",
        ),
    ),
    entry(
        "WORK_002",
        Severity.REFUSE,
        what=("อ่าน samut.toml ไม่เข้าใจ: {reason}", "samut.toml cannot be understood: {reason}."),
        why=(
            "จึงไม่รู้ว่าพื้นที่ทำงานนี้เป็นของจังหวัดใดและใช้ไฟล์ใด",
            "It says which province and which files this workspace is about.",
        ),
        do=(
            "แก้ไขไฟล์ samut.toml หรือคืนค่าจากสำเนาสำรอง",
            "Correct samut.toml, or bring it back from a backup.",
        ),
    ),
    entry(
        "WORK_003",
        Severity.REFUSE,
        what=("มีพื้นที่ทำงานอยู่แล้วที่ {folder}", "There is a workspace at {folder} already."),
        why=("จึงไม่สร้างทับของเดิม", "What is there is never overwritten."),
        do=("ใช้พื้นที่ทำงานเดิม หรือเลือกโฟลเดอร์อื่น", "Use that one, or choose another folder."),
    ),
    entry(
        "WORK_004",
        Severity.REFUSE,
        what=(
            "อ่านหรือเขียนพื้นที่ทำงานที่ {folder} ไม่ได้ ({reason})",
            "The workspace at {folder} cannot be read or written ({reason}).",
        ),
        why=("ข้อมูลเดิมยังอยู่ครบ ไม่มีอะไรเปลี่ยน", "Nothing was changed; what was there stays."),
        do=(
            "ตรวจสอบสิทธิ์ของโฟลเดอร์และดิสก์ แล้วลองใหม่",
            "Check the folder's permissions and the disk, then try again.",
        ),
    ),
    entry(
        "WORK_005",
        Severity.REFUSE,
        what=("ดิสก์เต็มที่ {folder}", "The disk is full at {folder}."),
        why=(
            "บันทึกไม่สำเร็จ ข้อมูลเดิมยังอยู่ครบ ไม่มีอะไรเปลี่ยน",
            "Nothing was saved and nothing was changed; what was there stays.",
        ),
        do=("ลบไฟล์ที่ไม่ใช้ให้มีที่ว่างเพิ่ม แล้วลองใหม่", "Make room on the disk, then try again."),
    ),
    entry(
        "WORK_006",
        Severity.REFUSE,
        what=("กุญแจของพื้นที่ทำงานใช้ไม่ได้ ({reason})", "The workspace's key cannot be used ({reason})."),
        why=(
            "ถ้าไม่มีกุญแจเดิม จะเปิดชื่อและเลขประจำตัวที่เก็บไว้ไม่ได้",
            "Without the key that sealed them, names and numbers in the lake cannot be opened.",
        ),
        do=(
            "คืนโฟลเดอร์ keys จากสำเนาสำรอง ห้ามสร้างกุญแจใหม่ทับ",
            "Bring the keys folder back from the backup; do not make a new key over it.",
        ),
    ),
    entry(
        "WORK_007",
        Severity.REFUSE,
        what=(
            "ข้อความที่ปิดผนึกไว้เปิดไม่ได้ด้วยกุญแจของพื้นที่ทำงานนี้",
            "A sealed text does not open with this workspace's key.",
        ),
        why=(
            "ข้อมูลเสียหาย หรือถูกปิดผนึกด้วยกุญแจอื่น",
            "It is damaged, or was sealed with another key.",
        ),
        do=(
            "ตรวจสอบว่าโฟลเดอร์ keys และ lake มาจากพื้นที่ทำงานเดียวกัน",
            "See that the keys and lake folders come from the same workspace.",
        ),
    ),
    entry(
        "WORK_008",
        Severity.REFUSE,
        what=("กำลังมีการนำเข้าอื่นทำงานอยู่ในพื้นที่ทำงานนี้", "Another import is at work in this workspace."),
        why=("การนำเข้าพร้อมกันจะทำให้ข้อมูลสับสน", "Two at once would not know of each other's rows."),
        do=("รอให้เสร็จก่อน แล้วสั่งใหม่", "Wait until it has finished, then start again."),
    ),
    entry(
        "WORK_009",
        Severity.REFUSE,
        what=(
            "ชุดข้อมูล {snapshot} เสียหายหรือไม่ครบ",
            "The snapshot {snapshot} is damaged or not whole.",
        ),
        why=(
            "ชุดข้อมูลที่บันทึกแล้วต้องไม่เปลี่ยน จึงไม่นำมาคำนวณ",
            "A stored snapshot never changes, so nothing is computed from this one.",
        ),
        do=(
            "คืนโฟลเดอร์ lake จากสำเนาสำรอง หรือลบชุดนี้แล้วนำเข้าไฟล์เดิมใหม่",
            "Bring the lake back from the backup, or remove the snapshot and import its files again.",
        ),
    ),
    entry(
        "WORK_010",
        Severity.WARN,
        what=(
            "SQLite รุ่น {version} เก่าเกินไป (ต้องใช้ {needed} ขึ้นไป)",
            "SQLite {version} is too old ({needed} or newer is needed).",
        ),
        why=(
            "รุ่นเก่ามีข้อบกพร่องที่อาจทำให้ฐานข้อมูลเสียหายเมื่อใช้บันทึกแบบ WAL",
            "Older ones have a fault that can damage the database in WAL mode.",
        ),
        do=(
            "ติดตั้งชุด pysqlite3 (pip install pysqlite3) หากไม่มีสำหรับเครื่องนี้ "
            "ระบบจะใช้บันทึกแบบ TRUNCATE ซึ่งช้ากว่าแต่ปลอดภัย",
            "Install the pysqlite3 package; where there is none for this machine the TRUNCATE journal "
            "is used, slower but safe.",
        ),
    ),
    entry(
        "WORK_011",
        Severity.WARN,
        what=(
            "เหลือที่ว่างบนดิสก์ {free} MB (ควรมีอย่างน้อย {needed} MB)",
            "{free} MB are free on the disk (at least {needed} MB are wanted).",
        ),
        why=("การนำเข้าอาจหยุดกลางคัน", "An import may have to stop half-way."),
        do=("ลบไฟล์ที่ไม่ใช้ให้มีที่ว่างเพิ่ม", "Make room on the disk."),
    ),
    entry(
        "WORK_012",
        Severity.REFUSE,
        what=(
            "Python {version} ใช้ไม่ได้ (ต้องเป็น 3.11 ถึง 3.13)",
            "Python {version} does not do (3.11 to 3.13).",
        ),
        why=("ระบบทดสอบกับรุ่นเหล่านี้เท่านั้น", "Samut is tested with these versions only."),
        do=("ติดตั้ง Python รุ่นที่รองรับ", "Install one of these versions."),
    ),
    entry(
        "WORK_013",
        Severity.WARN,
        what=(
            "โฟลเดอร์กุญแจเปิดให้ผู้อื่นอ่านได้ ({mode})",
            "The keys folder can be read by others ({mode}).",
        ),
        why=(
            "ผู้ที่ได้กุญแจไปเปิดชื่อและเลขประจำตัวของทุกคนได้",
            "Whoever has the key can open everyone's name and number.",
        ),
        do=("สั่ง chmod 700 keys และ chmod 600 keys/*", "Run chmod 700 keys and chmod 600 keys/*."),
    ),
    entry(
        "WORK_014",
        Severity.NOTE,
        what=(
            "พบงานที่ค้างจากการนำเข้าที่หยุดกลางคัน {count} ชุด",
            "{count} unfinished pieces of a stopped import were found.",
        ),
        why=("ไม่มีผลกับข้อมูลที่บันทึกแล้ว", "Stored data are not touched by them."),
        do=("ไม่ต้องทำอะไร ระบบลบให้เมื่อเปิดครั้งต่อไป", "Nothing: they are removed at the next opening."),
    ),
    entry(
        "WORK_015",
        Severity.REFUSE,
        what=(
            "ยังไม่มีข้อมูลของทะเบียน {register} ปี {edition}",
            "The register {register} has no data of {edition} yet.",
        ),
        why=("ขั้นตอนนี้คำนวณจากข้อมูลนั้น", "This step is computed from it."),
        do=("นำเข้าทะเบียนนี้ก่อน", "Import the register first."),
    ),
    entry(
        "WORK_016",
        Severity.REFUSE,
        what=(
            "ผลที่รวมคำตอบใหม่ ({result}) ต่างจากผลที่คำนวณใหม่ทั้งหมด {rows} แถว",
            "The folded result {result} differs in {rows} rows from measuring everybody anew.",
        ),
        why=(
            "ตัวเลขที่ปรับทีละครัวเรือนต้องเท่ากับตัวเลขที่คำนวณใหม่ทั้งหมดเสมอ",
            "Figures that follow one household at a time must always equal those measured anew.",
        ),
        do=(
            "คำนวณใหม่ด้วย samut run แล้วแจ้งผู้พัฒนา",
            "Measure anew with samut run, and tell the developers.",
        ),
    ),
    entry(
        "WORK_020",
        Severity.REFUSE,
        what=(
            "พอร์ต {port} ถูกใช้อยู่",
            "Port {port} is taken by another program.",
        ),
        why=("จึงเปิดเว็บที่พอร์ตนี้ไม่ได้", "The site cannot answer there."),
        do=(
            "เลือกพอร์ตอื่น เช่น make run PORT={other} หรือปิดโปรแกรมที่ใช้พอร์ตนี้",
            "Choose another, such as make run PORT={other}, or stop the program that uses it.",
        ),
    ),
)
