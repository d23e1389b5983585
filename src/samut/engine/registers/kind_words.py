"""What the kinds of a profile's columns are called on a screen."""

from __future__ import annotations

from samut.rules.errors import Text

KIND_WORDS = {
    "text": Text("ข้อความ", "text"),
    "full_name": Text("ชื่อและนามสกุลในช่องเดียว", "name and surname in one cell"),
    "house_code": Text("รหัสประจำบ้าน", "house code"),
    "village_code": Text("รหัสหมู่บ้าน", "village code"),
    "new_village_code": Text("รหัสหมู่บ้าน", "village code"),
    "tambon_code": Text("รหัสตำบล", "tambon code"),
    "amphoe_code": Text("รหัสอำเภอ", "amphoe code"),
    "province_code": Text("รหัสจังหวัด", "province code"),
    "thai_id": Text("เลขประจำตัวประชาชน", "13-digit number"),
    "date_be": Text("วันที่", "date"),
    "birth_be": Text("วันเกิด", "date of birth"),
    "code": Text("ตัวเลือก", "one of a list"),
    "yes_no": Text("ใช่หรือไม่ใช่", "yes or no"),
    "asked_count": Text("จำนวนคนที่ถาม (จปฐ.)", "persons asked about (census)"),
    "failing_count": Text("จำนวนคนที่ตก (จปฐ.)", "persons failing (census)"),
    "count": Text("จำนวนนับ 0-99", "count, 0 to 99"),
    "baht": Text("จำนวนเงิน", "amount in baht"),
    "score": Text("คะแนน 0-10", "score, 0 to 10"),
    "number": Text("ตัวเลข", "number"),
    "land_rai": Text("เนื้อที่ (ไร่)", "land in rai"),
    "latitude": Text("ละติจูด", "latitude"),
    "longitude": Text("ลองจิจูด", "longitude"),
}
