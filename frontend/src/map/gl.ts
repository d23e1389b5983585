/** The map on MapLibre GL: pan, zoom, hover. Loaded only where WebGL 2 works. No tiles, no glyphs, no other host. */
import type { Feature, FeatureCollection } from "geojson";
import {
  type ExpressionSpecification,
  type GeoJSONSource,
  Map as MapLibre,
  type MapMouseEvent,
  setWorkerUrl,
  type StyleSpecification,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import type { AreaMap, Place } from "./data";
import { radius } from "./drawing";
import type { Tip } from "./tip";
import { say } from "./words";

setWorkerUrl(workerUrl);

const ASKED = ["villages", "unknown", "areas"];
const SHADES = [1, 2, 3, 4, 5];
const FONT = ["Sarabun"];
const TEXT_SIZE = 14.5;

export class GlMap {
  #hot: string | undefined;
  #places = new Map<string, Place>();

  static async make(stage: HTMLElement, tip: Tip, data: () => AreaMap | undefined): Promise<GlMap> {
    const holder = document.createElement("div");
    stage.prepend(holder);
    try {
      await Promise.all([document.fonts.load("400 14px Sarabun", "กA"), document.fonts.load("600 14px Sarabun", "กA")]);
      const map = new MapLibre({
        container: holder,
        style: style(),
        attributionControl: false,
        cooperativeGestures: true,
        dragRotate: false,
        pitchWithRotate: false,
        renderWorldCopies: false,
        fadeDuration: 0,
        locale: {
          "CooperativeGesturesHandler.WindowsHelpText": say("gestureMouse"),
          "CooperativeGesturesHandler.MacHelpText": say("gestureMac"),
          "CooperativeGesturesHandler.MobileHelpText": say("gestureTouch"),
        },
      });
      await loaded(map);
      map.touchZoomRotate.disableRotation();
      const made = new GlMap(stage, map, tip, data);
      const first = data();
      if (first) await made.show(first);
      return made;
    } catch (error) {
      holder.remove();
      throw error;
    }
  }

  private constructor(stage: HTMLElement, private map: MapLibre, private tip: Tip, private data: () => AreaMap | undefined) {
    map.getCanvas().tabIndex = -1;
    map.getCanvas().removeAttribute("role");
    map.getCanvas().removeAttribute("aria-label");
    map.getCanvas().setAttribute("aria-hidden", "true");
    stage.append(this.#buttons());
    this.#paint();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#paint());
    map.on("mousemove", (event) => this.#pointed(event));
    map.on("mouseout", () => isFinger() || this.#leave());
    map.on("movestart", () => this.tip.hide());
    map.on("click", (event) => this.#pressed(event));
    tip.onRow = (code) => this.#light(code && this.#places.has(code) ? code : undefined);
  }

  /** Draw other data on the same map; the view moves only when the area is another one. */
  async show(data: AreaMap): Promise<void> {
    const before = [...this.#places.keys()].join();
    this.#places = new Map(data.children.map((place) => [place.code, place]));
    this.#light(undefined);
    const areas = data.children.filter((place) => place.shape.type !== "Point");
    const villages = data.children.filter((place) => place.shape.type === "Point");
    const biggest = Math.max(1, ...villages.map((place) => place.size ?? 0));
    const settled = new Promise((resolve) => this.map.once("idle", resolve));
    this.#fill("neighbours", data.neighbours.map((geometry) => ({ type: "Feature", geometry, properties: {} })));
    this.#fill("outline", data.outline ? [{ type: "Feature", geometry: data.outline, properties: {} }] : []);
    this.#fill("areas", areas.map((place) => feature(place, {})));
    this.#fill("villages", villages.map((place) => feature(place, { radius: radius(place.size, biggest) })));
    this.#fill(
      "names",
      data.children.map((place) => ({
        type: "Feature",
        geometry: { type: "Point", coordinates: place.label },
        properties: {
          name: place.name,
          rank: place.current ? 0 : 1,
          strong: place.shade >= 4 && place.shape.type !== "Point",
          village: place.shape.type === "Point",
          offset: place.shape.type === "Point" ? radius(place.size, biggest) / TEXT_SIZE + 0.25 : 0,
        },
      })),
    );
    if (before !== [...this.#places.keys()].join()) this.whole(data);
    this.map.triggerRepaint();
    await settled;
  }

  whole(data = this.data()): void {
    if (!data) return;
    const [west, south, east, north] = data.bounds;
    const padding = data.neighbours.length ? 44 : 26;
    this.map.fitBounds([west, south, east, north], { padding, maxZoom: 13.5, animate: false });
    this.map.setMinZoom(this.map.getZoom() - 1.5);
  }

  #fill(source: string, features: Feature[]): void {
    const collection: FeatureCollection = { type: "FeatureCollection", features };
    this.map.getSource<GeoJSONSource>(source)?.setData(collection);
  }

  #at(event: MapMouseEvent): Place | undefined {
    const found = this.map.queryRenderedFeatures(event.point, { layers: ASKED })[0];
    return found && this.#places.get(String(found.properties["code"]));
  }

  #pointed(event: MapMouseEvent): void {
    // A finger's tap comes with an invented mouse move; it must not count as having seen the figure.
    if (isFinger()) return;
    const place = this.#at(event);
    this.tip.over(Boolean(place?.url));
    if (!place) return this.#leave();
    this.#light(place.code);
    this.tip.show(place, this.data()?.show ?? "rate", event.point.x, event.point.y);
  }

  #leave(): void {
    this.#light(undefined);
    this.tip.hide();
  }

  /** A mouse has seen name and value before it clicks; a finger sees them first and opens with the link. */
  #pressed(event: MapMouseEvent): void {
    const place = this.#at(event);
    if (!place) return this.#leave();
    if (!isFinger() || this.tip.code === place.code) {
      if (place.url) location.assign(place.url);
      return;
    }
    this.#light(place.code);
    this.tip.show(place, this.data()?.show ?? "rate", event.point.x, event.point.y, true);
  }

  #light(code: string | undefined): void {
    if (code === this.#hot) return;
    for (const source of ["areas", "villages"]) {
      if (this.#hot) this.map.setFeatureState({ source, id: this.#hot }, { hot: false });
      if (code) this.map.setFeatureState({ source, id: code }, { hot: true });
    }
    this.#hot = code;
  }

  /** Colours come from the style sheet, so that light, dark and print have one source. */
  #paint(): void {
    const css = getComputedStyle(document.documentElement);
    const colour = (name: string): string => css.getPropertyValue(`--map-${name}`).trim() || "#888";
    const shades = ["match", ["get", "shade"], ...SHADES.flatMap((shade) => [shade, colour(String(shade))]), "#888"];
    const shaded = shades as unknown as ExpressionSpecification;
    const { map } = this;
    if (map.hasImage("hatch")) map.removeImage("hatch");
    map.addImage("hatch", hatchImage(colour("unknown"), colour("hatch")), { pixelRatio: 2 });
    map.setPaintProperty("neighbours", "fill-color", colour("neighbour"));
    map.setPaintProperty("neighbour-lines", "line-color", colour("ground"));
    map.setPaintProperty("outline", "fill-color", colour("outline"));
    map.setPaintProperty("edge", "line-color", colour("edge"));
    map.setPaintProperty("areas", "fill-color", shaded);
    map.setPaintProperty("unknown", "fill-pattern", "hatch");
    map.setPaintProperty("lines", "line-color", colour("line"));
    map.setPaintProperty("hot", "line-color", colour("chosen"));
    map.setPaintProperty("villages", "circle-color", ["case", ["==", ["get", "shade"], 0], colour("unknown"), shaded]);
    const edge: ExpressionSpecification = ["any", ["boolean", ["feature-state", "hot"], false], ["get", "current"]];
    map.setPaintProperty("villages", "circle-stroke-color", ["case", edge, colour("chosen"), colour("label")]);
    const strong = (name: string): ExpressionSpecification => [
      "case",
      ["get", "strong"],
      colour(`${name}-strong`),
      colour(name),
    ];
    for (const layer of ["names", "village-names"]) {
      map.setPaintProperty(layer, "text-color", strong("label"));
      map.setPaintProperty(layer, "text-halo-color", strong("halo"));
    }
  }

  #buttons(): HTMLElement {
    const group = document.createElement("div");
    group.className = "map__buttons";
    const make = (sign: string, word: "zoomIn" | "zoomOut" | "whole", act: () => void): void => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.title = say(word);
      button.setAttribute("aria-label", say(word));
      button.addEventListener("click", act);
      group.append(button);
    };
    const animate = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    make("+", "zoomIn", () => this.map.zoomIn({ animate }));
    make("−", "zoomOut", () => this.map.zoomOut({ animate }));
    make("⤢", "whole", () => this.whole());
    return group;
  }
}

const isFinger = (): boolean => !matchMedia("(hover: hover)").matches;

function loaded(map: MapLibre): Promise<void> {
  return new Promise((resolve, reject) => {
    map.once("load", () => resolve());
    map.once("error", (event) => reject(event.error));
  });
}

function feature(place: Place, more: Record<string, number>): Feature {
  const { code, shade, current } = place;
  return { type: "Feature", geometry: place.shape, properties: { code, shade, current, ...more } };
}

function hatchImage(ground: string, line: string): ImageData {
  const side = 14;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const pen = canvas.getContext("2d");
  if (!pen) return new ImageData(side, side);
  pen.fillStyle = ground;
  pen.fillRect(0, 0, side, side);
  pen.strokeStyle = line;
  pen.lineWidth = 2;
  for (const offset of [-side, 0, side]) {
    pen.beginPath();
    pen.moveTo(offset - 2, side + 2);
    pen.lineTo(offset + side + 2, -2);
    pen.stroke();
  }
  return pen.getImageData(0, 0, side, side);
}

function style(): StyleSpecification {
  const empty: FeatureCollection = { type: "FeatureCollection", features: [] };
  const source = { type: "geojson", data: empty, promoteId: "code" } as const;
  const hot: ExpressionSpecification = ["boolean", ["feature-state", "hot"], false];
  const name: ExpressionSpecification = ["get", "name"];
  const label = { "text-field": name, "text-font": FONT, "text-size": TEXT_SIZE, "text-padding": 2 };
  const halo = { "text-halo-width": 1.6 };
  return {
    version: 8,
    sources: { outline: source, neighbours: source, areas: source, villages: source, names: { type: "geojson", data: empty } },
    layers: [
      { id: "neighbours", type: "fill", source: "neighbours" },
      { id: "neighbour-lines", type: "line", source: "neighbours", paint: { "line-width": 1 } },
      { id: "outline", type: "fill", source: "outline" },
      { id: "areas", type: "fill", source: "areas", filter: [">", ["get", "shade"], 0] },
      { id: "unknown", type: "fill", source: "areas", filter: ["==", ["get", "shade"], 0] },
      { id: "lines", type: "line", source: "areas", paint: { "line-width": 1.2 } },
      { id: "edge", type: "line", source: "outline", paint: { "line-width": 1.6 } },
      { id: "hot", type: "line", source: "areas", paint: { "line-width": ["case", hot, 3, 0] } },
      {
        id: "villages",
        type: "circle",
        source: "villages",
        paint: {
          "circle-radius": ["get", "radius"],
          "circle-stroke-width": ["case", ["any", hot, ["get", "current"]], 3.5, 1.2],
          "circle-opacity": 0.92,
        },
      },
      {
        id: "names",
        type: "symbol",
        source: "names",
        filter: ["!", ["get", "village"]],
        layout: { ...label, "text-max-width": 8, "text-variable-anchor": ["center", "top", "bottom"] },
        paint: halo,
      },
      {
        id: "village-names",
        type: "symbol",
        source: "names",
        filter: ["get", "village"],
        layout: {
          ...label,
          "symbol-sort-key": ["get", "rank"],
          "text-max-width": 20,
          "text-justify": "auto",
          "text-variable-anchor": ["left", "right", "top", "bottom"],
          "text-radial-offset": ["get", "offset"],
        },
        paint: halo,
      },
    ],
  };
}
