/** What the map says, in the language of the page. */
const WORDS = {
  unknown: ["ไม่ทราบ / ไม่มีข้อมูล", "not known / no data"],
  hidden: ["ปิดไว้เพื่อไม่ให้ระบุตัวคนได้", "hidden so that nobody can be recognised"],
  upTo: ["ไม่เกิน {0}", "up to {0}"],
  above: ["มากกว่า {0}", "above {0}"],
  circles: ["วงใหญ่กว่า = จำนวนมากกว่า", "larger circle = larger number"],
  zoomIn: ["ขยาย", "Zoom in"],
  zoomOut: ["ย่อ", "Zoom out"],
  whole: ["ดูทั้งพื้นที่", "Whole area"],
  open: ["เปิด {0}", "Open {0}"],
  noMap: [
    "เปิดแผนที่ไม่ได้ในขณะนี้ ข้อมูลเดียวกันอยู่ในตาราง",
    "The map cannot be shown now. The table holds the same figures.",
  ],
  gestureMouse: ["กด Ctrl แล้วเลื่อนล้อเมาส์เพื่อขยายแผนที่", "Hold Ctrl and scroll to zoom the map"],
  gestureMac: ["กด ⌘ แล้วเลื่อนเพื่อขยายแผนที่", "Hold ⌘ and scroll to zoom the map"],
  gestureTouch: ["ใช้สองนิ้วเพื่อเลื่อนแผนที่", "Use two fingers to move the map"],
} as const;

export const isThai = (): boolean => !document.documentElement.lang.startsWith("en");

export function say(word: keyof typeof WORDS, value = ""): string {
  return WORDS[word][isThai() ? 0 : 1].replace("{0}", value);
}

/** 1,234.5 with Arabic digits in both languages, as everywhere on the site. */
export function figure(value: number, digits: number): string {
  return value.toLocaleString("en-GB", { maximumFractionDigits: digits });
}
