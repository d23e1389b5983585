"""Problems of counting who is missed: codes MISSED_…"""

from __future__ import annotations

from samut.rules.errors.entry import Entry, Severity, entry

ENTRIES: tuple[Entry, ...] = (
    entry(
        "MISSED_001",
        Severity.REFUSE,
        what=(
            "บัญชี “{one}” กับ “{other}” ไม่ได้วัดเรื่องเดียวกัน",
            "The lists “{one}” and “{other}” do not measure the same thing.",
        ),
        why=(
            "การประมาณจากรายชื่อที่ซ้ำกันใช้ได้เมื่อทั้งสองบัญชีนับคนกลุ่มเดียวกัน มิฉะนั้นผลจะสูงเกินจริงได้หลายเท่า",
            "An estimate from an overlap holds only where both lists count the same people; else it can be "
            "many times too high.",
        ),
        do=(
            "เลือกสองบัญชีที่ใช้คำจำกัดความเดียวกัน เช่น คนพิการใน จปฐ. กับทะเบียนคนพิการ",
            "Choose two lists of one definition, such as the census's disabled and the disability register.",
        ),
    ),
    entry(
        "MISSED_002",
        Severity.REFUSE,
        what=(
            "ค่าประมาณ {estimate} คน มากกว่าจำนวนคนทั้งหมดในพื้นที่ {frame} คน",
            "The estimate is {estimate} persons, but the area has only {frame}.",
        ),
        why=(
            "ผลเช่นนี้เป็นไปไม่ได้ แปลว่าบัญชีไม่เป็นอิสระต่อกันหรือเชื่อมโยงพลาด",
            "That cannot be: the lists are not independent, or links were missed.",
        ),
        do=(
            "ตรวจคำจำกัดความของบัญชีและผลการเชื่อมโยงก่อน อย่านำตัวเลขนี้ไปใช้",
            "Check what the lists define and how they were linked. Do not use the figure.",
        ),
    ),
    entry(
        "MISSED_003",
        Severity.REFUSE,
        what=("ไม่มีใครอยู่ในทั้งสองบัญชี", "Nobody is in both lists."),
        why=(
            "ไม่มีคนซ้ำจึงบอกไม่ได้ว่ายังขาดอีกเท่าใด",
            "Without an overlap nothing tells how many more there are.",
        ),
        do=("เลือกพื้นที่ที่กว้างขึ้น หรือตรวจการเชื่อมโยง", "Choose a larger area, or check the links."),
    ),
    entry(
        "MISSED_004",
        Severity.REFUSE,
        what=(
            "มีคนซ้ำเพียง {overlap} คน น้อยกว่าขั้นต่ำ {least} คน",
            "Only {overlap} persons are in both lists; at least {least} are needed.",
        ),
        why=(
            "จำนวนน้อยเช่นนี้ ต่างกันคนเดียวผลก็เปลี่ยนมาก",
            "With so few, one person more or less moves the answer far.",
        ),
        do=("เลือกพื้นที่ที่กว้างขึ้น หรือรวมกลุ่มอายุ", "Choose a larger area, or join age groups."),
    ),
    entry(
        "MISSED_005",
        Severity.REFUSE,
        what=(
            "ไม่ทราบว่าการเชื่อมโยงพบคนเดียวกันได้ร้อยละเท่าใด",
            "It is not known what share of the same persons the links find.",
        ),
        why=(
            "คู่ที่เชื่อมไม่พบทำให้ค่าประมาณสูงเกินจริง",
            "Every link that is missed makes the estimate too high.",
        ),
        do=(
            "วัดความครบถ้วนของการเชื่อมโยงแล้วระบุด้วย --sensitivity",
            "Measure how complete the links are and give it with --sensitivity.",
        ),
    ),
    entry(
        "MISSED_006",
        Severity.REFUSE,
        what=(
            "บัญชีทั้งสองห่างกัน {years} ปี เกินกำหนด {most} ปี",
            "The lists are {years} years apart; at most {most} is allowed.",
        ),
        why=(
            "ระหว่างนั้นมีคนเกิด ตาย และย้าย บัญชีทั้งสองจึงไม่ใช่คนกลุ่มเดียวกัน",
            "In between people are born, die and move, so the lists are not of the same people.",
        ),
        do=("นำเข้าทะเบียนปีที่ใกล้กัน", "Import registers of years that lie closer together."),
    ),
    entry(
        "MISSED_007",
        Severity.REFUSE,
        what=("ไม่มีพื้นที่รหัส {area}", "There is no area with the code {area}."),
        why=("จึงไม่รู้ว่าจะนับที่ใด", "So there is nowhere to count."),
        do=(
            "ใช้ TH หรือรหัส 2, 4, 6 หรือ 8 หลักของกรมการปกครอง",
            "Use TH or DOPA's code of 2, 4, 6 or 8 digits.",
        ),
    ),
    entry(
        "MISSED_008",
        Severity.REFUSE,
        what=(
            "จำนวนในบัญชีขัดกันเอง: ผู้ที่ซ้ำต้องไม่มากกว่าบัญชีใดบัญชีหนึ่ง และอัตราต้องมากกว่า 0 ไม่เกิน 1",
            "The counts contradict each other: an overlap is no larger than either list, and a rate is over "
            "0 and at most 1.",
        ),
        why=("จึงคำนวณไม่ได้", "So nothing can be reckoned."),
        do=("ตรวจตัวเลขที่ใส่", "Check the figures given."),
    ),
    entry(
        "MISSED_020",
        Severity.REFUSE,
        what=(
            "พื้นที่ทำงานนี้ไม่มีข้อมูลสำรวจของ{area}",
            "This workspace holds no census of {area}.",
        ),
        why=(
            "ใครตกหล่นนับจากครัวเรือนที่สำรวจในจังหวัดของพื้นที่ทำงานเท่านั้น",
            "Who is missed is counted from the households surveyed in the workspace's own province.",
        ),
        do=("เลือกพื้นที่ในจังหวัดของพื้นที่ทำงาน", "Choose an area of the workspace's province."),
    ),
    entry(
        "MISSED_021",
        Severity.REFUSE,
        what=(
            "ยังไม่ได้ยืนยันว่าทุกบัญชีนับคนกลุ่มเดียวกัน",
            "It is not confirmed that all lists count the same people.",
        ),
        why=(
            "บัญชีที่คำจำกัดความต่างกันให้ค่าประมาณที่สูงเกินจริงได้หลายเท่า",
            "Lists of different definitions give an estimate that is many times too high.",
        ),
        do=("ตรวจคำจำกัดความและปีของทุกบัญชี แล้วยืนยัน", "Check what each list defines and its year, then confirm."),
    ),
    entry(
        "MISSED_009",
        Severity.REFUSE,
        what=("ชั้น {stratum}: {reason}", "Stratum {stratum}: {reason}"),
        why=(
            "ผลรวมของชั้นใช้ได้เมื่อทุกชั้นประมาณได้",
            "A sum over strata holds only where every stratum may be estimated.",
        ),
        do=(
            "ดูค่าที่ไม่แบ่งชั้น หรือเลือกพื้นที่ที่กว้างขึ้น",
            "Look at the figure without strata, or choose a larger area.",
        ),
    ),
    entry(
        "MISSED_010",
        Severity.REFUSE,
        what=(
            "รายชื่อนี้มี {persons} คน เกิน {most} คน",
            "The list is of {persons} persons, more than {most}.",
        ),
        why=(
            "รายชื่อที่มีชื่อคนทำเพื่อใช้ทำงานในพื้นที่หนึ่ง ไม่ใช่เพื่อรวบรวมชื่อทุกคน",
            "A list with names is made for work in one area, not to gather everybody's.",
        ),
        do=(
            "เลือกพื้นที่ที่แคบลง หรือเลือกเฉพาะกลุ่มด้วย --group",
            "Choose a smaller area, or one group with --group.",
        ),
    ),
    entry(
        "MISSED_011",
        Severity.REFUSE,
        what=(
            "เมื่อชดเชยคู่ที่เชื่อมไม่พบแล้ว คนซ้ำเป็น {corrected} คน มากกว่าบัญชีที่เล็กกว่าซึ่งมี {smaller} คน",
            "Corrected for links missed, {corrected} persons are in both; the smaller list has {smaller}.",
        ),
        why=(
            "ผลเช่นนี้เป็นไปไม่ได้ อัตราการเชื่อมพบที่ใช้ต่ำกว่าความจริง",
            "That cannot be: the links find more than the rate says.",
        ),
        do=("วัดความครบถ้วนของการเชื่อมโยงใหม่", "Measure anew how complete the links are."),
    ),
)
