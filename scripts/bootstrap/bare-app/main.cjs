// Stands in for Electron's default_app.asar, which the unpacked Electron lacks: runs the
// application named by the first plain argument, so that both Electrons are started alike.
const { app } = require('electron');
const Module = require('node:module');
const path = require('node:path');

const named = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
const home = path.resolve(named ?? '.');
const manifest = require(path.join(home, 'package.json'));

process.defaultApp = true;
app.setName(manifest.productName ?? manifest.name);
app.setVersion(manifest.version);
if (!app.commandLine.hasSwitch('user-data-dir')) {
  app.setPath('userData', path.join(app.getPath('appData'), app.getName()));
}
app.setAppPath(home);
Module._load(path.join(home, manifest.main), Module, true);
