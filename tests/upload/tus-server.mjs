// SPDX-License-Identifier: GPL-3.0-or-later
// tus-server.mjs NODE_MODULES DIRECTORY: somebody else's tus server, on a free port of this
// computer. Prints its address, and ends with its standard input.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, directory] = process.argv.slice(2);

// The packages lie anywhere: their own word says which of their files is the first.
function load(name) {
  const folder = join(modules, name);
  const { main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return import(pathToFileURL(join(folder, main)));
}

const { Server } = await load('@tus/server');
const { FileStore } = await load('@tus/file-store');
const server = new Server({ path: '/files', datastore: new FileStore({ directory }) });
const listener = server.listen({ host: '127.0.0.1', port: 0 }, () => {
  console.log(`http://127.0.0.1:${listener.address().port}`);
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
