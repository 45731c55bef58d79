// Package jdknet has the natives of jdk.net: socket options of Linux. They are
// built for Linux.
package jdknet
