import { dialog, type BrowserWindow } from 'electron';

/** Asks before a close would end a recording. `isRecording` is the engine's word, not a guess. */
export function setupCloseGuard(window: BrowserWindow, isRecording: () => boolean): void {
  let agreed = false;
  window.on('close', (event) => {
    if (agreed || !isRecording()) return;
    event.preventDefault();
    void dialog
      .showMessageBox(window, {
        type: 'question',
        message: 'An investigation is still recording.',
        detail:
          'Closing ends the target program and the recording. What was captured stays on disk.',
        buttons: ['Keep recording', 'Stop and close'],
        defaultId: 0,
        cancelId: 0,
      })
      .then(({ response }) => {
        if (response !== 1) return;
        agreed = true;
        window.close();
      });
  });
}
