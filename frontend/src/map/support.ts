/** Whether this browser can draw with WebGL 2 at all. */
export function webgl2Works(): boolean {
  try {
    return document.createElement("canvas").getContext("webgl2") !== null;
  } catch {
    return false;
  }
}

export const SVG = "http://www.w3.org/2000/svg";

export function svg(name: string, attributes: Record<string, string | number>, ...inside: Node[]): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...inside);
  return element;
}

let patterns = 0;

/** The hatching of what is not known, as a pattern with an id of its own. */
export function hatch(): { id: string; defs: SVGElement } {
  const id = `map-hatch-${++patterns}`;
  const ground = svg("rect", { width: 7, height: 7, class: "map-fill--unknown" });
  const line = svg("path", { d: "M0 7 7 0M-1 1 1-1M6 8 8 6", class: "map-stroke--hatch", "stroke-width": 1.1 });
  const pattern = svg("pattern", { id, width: 7, height: 7, patternUnits: "userSpaceOnUse" }, ground, line);
  return { id, defs: svg("defs", {}, pattern) };
}
