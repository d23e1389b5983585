/**
 * The map of an area: its parts coloured by rate or number, its villages as circles.
 *
 * Markup: <div class="map" data-map data-map-url="/area/22/map.json?dims=11111&show=rate" aria-label="…"></div>
 * with words in Thai and English chosen by <html lang>. The table beside the map is the way for the keyboard.
 *
 * What the address answers (GeoJSON; everything unknown is null, never 0):
 *   { "type": "FeatureCollection",
 *     "show": "rate" | "number",                     // rate: percent, 0 to 100; number: persons or households
 *     "title": "คนจน ร้อยละของประชากร",                // above the legend, in the language of the page
 *     "limits": [1.2, 2.5, 4, 8] | absent,           // upper limits of classes 1 to 4; absent: chosen here
 *     "features": [{ "type": "Feature", "geometry": Polygon | MultiPolygon | Point,
 *        "properties": { "code": "2205", "name": "มะขาม", "url": "/area/2205/" | null,
 *                        "value": 3.47 | null,         // what colours it
 *                        "size": 412 | absent,         // villages: number that sizes the circle
 *                        "note": "412 จาก 11,902 คน" | absent,  // second line of the tooltip
 *                        "role": "child" | "neighbour" | absent } }] }   // neighbour: light grey, not clickable
 *
 * When drawn, the element carries data-map-state="drawn" and data-map-features="10".
 */
console.log("map");
export {};
