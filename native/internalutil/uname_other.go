//go:build !linux

package internalutil

import "os"

func osVersion() string { return "unknown" }

func terminal(*os.File) bool { return true }
