/** The legend: what is coloured, the limits of each class in words, and what hatching means. */
import { shadeOf } from "./classes";
import type { AreaMap } from "./data";
import { hatch, svg } from "./support";
import { figure, say } from "./words";

const KEY = { viewBox: "0 0 26 16", width: 26, height: 16 };

export function legend(data: AreaMap): Node[] {
  const title = document.createElement("p");
  title.textContent = data.title;
  const list = document.createElement("ul");
  const classes = data.limits.length + 1;
  if (data.children.some((place) => place.value !== null)) {
    for (let i = 0; i < classes; i++) {
      list.append(entry(square(`map-fill--${shadeOf(i, classes)}`), classWords(data, i)));
    }
  }
  if (data.children.some((place) => place.value === null)) {
    const { id, defs } = hatch();
    const box = svg("rect", { width: 26, height: 16, fill: `url(#${id})` });
    list.append(entry(svg("svg", { ...KEY, class: "map__key" }, defs, box), missingWords(data)));
  }
  if (data.children.some((place) => place.size !== null)) {
    const two = [svg("circle", { cx: 5, cy: 10, r: 3 }), svg("circle", { cx: 18, cy: 8, r: 7 })];
    list.append(entry(svg("svg", { ...KEY, class: "map__key map__key--ring" }, ...two), say("circles")));
  }
  return data.title ? [title, list] : [list];
}

function classWords(data: AreaMap, index: number): string {
  const shown = (value: number): string => figure(value, 2) + (data.show === "rate" ? "%" : "");
  const [from, to] = [data.limits[index - 1], data.limits[index]];
  if (from === undefined) return say("upTo", shown(to ?? data.highest));
  return to === undefined ? say("above", shown(from)) : `${shown(from)} – ${shown(to)}`;
}

function missingWords(data: AreaMap): string {
  const reasons = new Set(data.children.filter((place) => place.value === null).map((place) => place.missing));
  const [only] = reasons;
  return reasons.size === 1 && only ? only : say("unknown");
}

function square(fill: string): SVGElement {
  const box = svg("rect", { width: 26, height: 16, class: fill });
  return svg("svg", { ...KEY, class: "map__key" }, box);
}

function entry(key: SVGElement, words: string): HTMLLIElement {
  key.setAttribute("aria-hidden", "true");
  const item = document.createElement("li");
  item.append(key, words);
  return item;
}
