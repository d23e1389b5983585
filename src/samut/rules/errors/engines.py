"""Problems of the engines that compute over tables, and of the files they are given: codes ENGINE_…"""

from __future__ import annotations

from samut.rules.errors.entry import Severity, entry

_NOTHING_COMPUTED = ("จึงยังไม่ได้คำนวณอะไร", "Nothing was computed.")

ENTRIES = (
    entry(
        "ENGINE_001",
        Severity.REFUSE,
        what=("ไม่รู้จักเครื่องคำนวณ {name}", "There is no engine called {name}."),
        why=_NOTHING_COMPUTED,
        do=("เลือกจาก {known}", "Choose one of {known}."),
    ),
    entry(
        "ENGINE_002",
        Severity.REFUSE,
        what=("เครื่องนี้ยังไม่ได้ติดตั้ง PySpark", "PySpark is not installed here."),
        why=("--engine spark ต้องใช้ PySpark", "--engine spark computes with it."),
        do=(
            "ติดตั้งด้วย pip install 'samut[spark]' หรือใช้ --engine duckdb ซึ่งให้ผลเหมือนกัน",
            "Run pip install 'samut[spark]', or use --engine duckdb, which gives the same result.",
        ),
    ),
    entry(
        "ENGINE_003",
        Severity.REFUSE,
        what=(
            "ไม่พบ Java ที่ใช้ได้ (ต้องเป็นรุ่น 17 ขึ้นไป) พบ: {found}",
            "There is no Java that does (17 or newer); found: {found}.",
        ),
        why=("Spark ทำงานบน Java", "Spark runs on Java."),
        do=(
            "ติดตั้ง Java 17 (เช่น apt install openjdk-17-jre-headless) หรือตั้ง JAVA_HOME "
            "หรือใช้ --engine duckdb ซึ่งให้ผลเหมือนกัน",
            "Install Java 17 (such as apt install openjdk-17-jre-headless) or set JAVA_HOME, "
            "or use --engine duckdb, which gives the same result.",
        ),
    ),
    entry(
        "ENGINE_004",
        Severity.REFUSE,
        what=("เริ่ม Spark ที่ {master} ไม่ได้ ({reason})", "Spark did not start at {master} ({reason})."),
        why=_NOTHING_COMPUTED,
        do=(
            "ตรวจสอบ SAMUT_SPARK_MASTER ว่าเครื่องแม่ข่ายเปิดอยู่และเป็น Spark รุ่นเดียวกัน",
            "See that SAMUT_SPARK_MASTER names a running master of the same Spark version.",
        ),
    ),
    entry(
        "ENGINE_010",
        Severity.REFUSE,
        what=("ไม่พบไฟล์ข้อมูล {file_name}", "There are no data at {file_name}."),
        why=_NOTHING_COMPUTED,
        do=(
            "ระบุไฟล์ CSV ไฟล์ Parquet หรือโฟลเดอร์ที่มีไฟล์ .parquet",
            "Name a CSV file, a Parquet file, or a folder that holds .parquet files.",
        ),
    ),
    entry(
        "ENGINE_011",
        Severity.REFUSE,
        what=("ไฟล์ {file_name} ไม่มีหัวตาราง", "The file {file_name} has no header."),
        why=("จึงไม่รู้ว่าคอลัมน์ใดคืออะไร", "Nothing says which column is what."),
        do=(
            "ใส่ชื่อคอลัมน์ในแถวแรกของไฟล์",
            "Put the columns' names in the first row.",
        ),
    ),
    entry(
        "ENGINE_012",
        Severity.REFUSE,
        what=("อ่านไฟล์ข้อมูล {file_name} เป็นตารางไม่ได้", "The data {file_name} cannot be read as a table."),
        why=(
            "บางแถวมีจำนวนช่องไม่เท่ากับหัวตาราง หรือไฟล์ไม่ครบ จึงยังไม่ได้คำนวณอะไร",
            "A row has more or fewer cells than the header, or the file is not whole; nothing was computed.",
        ),
        do=(
            "แก้ไขแถวนั้น หรือส่งออกไฟล์ใหม่เป็น CSV UTF-8 หรือ Parquet",
            "Mend the row, or write the file again as CSV UTF-8 or as Parquet.",
        ),
    ),
    entry(
        "ENGINE_013",
        Severity.REFUSE,
        what=("ไฟล์ {file_name} ไม่ใช่ UTF-8", "The file {file_name} is not UTF-8."),
        why=(
            "ชื่อคอลัมน์และค่าภาษาไทยจะอ่านผิด จึงยังไม่ได้คำนวณอะไร",
            "Thai names and values would be read wrongly; nothing was computed.",
        ),
        do=(
            "บันทึกไฟล์ใหม่เป็น CSV UTF-8 หรือนำเข้าเป็นทะเบียนด้วย samut import",
            "Save it again as CSV UTF-8, or bring it in as a register with samut import.",
        ),
    ),
)
