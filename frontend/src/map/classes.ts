/** Five classes of about equally many places, with limits that a person can say aloud. */
const CLASSES = 5;

/** Upper limits of all classes but the last. Fewer where the values are few or alike. */
export function classLimits(values: number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const highest = sorted.at(-1);
  if (highest === undefined) return [];
  const limits: number[] = [];
  for (let i = 1; i < CLASSES; i++) {
    const limit = spoken(sorted[Math.min(sorted.length - 1, Math.floor((i * sorted.length) / CLASSES))] ?? 0);
    if (limit < highest && limit > (limits.at(-1) ?? -Infinity)) limits.push(limit);
  }
  return limits;
}

/** Two significant digits. */
function spoken(value: number): number {
  return Number(value.toPrecision(2));
}

/** 1 to 5. With fewer classes the shades spread over the whole range, so that most is always darkest. */
export function classOf(value: number, limits: number[]): number {
  const index = limits.findIndex((limit) => value <= limit);
  return shadeOf(index === -1 ? limits.length : index, limits.length + 1);
}

export function shadeOf(index: number, classes: number): number {
  return classes === 1 ? 3 : 1 + Math.round((index * (CLASSES - 1)) / (classes - 1));
}
