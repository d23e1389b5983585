"""Problems of long work that runs beside the site, and of files sent to it: codes JOB_…"""

from __future__ import annotations

from samut.rules.errors.entry import Severity, entry

_NOTHING_CHANGED = ("ไม่มีข้อมูลใดเปลี่ยน", "Nothing was changed.")
_NOT_KEPT = ("ไม่มีไฟล์ใดถูกเก็บไว้ และยังไม่มีการนำเข้า", "No file was kept and nothing was imported.")

ENTRIES = (
    entry(
        "JOB_001",
        Severity.REFUSE,
        what=("ไม่มีงานนี้ หรือเป็นงานของผู้อื่น", "There is no such job, or it is somebody else's."),
        why=("แต่ละคนเห็นเฉพาะงานที่ตนสั่ง", "Everybody sees only the jobs they asked for."),
        do=("ดูงานของท่านในหน้า งานของฉัน", "Your own jobs are on the page My jobs."),
    ),
    entry(
        "JOB_002",
        Severity.REFUSE,
        what=("งานนี้จบแล้ว จึงยกเลิกไม่ได้", "The job has ended and can no longer be stopped."),
        why=("งานอาจเสร็จก่อนที่ท่านจะกดปุ่ม", "It may have ended just before you pressed the button."),
        do=("เปิดหน้างานเพื่อดูผล", "Open the job to see what came of it."),
    ),
    entry(
        "JOB_003",
        Severity.REFUSE,
        what=(
            "ระบบทำงานนี้ค้างกลางคัน {attempts} ครั้ง จึงหยุดลองเอง",
            "The job broke off {attempts} times and is not tried again by itself.",
        ),
        why=(
            "เครื่องอาจดับหรือหน่วยความจำไม่พอ ข้อมูลเดิมยังอยู่ครบ",
            "The machine may have gone down or run out of memory. What was there stays.",
        ),
        do=(
            "กด ทำต่อ เมื่อเครื่องว่าง หากยังเป็นอีกให้แจ้งผู้ดูแลระบบ",
            "Press Go on when the machine is quiet; if it happens again tell the administrator.",
        ),
    ),
    entry(
        "JOB_004",
        Severity.REFUSE,
        what=(
            "ระบบทำงานหมายเลข {number} ไม่สำเร็จเพราะข้อผิดพลาดของโปรแกรม",
            "Job {number} met a fault of the program.",
        ),
        why=_NOTHING_CHANGED,
        do=(
            "แจ้งผู้ดูแลระบบพร้อมหมายเลขงาน รายละเอียดอยู่ในบันทึกของ samut work",
            "Tell the administrator the number of the job; the log of samut work has the details.",
        ),
    ),
    entry(
        "JOB_005",
        Severity.REFUSE,
        what=("ไม่รู้จักงานชนิด {kind}", "There is no kind of work called {kind}."),
        why=(
            "งานนี้อาจสั่งไว้ด้วยสมุดรุ่นอื่น",
            "It may have been asked for with another version of Samut.",
        ),
        do=("สั่งงานใหม่จากหน้าเว็บ", "Ask for it again on the site."),
    ),
    entry(
        "JOB_006",
        Severity.REFUSE,
        what=("งานนี้ไม่ได้หยุดอยู่ จึงสั่งทำต่อไม่ได้", "The job has not stopped, so it cannot go on."),
        why=("ทำต่อได้เฉพาะงานที่ยกเลิกหรือไม่สำเร็จ", "Only a job that failed or was stopped can go on."),
        do=("เปิดหน้างานเพื่อดูว่าถึงไหนแล้ว", "Open the job to see how far it is."),
    ),
    entry(
        "JOB_010",
        Severity.REFUSE,
        what=("ยังไม่ได้เลือกไฟล์ หรือไฟล์ว่างเปล่า", "No file was chosen, or the file is empty."),
        why=_NOT_KEPT,
        do=("เลือกไฟล์ที่มีข้อมูล แล้วส่งอีกครั้ง", "Choose a file that holds data and send it again."),
    ),
    entry(
        "JOB_011",
        Severity.REFUSE,
        what=("ไฟล์รวมกันใหญ่กว่า {limit}", "The files together are larger than {limit}."),
        why=_NOT_KEPT,
        do=(
            "บีบอัดเป็น .zip หรือ .gz แล้วส่งใหม่ หรือให้ผู้ดูแลระบบใช้คำสั่ง samut import",
            "Pack them as .zip or .gz and send that, or have the administrator run samut import.",
        ),
    ),
    entry(
        "JOB_012",
        Severity.REFUSE,
        what=("พื้นที่ว่างในเครื่องไม่พอสำหรับไฟล์นี้", "There is not enough room on the disk for these files."),
        why=_NOT_KEPT,
        do=(
            "ให้ผู้ดูแลระบบเพิ่มพื้นที่ว่าง แล้วส่งใหม่",
            "Have the administrator free some room and send them again.",
        ),
    ),
    entry(
        "JOB_013",
        Severity.REFUSE,
        what=("ไฟล์ที่ส่งมาถูกลบแล้ว", "The files that were sent are gone."),
        why=(
            "ระบบเก็บไฟล์ไว้ไม่เกิน {days} วัน และลบทันทีเมื่อนำเข้าเสร็จ",
            "They are kept for {days} days at most and removed as soon as they are imported.",
        ),
        do=("ส่งไฟล์ใหม่", "Send the files again."),
    ),
    entry(
        "JOB_014",
        Severity.REFUSE,
        what=(
            "ปีของข้อมูลต้องเป็นปี พ.ศ. สี่หลัก ระหว่าง {first} ถึง {last}",
            "The edition must be a Buddhist year between {first} and {last}.",
        ),
        why=("ข้อมูลแต่ละปีเก็บแยกกัน", "Each year is kept apart."),
        do=("พิมพ์ปี พ.ศ. ของข้อมูล เช่น {example}", "Type the year of the data, such as {example}."),
    ),
    entry(
        "JOB_015",
        Severity.REFUSE,
        what=("ยังไม่ได้บอกว่าเป็นทะเบียนใด", "It was not said which register this is."),
        why=("แต่ละทะเบียนมีคอลัมน์ต่างกัน", "Each register has columns of its own."),
        do=(
            "เลือกทะเบียน หรือเลือก ไม่รู้จัก แล้วระบบจะช่วยดูคอลัมน์ให้",
            "Choose a register, or Unknown: the columns are then looked at together.",
        ),
    ),
    entry(
        "JOB_016",
        Severity.REFUSE,
        what=("ไฟล์นี้กำลังนำเข้าหรือนำเข้าเสร็จแล้ว", "These files are being imported, or are in already."),
        why=("จึงเปลี่ยนคอลัมน์หรือดูก่อนนำเข้าอีกไม่ได้", "So columns and preview can no longer be changed."),
        do=("รอให้เสร็จ หรือยกเลิกงานก่อน", "Wait until it is done, or stop the job first."),
    ),
    entry(
        "JOB_017",
        Severity.REFUSE,
        what=("ยังไม่ได้ดูว่าการนำเข้าจะเปลี่ยนอะไร", "What the import would change was not looked at yet."),
        why=(
            "ไฟล์ผิดเดือนหรือผิดพื้นที่เห็นได้ในขั้นนั้น",
            "A file of the wrong month or place is found out there.",
        ),
        do=("กด ดูก่อนนำเข้า แล้วรอผล", "Press Look before importing and wait for what it says."),
    ),
    entry(
        "JOB_018",
        Severity.REFUSE,
        what=("การจับคู่คอลัมน์ยังไม่ครบ: {what}", "The columns are not all told yet: {what}."),
        why=("ยังไม่มีการบันทึกแบบการนำเข้า", "No profile was saved."),
        do=("แก้ตามที่บอก แล้วกดบันทึกอีกครั้ง", "Mend what is named and save again."),
    ),
    entry(
        "JOB_019",
        Severity.REFUSE,
        what=(
            "มีไฟล์หลายแบบ แต่ยังไม่รู้จักทะเบียน",
            "There are several files of a register that is not known yet.",
        ),
        why=("จับคู่คอลัมน์ได้ทีละไฟล์", "Columns are told for one file at a time."),
        do=("ส่งไฟล์ละครั้ง", "Send each file by itself."),
    ),
)
