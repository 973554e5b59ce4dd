import { Menu, type BrowserWindow, type MenuItemConstructorOptions } from 'electron';
import { sendEvent } from './ipc';

type Entry = readonly [command: string, en: string, zh: string, key?: string] | 'separator';

/** Command ids are those of the renderer's palette; keys are shown here and bound there. */
const menus: readonly (readonly [en: string, zh: string, entries: readonly Entry[]])[] = [
  [
    'File',
    '文件',
    [
      ['project.open', 'Open Go project…', '打开 Go 项目…', 'CmdOrCtrl+O'],
      ['bundle.open', 'Open evidence bundle…', '打开证据包…', 'CmdOrCtrl+Shift+O'],
      'separator',
      ['report.export-html', 'Export report as HTML…', '导出 HTML 报告…', 'CmdOrCtrl+E'],
      ['report.export-pdf', 'Export report as PDF…', '导出 PDF 报告…'],
      ['report.export-json', 'Export findings as JSON…', '导出 JSON 结论…'],
    ],
  ],
  [
    'View',
    '查看',
    [
      ['palette.open', 'Command palette…', '命令面板…', 'CmdOrCtrl+Shift+P'],
      'separator',
      ['panel.verdict', 'Verdict', '结论', 'Alt+1'],
      ['panel.source', 'Source', '源代码', 'Alt+2'],
      ['panel.profile', 'Profile', '剖析', 'Alt+3'],
      ['panel.goroutines', 'Goroutines', 'Goroutine', 'Alt+4'],
      ['panel.heap', 'Heap', '堆', 'Alt+5'],
      ['panel.terminal', 'Terminal', '终端', 'CmdOrCtrl+`'],
      'separator',
      ['layout.investigate', 'Layout: Investigate', '布局：调查', 'CmdOrCtrl+1'],
      ['layout.profile', 'Layout: Profile', '布局：剖析', 'CmdOrCtrl+2'],
      ['layout.trace', 'Layout: Trace', '布局：跟踪', 'CmdOrCtrl+3'],
      ['layout.debug', 'Layout: Debug', '布局：调试', 'CmdOrCtrl+4'],
      ['layout.reset', 'Reset layout', '重置布局'],
      'separator',
      ['panel.maximise', 'Maximise or restore the panel', '最大化或还原面板', 'CmdOrCtrl+Shift+M'],
    ],
  ],
  [
    'Investigate',
    '调查',
    [
      ['investigation.start', 'Investigate', '开始调查', 'F5'],
      ['investigation.cancel', 'Cancel', '取消', 'Shift+F5'],
    ],
  ],
  [
    'Help',
    '帮助',
    [
      ['keys.open', 'Keys', '按键'],
      ['doctor.open', 'Doctor', '环境检查'],
    ],
  ],
];

export function setupMenu(getWindow: () => BrowserWindow | undefined, locale: string): void {
  const isChinese = locale.startsWith('zh');
  const item = (entry: Entry): MenuItemConstructorOptions => {
    if (entry === 'separator') return { type: 'separator' };
    const [command, en, zh, accelerator] = entry;
    return {
      label: isChinese ? zh : en,
      click: () => sendEvent(getWindow()?.webContents, 'menu.chosen', { command }),
      ...(accelerator !== undefined && { accelerator, registerAccelerator: false }),
    };
  };
  const template = menus.map(([en, zh, entries]): MenuItemConstructorOptions => {
    const submenu = entries.map(item);
    if (en === 'File') {
      submenu.push({ type: 'separator' }, { role: 'quit', label: isChinese ? '退出' : 'Quit' });
    }
    return { label: isChinese ? zh : en, submenu };
  });
  // Without the Edit roles, copy and paste have no keys on macOS.
  if (process.platform === 'darwin') template.unshift({ role: 'appMenu' }, { role: 'editMenu' });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
