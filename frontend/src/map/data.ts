/** The map's data as the server sends it, read once into what both engines draw. */
import type { Feature, FeatureCollection, MultiPolygon, Point, Polygon, Position } from "geojson";
import { classLimits, classOf } from "./classes";
import { figure, say } from "./words";

export type Shape = Polygon | MultiPolygon | Point;

export interface Place {
  code: string;
  name: string;
  url: string | null;
  value: number | null;
  size: number | null;
  note: string;
  missing: string;
  /** 1 to 5; 0 where the value is unknown. */
  shade: number;
  /** The area the page is about, drawn among its like. */
  current: boolean;
  shape: Shape;
  label: Position;
}

export type Bounds = [west: number, south: number, east: number, north: number];

export interface AreaMap {
  title: string;
  show: "rate" | "number";
  limits: number[];
  highest: number;
  children: Place[];
  neighbours: Shape[];
  /** The area itself, drawn around its villages. */
  outline: Shape | null;
  bounds: Bounds;
}

interface Properties {
  code?: unknown;
  name?: unknown;
  url?: unknown;
  value?: unknown;
  size?: unknown;
  note?: unknown;
  missing?: unknown;
  current?: unknown;
  role?: unknown;
}

interface Answer extends FeatureCollection<Shape, Properties> {
  show?: "rate" | "number";
  title?: string;
  limits?: number[] | null;
  bounds?: Bounds | null;
  outline?: Shape | null;
}

const text = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");
const amount = (value: unknown): number | null => (typeof value === "number" && Number.isFinite(value) ? value : null);

export function readAreaMap(answer: Answer): AreaMap {
  const parts = answer.features.filter((each) => each.geometry);
  const children = parts.filter((each) => each.properties.role !== "neighbour");
  const values = children.map((each) => amount(each.properties.value)).filter((value) => value !== null);
  const limits = answer.limits?.length ? answer.limits : classLimits(values);
  return {
    title: answer.title ?? "",
    show: answer.show ?? "rate",
    limits,
    highest: Math.max(0, ...values),
    children: children.map((each) => place(each, limits)),
    neighbours: parts.filter((each) => each.properties.role === "neighbour").map((each) => each.geometry),
    // Around polygons it would only lie beside their own edges, which are drawn finer.
    outline: children.some((each) => each.geometry.type === "Point") ? (answer.outline ?? null) : null,
    // A village may lie outside the simplified outline of its tambon: the view holds both.
    bounds: boundsOf([...(children.length ? children : parts).map((each) => each.geometry)], answer.bounds),
  };
}

function place(feature: Feature<Shape, Properties>, limits: number[]): Place {
  const { code, name, url, note, missing } = feature.properties;
  const value = amount(feature.properties.value);
  return {
    code: text(code),
    name: text(name),
    url: text(url) || null,
    value,
    size: amount(feature.properties.size),
    note: value === null ? "" : text(note),
    missing: value === null ? text(missing) || text(note) : "",
    current: feature.properties.current === true,
    shade: value === null ? 0 : classOf(value, limits),
    shape: feature.geometry,
    label: labelPoint(feature.geometry),
  };
}

/** What a tooltip says of a place's value. */
export function valueWords(place: Place, show: "rate" | "number"): string {
  if (place.value === null) return place.missing || say("unknown");
  return show === "rate" ? `${figure(place.value, 2)}%` : figure(place.value, 0);
}

export function polygonsOf(shape: Shape): Position[][][] {
  if (shape.type === "Polygon") return [shape.coordinates];
  return shape.type === "MultiPolygon" ? shape.coordinates : [];
}

export function boundsOf(shapes: Shape[], least?: Bounds | null): Bounds {
  const bounds: Bounds = least ? [...least] : [180, 90, -180, -90];
  const take = ([lon = 0, lat = 0]: Position): void => {
    bounds[0] = Math.min(bounds[0], lon);
    bounds[1] = Math.min(bounds[1], lat);
    bounds[2] = Math.max(bounds[2], lon);
    bounds[3] = Math.max(bounds[3], lat);
  };
  for (const shape of shapes) {
    if (shape.type === "Point") take(shape.coordinates);
    else for (const polygon of polygonsOf(shape)) polygon[0]?.forEach(take);
  }
  return bounds;
}

/** The middle of the widest stretch across the largest part: always inside, even in a crescent. */
export function labelPoint(shape: Shape): Position {
  if (shape.type === "Point") return shape.coordinates;
  let best: Position = [0, 0];
  let widest = 0;
  for (const rings of polygonsOf(shape)) {
    const [, south, , north] = boundsOf([{ type: "Polygon", coordinates: rings }]);
    for (const part of [0.5, 0.42, 0.58, 0.34, 0.66]) {
      const lat = south + (north - south) * part;
      const crossings = rings.flatMap((ring) => crossingsAt(ring, lat)).sort((a, b) => a - b);
      for (let i = 0; i + 1 < crossings.length; i += 2) {
        const [from = 0, to = 0] = [crossings[i], crossings[i + 1]];
        if (to - from > widest * (part === 0.5 ? 1 : 1.1)) {
          widest = to - from;
          best = [(from + to) / 2, lat];
        }
      }
    }
  }
  return best;
}

function crossingsAt(ring: Position[], lat: number): number[] {
  const found: number[] = [];
  for (let i = 0; i + 1 < ring.length; i++) {
    const [lon1 = 0, lat1 = 0] = ring[i] ?? [];
    const [lon2 = 0, lat2 = 0] = ring[i + 1] ?? [];
    if (lat1 > lat !== lat2 > lat) found.push(lon1 + ((lat - lat1) / (lat2 - lat1)) * (lon2 - lon1));
  }
  return found;
}
