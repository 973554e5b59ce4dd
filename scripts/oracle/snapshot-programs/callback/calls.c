#include <unistd.h>
#include "_cgo_export.h"

void callWaiting(void) { waitInGo(); }
void callWorking(void) { for (;;) workInGo(); }
void sleepInC(void) { for (;;) usleep(1000); }
