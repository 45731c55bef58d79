// Package prefs has the natives of java.util.prefs: locks and permissions of
// the files in which preferences are kept. They are built for Linux.
package prefs
