// The styles of CodeMirror as a sheet that scripts may make: it would put them into a <style>, which the site's policy
// of security forbids in a document.
import { StyleModule } from 'style-mod';

const mounted = new WeakMap(); // what is in the sheet of each document

StyleModule.mount = (root, modules) => {
  const known = mounted.get(root) ?? { sheet: new CSSStyleSheet(), modules: [] };
  if (!mounted.has(root)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, known.sheet];
  known.modules = [...new Set([...known.modules, ...[modules].flat()])];
  known.sheet.replaceSync(known.modules.map((module) => module.getRules()).join('\n'));
  mounted.set(root, known);
};
