import { homedir } from 'node:os';
import path from 'node:path';

export interface UserFolders {
  /** Settings and recent projects. */
  readonly config: string;
  /** Session folders. */
  readonly data: string;
  /** Can be thrown away at any time. */
  readonly cache: string;
}

/** Where Trivet keeps what is the user's. TRIVET_HOME puts all of it into one folder. */
export function findUserFolders(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): UserFolders {
  const own = env['TRIVET_HOME'];
  if (own !== undefined && own !== '') {
    const at = (name: string) => path.resolve(own, name);
    return { config: at('config'), data: at('data'), cache: at('cache') };
  }
  const home = env['HOME'] ?? homedir();
  if (platform === 'darwin') {
    const support = path.join(home, 'Library', 'Application Support', 'Trivet');
    return {
      config: support,
      data: support,
      cache: path.join(home, 'Library', 'Caches', 'Trivet'),
    };
  }
  if (platform === 'win32') {
    const roaming = env['APPDATA'] ?? path.join(home, 'AppData', 'Roaming');
    const local = env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local');
    const localOwn = path.join(local, 'Trivet');
    return {
      config: path.join(roaming, 'Trivet'),
      data: localOwn,
      cache: path.join(localOwn, 'Cache'),
    };
  }
  // The XDG specification has relative values ignored.
  const xdg = (name: string, standard: string) => {
    const value = env[name];
    const base = value !== undefined && path.isAbsolute(value) ? value : path.join(home, standard);
    return path.join(base, 'trivet');
  };
  return {
    config: xdg('XDG_CONFIG_HOME', '.config'),
    data: xdg('XDG_DATA_HOME', '.local/share'),
    cache: xdg('XDG_CACHE_HOME', '.cache'),
  };
}
