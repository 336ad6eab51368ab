// The outlines of the world's states as paths of SVG, projected once when the site is built, so that neither the server
// nor the browser has to. Outlines: Natural Earth at 1:110 million (public domain); codes and places: countries.tsv.

import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { geoEqualEarth, geoPath } from "d3-geo";
import { feature, merge } from "topojson-client";

const WIDTH = 960;
const LEFT_OUT = new Set(["Antarctica", "Fr. S. Antarctic Lands"]);
// What the outlines show apart and no state of the gazetteer is: drawn with the state whose territory it is by the
// United Nations' membership. Kosovo is a party of its own.
const WITHIN = { "N. Cyprus": "CYP", Somaliland: "SOM" };
const WITHOUT_NUMBER = { Kosovo: "XKX" };

const round = (number) => Math.round(number * 10) / 10;

/** Return rows of the table of countries: [{alpha3, alpha2, numeric, lat, lon}], all text. */
async function readCountries() {
  const file = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "data", "countries.tsv");
  const [head, ...rows] = (await readFile(file, "utf8")).split("\n").filter((line) => line && !line.startsWith("#"));
  const names = head.split("\t");
  return rows.map((row) => Object.fromEntries(row.split("\t").map((value, at) => [names[at], value])));
}

/** Return the outlines of the states by alpha-3 code, as GeoJSON. */
function shapes(world, countries) {
  // The first row with a number is a state of today's: a former one has another number.
  const codes = new Map();
  for (const { alpha3, numeric } of countries) if (numeric && !codes.has(numeric)) codes.set(numeric, alpha3);
  const parts = new Map();
  for (const geometry of world.objects.countries.geometries) {
    const { name } = geometry.properties;
    if (LEFT_OUT.has(name)) continue;
    const code = codes.get(geometry.id) ?? WITHOUT_NUMBER[name] ?? WITHIN[name];
    if (!code) throw new Error(`world.mjs: no state in countries.tsv for the outline of ${name}`);
    parts.set(code, [...(parts.get(code) ?? []), geometry]);
  }
  return new Map(
    [...parts].map(([code, own]) => [
      code,
      own.length === 1 ? feature(world, own[0]) : { type: "Feature", geometry: merge(world, own) },
    ]),
  );
}

const toTenths = (number) => Math.round(number * 10);

/** Return a path of absolute commands in relative ones, in tenths without what SVG lets out: a third of the length. */
function shorten(d) {
  const rings = d.split("M").slice(1);
  return rings.map((ring) => {
    const points = ring.replace("Z", "").split("L").map((pair) => pair.split(",").map(toTenths));
    let [x, y] = points[0];
    const steps = points.slice(1).flatMap(([nextX, nextY]) => {
      const step = [nextX - x, nextY - y];
      if (!step[0] && !step[1]) return [];
      [x, y] = [nextX, nextY];
      return step;
    });
    if (steps.length < 4) return ""; // too small to be seen
    return `M${join(points[0])}l${join(steps)}z`;
  }).join("");
}

/** Return tenths as numbers of SVG in a row: [12, -3, 5] is "1.2-.3.5". */
function join(tenths) {
  let text = "";
  for (const tenth of tenths) {
    const number = String(tenth / 10).replace(/^(-?)0\./, "$1.");
    const apart = number[0] === "-" || (number[0] === "." && /\.\d*$/.test(text));
    text += text && !apart ? ` ${number}` : number;
  }
  return text;
}

/**
 * Write world.json into the folder outdir: {width, height, states}, where states has for each alpha-3 code {x, y} and,
 * where the state is large enough to have an outline, d.
 */
export async function build(outdir) {
  const world = createRequire(import.meta.url)("world-atlas/countries-110m.json");
  const countries = (await readCountries()).filter((row) => row.lat);
  const drawn = shapes(world, countries);
  const places = countries.map(({ lat, lon }) => [Number(lon), Number(lat)]);
  // Africa and Europe in the middle, and the cut of the globe through the Bering Strait instead of Chukotka.
  const projection = geoEqualEarth().rotate([-11, 0]);
  const points = { type: "Feature", geometry: { type: "MultiPoint", coordinates: places } };
  const all = { type: "FeatureCollection", features: [points, ...drawn.values()] };
  projection.fitWidth(WIDTH, all);
  const outline = geoPath(projection).digits(2);
  const [, [, bottom]] = outline.bounds(all);
  const states = {};
  countries.forEach(({ alpha3 }, at) => {
    const [x, y] = projection(places[at]).map(round);
    states[alpha3] = { x, y };
    if (drawn.has(alpha3)) states[alpha3].d = shorten(outline(drawn.get(alpha3)));
  });
  const map = { width: WIDTH, height: Math.ceil(bottom), states };
  await writeFile(path.join(outdir, "world.json"), JSON.stringify(map));
}
