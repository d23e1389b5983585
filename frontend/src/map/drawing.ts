/** The map as a plain SVG drawing: there at once, and all there is where WebGL does not work. */
import type { Position } from "geojson";
import { type AreaMap, type Place, polygonsOf, type Shape, valueWords } from "./data";
import { hatch, svg } from "./support";
import type { Tip } from "./tip";

const EDGE = 18;
const LABEL = { size: 14, letter: 7.4 };
type Project = (position: Position) => [x: number, y: number];

export class Drawing {
  #drawn: SVGElement | undefined;

  constructor(private stage: HTMLElement, private tip: Tip) {}

  draw(data: AreaMap): void {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (!width || !height) return;
    const project = projection(data, width, height);
    const { id, defs } = hatch();
    // Keyboard and screen readers have the table; here the links are for the pointer.
    const drawn = svg("svg", { class: "drawn", viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, defs);
    for (const shape of data.neighbours) {
      drawn.append(svg("path", { d: outline(shape, project), class: "map-fill--neighbour" }));
    }
    const ground = data.outline && outline(data.outline, project);
    if (ground) drawn.append(svg("path", { d: ground, class: "map-fill--outline" }));
    const biggest = Math.max(1, ...data.children.map((place) => place.size ?? 0));
    for (const place of data.children) drawn.append(this.#link(data, place, project, id, biggest));
    if (ground) drawn.append(svg("path", { d: ground, class: "map-edge" }));
    drawn.append(...labels(data, project));
    this.#drawn?.remove();
    this.#drawn = drawn;
    this.stage.prepend(drawn);
  }

  remove(): void {
    this.#drawn?.remove();
    this.#drawn = undefined;
  }

  #link(data: AreaMap, place: Place, project: Project, hatchId: string, biggest: number): SVGElement {
    const paint: Record<string, string> = place.shade
      ? { class: `map-fill--${place.shade}${place.current ? " is-current" : ""}` }
      : { fill: `url(#${hatchId})` };
    const [cx, cy] = project(place.label);
    const mark =
      place.shape.type === "Point"
        ? svg("circle", { cx, cy, r: radius(place.size, biggest), ...paint })
        : svg("path", { d: outline(place.shape, project), ...paint });
    const link = svg("a", { ...(place.url ? { href: place.url } : {}), tabindex: -1, "data-code": place.code }, mark);
    link.addEventListener("pointermove", (event) => {
      const box = this.stage.getBoundingClientRect();
      this.tip.show(place, data.show, event.clientX - box.left, event.clientY - box.top);
    });
    link.addEventListener("pointerleave", () => this.tip.hide());
    const title = svg("title", {});
    title.textContent = `${place.name}: ${valueWords(place, data.show)}`;
    link.prepend(title);
    return link;
  }
}

/** Circles whose area follows the number. */
export function radius(size: number | null, biggest: number): number {
  return size === null ? 7 : 6 + 16 * Math.sqrt(Math.max(0, size) / biggest);
}

function projection(data: AreaMap, width: number, height: number): Project {
  const [west, south, east, north] = data.bounds;
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const across = Math.max((east - west) * squeeze, 0.02);
  const down = Math.max(north - south, 0.02);
  const scale = Math.min((width - 2 * EDGE) / across, (height - 2 * EDGE) / down);
  const [midLon, midLat] = [(west + east) / 2, (south + north) / 2];
  return ([lon = 0, lat = 0]) => [
    Math.round(10 * (width / 2 + (lon - midLon) * squeeze * scale)) / 10,
    Math.round(10 * (height / 2 - (lat - midLat) * scale)) / 10,
  ];
}

function outline(shape: Shape, project: Project): string {
  return polygonsOf(shape)
    .flat()
    .map((ring) => `M${ring.map((position) => project(position).join(" ")).join("L")}Z`)
    .join("");
}

/** Names where there is room for them; a name that would lie on another stays away. */
function labels(data: AreaMap, project: Project): SVGElement[] {
  const taken: [number, number, number, number][] = [];
  const placed: SVGElement[] = [];
  for (const place of [...data.children].sort((a, b) => Number(b.current) - Number(a.current))) {
    const [x, y] = project(place.label);
    const below = place.shape.type === "Point" ? 24 : 5;
    const half = ([...place.name.replace(/[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]/g, "")].length * LABEL.letter) / 2;
    const box: [number, number, number, number] = [x - half, y + below - LABEL.size, x + half, y + below + 4];
    if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
    taken.push(box);
    const strong = place.shade >= 4 && place.shape.type !== "Point";
    const text = svg("text", { x, y: y + below, ...(strong ? { class: "is-strong" } : {}) });
    text.textContent = place.name;
    placed.push(text);
  }
  return placed;
}
