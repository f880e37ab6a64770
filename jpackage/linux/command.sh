#!/bin/sh
# JavaFX draws; GTK would load a GL of its own, and no picture would come of it
export GDK_GL="${GDK_GL:-disable}"
exec "/opt/hal9/bin/${0##*/}" "$@"
