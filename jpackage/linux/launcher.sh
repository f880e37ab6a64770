#!/bin/sh
# The head of each launcher of an image; Installer appends how Java is started. It is started at once:
# jpackage's own launcher first asks the package managers whose file it is.
self=$(readlink -f "$0")
app=${self%/bin/*}/lib/app
terminal=false
if [ -t 0 ] && [ -t 2 ]; then terminal=true; fi
# JavaFX draws; GTK would load a GL of its own, and no picture would come of it
export GDK_GL="${GDK_GL:-disable}"
