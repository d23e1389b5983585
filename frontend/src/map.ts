/**
 * The map of an area: its parts coloured by rate or number, its villages as circles.
 *
 * Markup: <div class="map" data-map data-map-url="/area/22/map.json?dims=11111&show=rate" aria-label="…"></div>
 * The table beside the map is the way for the keyboard; a row with data-code="2205" lights up with its area.
 *
 * What the address answers (GeoJSON; everything unknown is null, never 0):
 *   { "type": "FeatureCollection",
 *     "show": "rate" | "number",                     // rate: percent, 0 to 100; number: persons or households
 *     "title": "คนจน ร้อยละของประชากร",                // above the legend, in the language of the page
 *     "limits": [1.2, 2.5, 4, 8] | absent,           // upper limits of classes 1 to 4; absent: chosen here
 *     "outline": Polygon | MultiPolygon | null,      // the area itself, as the ground of its villages
 *     "bounds": [west, south, east, north] | null,
 *     "features": [{ "type": "Feature", "geometry": Polygon | MultiPolygon | Point,
 *        "properties": { "code": "2205", "name": "มะขาม", "url": "/area/2205/" | null,
 *                        "value": 3.47 | null,         // what colours it
 *                        "size": 412 | absent,         // villages: number that sizes the circle
 *                        "note": "412 จาก 11,902 คน" | absent,  // second line of the tooltip
 *                        "missing": "ปิดไว้" | absent,  // why value is null; absent: not known
 *                        "current": true | absent,      // the area the page is about, among its like
 *                        "role": "child" | "neighbour" | absent } }] }   // neighbour: light grey, not clickable
 *
 * A plain SVG drawing stands there at once; MapLibre takes its place where WebGL 2 works. When drawn, the
 * element carries data-map-state="drawn", data-map-engine="svg|maplibre" and data-map-features="10".
 * A swap by htmx that brings a new element or a new data-map-url changes the data, never the map.
 */
import { type AreaMap, type Bounds, readAreaMap } from "./map/data";
import { Drawing } from "./map/drawing";
import { legend } from "./map/legend";
import { webgl2Works } from "./map/support";
import { Tip } from "./map/tip";
import { say } from "./map/words";
import type { GlMap } from "./map/gl";

class MapIsland {
  #stage = document.createElement("div");
  #legend = document.createElement("div");
  #tip: Tip;
  #drawing: Drawing;
  #gl: GlMap | undefined;
  #glWanted: Promise<void> | undefined;
  #data: AreaMap | undefined;
  #url = "";
  #fetching: AbortController | undefined;

  constructor(public element: HTMLElement) {
    this.#stage.className = "map__stage";
    this.#legend.className = "map__legend";
    this.#tip = new Tip(this.#stage, () => this.element);
    this.#drawing = new Drawing(this.#stage, this.#tip);
    this.move(element);
    new ResizeObserver(() => {
      if (this.#data && !this.#gl) this.#drawing.draw(this.#data);
    }).observe(this.#stage);
  }

  /** Live in this element from now on. Moving the nodes keeps the canvas and its WebGL context. */
  move(element: HTMLElement): void {
    this.element = element;
    element.replaceChildren(this.#stage, this.#legend);
    if (!element.hasAttribute("role")) element.setAttribute("role", "region");
    this.refresh();
  }

  /** Fetch what data-map-url names, if it names something new. */
  refresh(): void {
    const url = this.element.dataset["mapUrl"] ?? "";
    if (url === this.#url && this.#data) {
      this.#tellDrawn();
      return;
    }
    this.#url = url;
    void this.#load(url);
  }

  async #load(url: string): Promise<void> {
    this.#fetching?.abort();
    this.#fetching = new AbortController();
    this.element.dataset["mapState"] = "loading";
    try {
      const answer = await fetch(url, {
        signal: this.#fetching.signal,
        credentials: "same-origin",
        headers: { Accept: "application/json" },
      });
      if (!answer.ok) throw new Error(`the map's data answered ${answer.status}`);
      this.#data = readAreaMap(await answer.json());
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      this.#fail();
      return;
    }
    this.#tip.hide();
    this.element.classList.toggle("map--tall", isTall(this.#data.bounds));
    this.#legend.replaceChildren(...legend(this.#data));
    if (this.#gl) {
      await this.#gl.show(this.#data);
      this.#tellDrawn();
    } else {
      this.#drawing.draw(this.#data);
      this.#glWanted ??= this.#startGl();
      await this.#glWanted;
      this.#tellDrawn();
    }
  }

  async #startGl(): Promise<void> {
    if (!webgl2Works()) return;
    try {
      const { GlMap } = await import("./map/gl");
      const made = await GlMap.make(this.#stage, this.#tip, () => this.#data);
      this.#drawing.remove();
      this.#gl = made;
    } catch {
      // A phone whose graphics gave up keeps the drawing, which says the same.
    }
  }

  #tellDrawn(): void {
    this.element.dataset["mapState"] = "drawn";
    this.element.dataset["mapEngine"] = this.#gl ? "maplibre" : "svg";
    this.element.dataset["mapFeatures"] = String(this.#data?.children.length ?? 0);
  }

  #fail(): void {
    this.element.dataset["mapState"] = "failed";
    const words = document.createElement("p");
    words.className = "map__words";
    words.textContent = say("noMap");
    this.#legend.replaceChildren(words);
  }
}

/** A long country needs a long stage, a broad province does not. */
function isTall([west, south, east, north]: Bounds): boolean {
  return north - south > 1.5 * (east - west) && north - south > 5;
}

const islands = new Set<MapIsland>();

/** Give every map element its island; an island whose element left the page moves into the new one. */
function settle(): void {
  for (const element of document.querySelectorAll<HTMLElement>("[data-map]")) {
    const here = [...islands].find((island) => island.element === element);
    if (here) {
      here.refresh();
      continue;
    }
    const homeless = [...islands].find((island) => !island.element.isConnected);
    if (homeless) homeless.move(element);
    else islands.add(new MapIsland(element));
  }
}

settle();
document.addEventListener("htmx:afterSwap", settle);
document.addEventListener("htmx:oobAfterSwap", settle);
document.addEventListener("htmx:historyRestore", settle);
new MutationObserver(settle).observe(document.body, {
  subtree: true,
  attributeFilter: ["data-map-url"],
});
