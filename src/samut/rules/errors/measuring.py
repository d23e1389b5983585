"""Problems of a measure or of the data it is run on: codes MEASURE_…"""

from __future__ import annotations

from samut.rules.errors.entry import Severity, entry

ENTRIES = (
    entry(
        "MEASURE_001",
        Severity.REFUSE,
        what=(
            "ไม่มีคอลัมน์ {name} ในข้อมูล (ใกล้เคียงที่สุด: {nearest})",
            "The data have no column {name} (nearest: {nearest}).",
        ),
        why=("ดัชนีหรือคำสั่งอ้างถึงคอลัมน์นี้", "The measure or the command names it."),
        do=("แก้ชื่อคอลัมน์ในไฟล์ดัชนีหรือในคำสั่ง", "Correct the name in the measure or in the command."),
    ),
    entry(
        "MEASURE_002",
        Severity.REFUSE,
        what=(
            "คอลัมน์ {name} มีค่าอื่นนอกจาก 0 1 หรือว่าง: {found} (จำนวน {count} แถว แถวแรก ๆ: {rows})",
            "The column {name} holds values other than 0, 1 or nothing: {found} "
            "({count} rows; the first: {rows}).",
        ),
        why=(
            "1 คือขาดแคลน 0 คือไม่ขาดแคลน ว่างคือไม่ทราบ ค่าอื่นไม่มีความหมาย",
            "1 is deprived, 0 is not, empty is unknown; nothing else has a meaning.",
        ),
        do=("แก้ค่าในแถวเหล่านั้น หรือปล่อยว่างหากไม่ทราบ", "Correct these rows, or leave them empty if unknown."),
    ),
    entry(
        "MEASURE_003",
        Severity.REFUSE,
        what=(
            "น้ำหนักของ {group} รวมได้ {total} ไม่ใช่ 1",
            "The weights of {group} add up to {total}, not to 1.",
        ),
        why=("คะแนนจึงไม่เป็นสัดส่วนของทั้งหมด", "A score would be no share of the whole."),
        do=(
            'แก้น้ำหนักให้รวมเป็น 1 (เขียน "1/3" ได้) หรือใช้จำนวนเต็มเป็นสัดส่วน',
            'Make them add up to 1 ("1/3" may be written), or use whole numbers as proportions.',
        ),
    ),
    entry(
        "MEASURE_004",
        Severity.REFUSE,
        what=("จุดตัด {found} อยู่นอกช่วง 0 ถึง 1", "The cutoff {found} is not above 0 and at most 1."),
        why=(
            "จุดตัดคือสัดส่วนของน้ำหนักทั้งหมดที่ถือว่ายากจน",
            "It is the share of all weight from which a household is poor.",
        ),
        do=('เขียนเป็นสัดส่วน เช่น 0.33 หรือ "1/3"', 'Write a share such as 0.33 or "1/3".'),
    ),
    entry(
        "MEASURE_005",
        Severity.REFUSE,
        what=(
            "{group}: บางตัวมีน้ำหนัก แต่ {name} ไม่มี",
            "In {group} some have a weight and {name} has none.",
        ),
        why=("จึงไม่รู้ว่าที่เหลือหนักเท่าใด", "So it is not known what the rest weigh."),
        do=("ให้น้ำหนักทุกตัว หรือไม่ให้เลย", "Give a weight to each, or to none."),
    ),
    entry(
        "MEASURE_006",
        Severity.REFUSE,
        what=("{name}: {found} ไม่ใช่จำนวน", "{name}: {found} is no number."),
        why=("น้ำหนักและจุดตัดต้องเป็นจำนวนที่แน่นอน", "Weights and cutoffs are exact numbers."),
        do=('เขียนเช่น 0.25 หรือ "1/3"', 'Write for example 0.25 or "1/3".'),
    ),
    entry(
        "MEASURE_007",
        Severity.REFUSE,
        what=("น้ำหนักของ {name} ติดลบ ({found})", "The weight of {name} is negative ({found})."),
        why=("น้ำหนักเป็นส่วนแบ่งของทั้งหมด", "A weight is a share of the whole."),
        do=("แก้น้ำหนักให้เป็นศูนย์ขึ้นไป", "Make it nought or more."),
    ),
    entry(
        "MEASURE_008",
        Severity.REFUSE,
        what=(
            "น้ำหนักชุด {scheme} มีทศนิยมมากเกินไป",
            "The weights of {scheme} have too many decimals together.",
        ),
        why=(
            "ไม่มีตัวส่วนร่วมที่คำนวณได้พอดี",
            "They have no common denominator small enough to reckon exactly.",
        ),
        do=('เขียนเป็นเศษส่วน เช่น "1/18"', 'Write fractions such as "1/18".'),
    ),
    entry(
        "MEASURE_009",
        Severity.REFUSE,
        what=("ชื่อ {name} ใช้ซ้ำ", "The name {name} is used twice."),
        why=("จึงไม่รู้ว่าหมายถึงตัวใด", "So it is not known which is meant."),
        do=("ตั้งชื่อให้ต่างกัน", "Give each its own name."),
    ),
    entry(
        "MEASURE_010",
        Severity.REFUSE,
        what=(
            "ตัวชี้วัด {name} ไม่มีคำตอบแม้แต่แถวเดียว (คอลัมน์ {column})",
            "The indicator {name} has no answer in any row (column {column}).",
        ),
        why=(
            "ถ้าใช้ต่อ ทุกครัวเรือนจะไม่ทราบผล หรือกลายเป็นไม่ขาดแคลน",
            "Every household would be unknown, or be taken for not deprived.",
        ),
        do=(
            "นำตัวชี้วัดนี้ออกจากดัชนี แล้วแบ่งน้ำหนักในมิติใหม่",
            "Take it out of the measure and weigh the others of its dimension anew.",
        ),
    ),
    entry(
        "MEASURE_011",
        Severity.REFUSE,
        what=("อ่านข้อมูลจาก {file} ไม่ได้: {reason}", "The data of {file} cannot be read: {reason}."),
        why=("จึงไม่มีอะไรให้คำนวณ", "So there is nothing to measure."),
        do=(
            "ใช้ไฟล์ CSV (UTF-8) หรือ Parquet ที่มีหัวคอลัมน์",
            "Give a CSV (UTF-8) or Parquet file with a header.",
        ),
    ),
    entry(
        "MEASURE_012",
        Severity.REFUSE,
        what=(
            "คอลัมน์ {name} ว่างหรือใช้ไม่ได้ใน {count} แถว (แถวแรก ๆ: {rows})",
            "The column {name} is empty or cannot be used in {count} rows (the first: {rows}).",
        ),
        why=(
            "น้ำหนักต้องเป็นจำนวนตั้งแต่ศูนย์ขึ้นไป และทุกแถวต้องมีชั้นภูมิ กลุ่มตัวอย่าง และเวลา",
            "Weights are numbers of nought or more, and every row has its stratum, cluster and time.",
        ),
        do=("เติมหรือแก้ค่าในแถวเหล่านั้น", "Fill in or correct these rows."),
    ),
    entry(
        "MEASURE_013",
        Severity.WARN,
        what=(
            "ชั้นภูมิ {strata} มีกลุ่มตัวอย่างเดียว (ใช้วิธี {policy})",
            "The strata {strata} have a single cluster (handled as: {policy}).",
        ),
        why=(
            "จากกลุ่มเดียวคำนวณความคลาดเคลื่อนไม่ได้",
            "From one cluster no variance can be reckoned.",
        ),
        do=(
            "รวมชั้นภูมิที่ใกล้กัน หรือเลือก --single-cluster certainty, centred, average",
            "Join neighbouring strata, or choose --single-cluster certainty, centred or average.",
        ),
    ),
    entry(
        "MEASURE_014",
        Severity.REFUSE,
        what=(
            "ชั้นภูมิ {strata} มีกลุ่มตัวอย่างเดียว",
            "The strata {strata} have a single cluster.",
        ),
        why=(
            "จากกลุ่มเดียวคำนวณความคลาดเคลื่อนไม่ได้ และท่านสั่งให้หยุดในกรณีนี้",
            "From one cluster no variance can be reckoned, and you asked to stop then.",
        ),
        do=(
            "รวมชั้นภูมิที่ใกล้กัน หรือเลือก --single-cluster certainty, centred, average หรือ missing",
            "Join neighbouring strata, or choose --single-cluster certainty, centred, average or missing.",
        ),
    ),
    entry(
        "MEASURE_015",
        Severity.REFUSE,
        what=("ไม่มีแถวให้คำนวณ", "There is no row to measure."),
        why=(
            "ไฟล์ว่าง หรือทุกครัวเรือนมีคำตอบที่ไม่ทราบจึงถูกตัดออก",
            "The file is empty, or each household has an unknown answer and was left out.",
        ),
        do=(
            "ตรวจไฟล์ด้วย samut measure check หรือเลือก --unknown report",
            "Look at the file with samut measure check, or choose --unknown report.",
        ),
    ),
    entry(
        "MEASURE_016",
        Severity.REFUSE,
        what=(
            "คอลัมน์เวลา {name} มีเพียง {count} ค่า",
            "The column of times {name} has {count} value only.",
        ),
        why=("การเปลี่ยนแปลงต้องมีอย่างน้อยสองช่วงเวลา", "A change lies between two times at least."),
        do=("รวมข้อมูลของทุกรอบไว้ในไฟล์เดียว", "Put the data of all rounds into one file."),
    ),
    entry(
        "MEASURE_017",
        Severity.REFUSE,
        what=(
            "ดัชนี {name} เป็นชนิด {kind} คำสั่งนี้ใช้ไม่ได้",
            "{name} is a measure of the kind {kind}; this command cannot use it.",
        ),
        why=("ชนิดนี้ไม่มีคะแนนถ่วงน้ำหนัก", "It has no weighted score."),
        do=(
            "เลือกดัชนีชนิด alkire_foster หรือ union หรือใช้คำสั่ง samut assess",
            "Choose one of the kind alkire_foster or union, or use samut assess.",
        ),
    ),
    entry(
        "MEASURE_018",
        Severity.NOTE,
        what=(
            "น้ำหนักของ {group} รวมได้ {total}: ถือเป็นส่วนแบ่งของผลรวมนี้",
            "The weights of {group} add up to {total}: they are taken as shares of that.",
        ),
        why=("น่าจะเป็นเลขที่ปัดเศษ", "They seem to be rounded."),
        do=('เขียนเป็นเศษส่วน เช่น "1/3" จะแน่นอนกว่า', 'Fractions such as "1/3" are exact.'),
    ),
    entry(
        "MEASURE_019",
        Severity.REFUSE,
        what=("ไม่รู้จักนามสกุลไฟล์ผลลัพธ์ {name}", "The file {name} has no known ending."),
        why=("จึงไม่รู้ว่าจะเขียนในรูปแบบใด", "It says how the result is written."),
        do=("ใช้ .csv .parquet หรือ .xlsx", "Use .csv, .parquet or .xlsx."),
    ),
    entry(
        "MEASURE_020",
        Severity.REFUSE,
        what=("ไม่พบครัวเรือน {household}", "There is no household {household}."),
        why=("จึงอธิบายผลไม่ได้", "So there is nothing to explain."),
        do=("ตรวจรหัสครัวเรือนในหน้าเว็บหรือในไฟล์", "Look up the household's id on the site or in the file."),
    ),
    entry(
        "MEASURE_021",
        Severity.REFUSE,
        what=("ไม่ได้ระบุกลุ่มที่จะเปรียบเทียบ", "No groups were named to compare."),
        why=("ความคงทนถามว่าลำดับของกลุ่มเปลี่ยนหรือไม่", "Robustness asks whether the order of groups stands."),
        do=("ระบุคอลัมน์ของกลุ่ม เช่น --by province", "Name a column of groups, such as --by province."),
    ),
    entry(
        "MEASURE_022",
        Severity.REFUSE,
        what=(
            "ดัชนี {name} มีจุดตัดและชุดน้ำหนักอย่างละหนึ่ง จึงไม่มีทางเลือกอื่นให้เทียบ",
            "{name} has one cutoff and one way to weigh: there is no other choice to compare with.",
        ),
        why=(
            "ความคงทนคือผลที่ไม่เปลี่ยนเมื่อเลือกจุดตัดหรือน้ำหนักอื่น",
            "What is robust stays when cutoff or weights are chosen otherwise.",
        ),
        do=(
            "ระบุจุดตัดอื่น เช่น --grid 0.2,0.25,0.4 หรือเพิ่ม [[scheme]] ในไฟล์ดัชนี",
            "Give other cutoffs, such as --grid 0.2,0.25,0.4, or add a [[scheme]] to the measure.",
        ),
    ),
    entry(
        "MEASURE_023",
        Severity.REFUSE,
        what=(
            "ดัชนี {name} ถาม {facts} ซึ่งทะเบียนปี {edition} ไม่มี",
            "{name} asks for {facts}, which the register of {edition} does not have.",
        ),
        why=(
            "ตัวชี้วัดของดัชนีนี้เป็นของแบบสอบถามอื่น",
            "Its indicators belong to another questionnaire.",
        ),
        do=(
            "เลือกดัชนีที่ใช้ชุดตัวชี้วัดของทะเบียนปีนั้น หรือเลือกปีด้วย --edition",
            "Choose a measure on the indicators of that edition, or another --edition.",
        ),
    ),
    entry(
        "MEASURE_024",
        Severity.REFUSE,
        what=(
            "ยังไม่ได้บอกว่าดูข้อมูลครัวเรือนเพื่ออะไร (--purpose {purposes})",
            "It was not said what the household is looked at for (--purpose {purposes}).",
        ),
        why=(
            "การดูข้อมูลครัวเรือนทุกครั้งบันทึกว่าใคร เมื่อใด ครัวเรือนใด และเพื่ออะไร",
            "Every look at a household is logged: who, when, which, and what for.",
        ),
        do=("ระบุวัตถุประสงค์จากรายการนี้: {listed}", "Name one of these: {listed}."),
    ),
    entry(
        "MEASURE_025",
        Severity.REFUSE,
        what=("บันทึกการดูข้อมูลครัวเรือนไม่ได้", "The look at the household could not be logged."),
        why=(
            "ข้อมูลครัวเรือนแสดงได้ต่อเมื่อบันทึกแล้วเท่านั้น จึงไม่แสดงอะไร",
            "A household is shown only after the look is in the log, so nothing is shown.",
        ),
        do=(
            "ตรวจว่าเขียน samut.db ในพื้นที่ทำงานได้ (samut doctor) แล้วลองใหม่",
            "See that samut.db of the workspace can be written (samut doctor), then try again.",
        ),
    ),
    entry(
        "MEASURE_031",
        Severity.REFUSE,
        what=(
            "ทะเบียนของพื้นที่ทำงานไม่มีคำตอบของดัชนี {name} (ชุดตัวชี้วัด {set})",
            "The workspace's register does not hold the answers of {name} (indicator set {set}).",
        ),
        why=("ดัชนีนี้ถามคนละชุดคำถาม", "The measure rests on other questions."),
        do=(
            "เลือกดัชนีของชุดตัวชี้วัดเดียวกัน หรือระบุไฟล์ข้อมูล",
            "Choose a measure of the register's own indicator set, or name a data file.",
        ),
    ),
    entry(
        "MEASURE_032",
        Severity.REFUSE,
        what=("ต้องระบุไฟล์ข้อมูลของดัชนี {name}", "A data file is needed for {name}."),
        why=(
            "ดัชนีนี้อ่านคอลัมน์ของผู้ใช้ ไม่ใช่ทะเบียนในพื้นที่ทำงาน",
            "It reads columns of your own, not the register of the workspace.",
        ),
        do=("ใส่ชื่อไฟล์ CSV หรือ Parquet หลังชื่อดัชนี", "Name a CSV or Parquet file after the measure."),
    ),
    entry(
        "MEASURE_033",
        Severity.REFUSE,
        what=("ระดับความเชื่อมั่น {found} อยู่นอกช่วง 0 ถึง 100", "The level {found} is not between 0 and 100."),
        why=("ช่วงความเชื่อมั่นจึงคำนวณไม่ได้", "There is no interval of that level."),
        do=("เขียนเป็นร้อยละ เช่น 95", "Write it in percent, such as 95."),
    ),
)
