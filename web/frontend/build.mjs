// Builds what the pages load into web/static/dist: bundles of src/*.js, fonts, flags, and the world's outlines.
// Each file right under src/ is an entry: a page asks for it by name, and manifest.json says what it is called here.
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));
const modules = path.join(here, 'node_modules');
const outdir = path.join(here, '..', 'static', 'dist');
const PERMITTED = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'CC0-1.0', 'OFL-1.1']);
const FONTS = {
  inter: ['@fontsource-variable/inter', 'inter-latin-wght-normal'],
  'source-serif-4': ['@fontsource/source-serif-4', 'source-serif-4-latin-400-normal'], // quotes have one weight
};

/** Bundle each entry under a name that changes with its content, and write which name that is. */
async function bundle() {
  const found = (await readdir(path.join(here, 'src'))).filter((name) => name.endsWith('.js')).sort();
  const { metafile } = await esbuild.build({
    absWorkingDir: here,
    entryPoints: found.map((name) => `src/${name}`),
    outdir,
    bundle: true,
    splitting: true,
    minify: true,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    entryNames: '[name]-[hash]',
    chunkNames: 'chunk-[hash]',
    legalComments: 'none', // LICENSES.txt has them all, in full
    logLevel: 'warning',
  });
  const manifest = {};
  for (const [file, { entryPoint }] of Object.entries(metafile.outputs)) {
    if (entryPoint && found.includes(path.basename(entryPoint)) && path.dirname(entryPoint) === 'src') {
      manifest[path.basename(entryPoint)] = path.basename(file);
    }
  }
  await writeFile(path.join(outdir, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Copy the latin letters of each font, beside the licence that allows it. */
async function copyFonts() {
  const folder = path.join(outdir, 'fonts');
  await mkdir(folder, { recursive: true });
  for (const [font, [name, file]] of Object.entries(FONTS)) {
    const from = path.join(modules, name);
    await copyFile(path.join(from, 'files', `${file}.woff2`), path.join(folder, `${font}.woff2`));
    await copyFile(path.join(from, 'LICENSE'), path.join(folder, `${font}-LICENSE.txt`));
  }
}

/** Copy the flags, one file for each code of ISO 3166 with two letters. */
async function copyFlags() {
  const from = path.join(modules, 'country-flag-icons', '3x2');
  const folder = path.join(outdir, 'flags');
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(from)) {
    if (/^[A-Z-]+\.svg$/.test(name)) await copyFile(path.join(from, name), path.join(folder, name));
  }
}

/** Write the licence of each package that reaches a browser; an error for one that is not permissive. */
async function writeLicences() {
  const { packages } = JSON.parse(await readFile(path.join(here, 'package-lock.json'), 'utf8'));
  const texts = [];
  for (const [place, { version, license, dev }] of Object.entries(packages).sort()) {
    if (!place || dev) continue;
    const name = place.replace(/^.*node_modules\//, '');
    if (!PERMITTED.has(license)) {
      throw new Error(`${name} is under ${license}: use a package under one of ${[...PERMITTED].join(', ')}`);
    }
    const folder = path.join(here, place);
    const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one));
    const text = file ? (await readFile(path.join(folder, file), 'utf8')).trim() : 'The package holds no licence text.';
    texts.push(`${name} ${version} (${license})\n\n${text}\n`);
  }
  await writeFile(path.join(outdir, 'LICENSES.txt'), texts.join(`\n${'-'.repeat(80)}\n\n`));
}

/** Write the outlines of the states, where the sources of the map are there. */
async function buildWorld() {
  const source = path.join(here, 'world.mjs');
  if (!existsSync(source)) return;
  const { build } = await import('./world.mjs');
  await build(outdir);
}

await rm(outdir, { recursive: true, force: true });
await mkdir(outdir, { recursive: true });
await bundle();
await Promise.all([copyFonts(), copyFlags(), writeLicences(), buildWorld()]);
