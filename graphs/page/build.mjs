// build.mjs OUT - bundles the page; see scripts/page.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const out = process.argv[2];
const common = { bundle: true, minify: true, write: false, target: 'es2022', charset: 'utf8', legalComments: 'none', logLevel: 'warning' };
const script = await build({ ...common, entryPoints: ['src/main.ts'], format: 'iife', metafile: true });
const style = await build({ ...common, entryPoints: ['src/style.css'] });

/* Whoever passes a page on passes these on: each text once, with the packages it covers. */
const packages = [...new Set(Object.keys(script.metafile.inputs).map((path) => /^node_modules\/([^/]+)/.exec(path)?.[1]).filter(Boolean))].sort();
const texts = new Map();
for (const name of packages) {
  const text = readFileSync(`node_modules/${name}/LICENSE`, 'utf8').trim();
  const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8'));
  texts.set(text, [...(texts.get(text) ?? []), `${name} ${version}`]);
}
const licenses = [...texts].map(([text, names]) => `${names.join(', ')}:\n\n${text}\n`).join('\n\n');
/* What it was built from, so that a test without npm can say when the sources have gone on. */
const sources = createHash('sha256');
for (const name of [...readdirSync('src').sort().map((file) => `src/${file}`), 'build.mjs', 'package-lock.json']) sources.update(readFileSync(name));
const built = `Built from sources ${sources.digest('hex')}.`;
const notice = `ermine's map page, under the MIT licence. It holds these libraries:\n\n${licenses}`;
if (notice.includes('*/') || notice.includes('</')) throw new Error('a licence does not fit in a comment');

const js = `/*\n${notice}\n${built}\n*/\n${script.outputFiles[0].text}`;
const css = style.outputFiles[0].text;
for (const [name, text] of [['js', js], ['css', css]])
  if (/<\/(script|style)|<!--/i.test(text)) throw new Error(`the ${name} would end its own element`);
const hash = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
const page = readFileSync('src/page.html', 'utf8').replace('@js-hash@', () => hash(js)).replace('@css-hash@', () => hash(css));

writeFileSync(`${out}/map.js`, js);
writeFileSync(`${out}/map.css`, css);
writeFileSync(`${out}/map.html`, page);
writeFileSync(`${out}/LICENSES`, notice);
