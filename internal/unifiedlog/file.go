package unifiedlog

import (
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"time"

	"gojvm/internal/system"
	"gojvm/internal/words"
)

// rotatingFile is a file for log lines. When it has grown to its size it is renamed to
// name.0, name.1, ... and begun anew; the numbers are used in turns.
type rotatingFile struct {
	name  string
	file  *os.File
	bytes uint64 // in the file so far
	limit uint64 // of bytes; 0: none
	count int    // renamed files that are kept; 0: no renaming
	next  int    // number of the next one
}

// Defaults and limits of files.
const (
	fileBytes    = 20 << 20
	fileCount    = 5
	maxFileCount = 1000
)

// openFile opens the file of that name, in which %p stands for the process
// and %t for the time. A file that is there is renamed first.
func openFile(name, options string) (*rotatingFile, error) {
	name = strings.ReplaceAll(name, "%p", fmt.Sprint(os.Getpid()))
	name = strings.ReplaceAll(name, "%t", time.Now().Format("2006-01-02_15-04-05"))
	f := &rotatingFile{name: name, limit: fileBytes, count: fileCount}
	if options != "" {
		for _, o := range strings.Split(options, ",") {
			if err := f.option(o); err != nil {
				return nil, err
			}
		}
	}
	if st, err := os.Stat(name); err == nil && f.count > 0 {
		if !st.Mode().IsRegular() {
			return nil, fmt.Errorf("Unable to log to file %s with log file rotation: %[1]s is not a regular file", name)
		}
		f.next = f.oldest()
		f.archive()
	}
	return f, f.open()
}

func (f *rotatingFile) option(text string) error {
	key, value, _ := strings.Cut(text, "=")
	switch key {
	case "filesize":
		n, ok := words.Size(value)
		if !ok {
			return fmt.Errorf("Invalid option: filesize must be in range [0, %d]", uint64(math.MaxUint64))
		}
		f.limit = n
	case "filecount":
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 || n > maxFileCount {
			return fmt.Errorf("Invalid option: filecount must be in range [0, %d]", maxFileCount)
		}
		f.count = n
	default:
		return fmt.Errorf("Invalid option '%s' for log file output.", key)
	}
	return nil
}

func (f *rotatingFile) open() error {
	file, err := os.Create(f.name)
	if err != nil {
		var why *os.PathError
		if errors.As(err, &why) {
			err = why.Err
		}
		return fmt.Errorf("Error opening log file '%s': %s", f.name, system.ErrorText(err))
	}
	f.file, f.bytes = file, 0
	return nil
}

// archived is the name that the file gets as number n.
func (f *rotatingFile) archived(n int) string {
	return fmt.Sprintf("%s.%0*d", f.name, len(strconv.Itoa(f.count-1)), n)
}

// oldest returns the first number that is free, else that of the oldest file.
func (f *rotatingFile) oldest() int {
	oldest, n := time.Time{}, 0
	for i := range f.count {
		st, err := os.Stat(f.archived(i))
		if err != nil {
			return i
		}
		if oldest.IsZero() || st.ModTime().Before(oldest) {
			oldest, n = st.ModTime(), i
		}
	}
	return n
}

func (f *rotatingFile) archive() {
	os.Rename(f.name, f.archived(f.next))
	f.next = (f.next + 1) % f.count
}

// Write implements io.Writer; p is a line.
func (f *rotatingFile) Write(p []byte) (int, error) {
	if f.file == nil {
		return 0, os.ErrClosed
	}
	n, err := f.file.Write(p)
	f.bytes += uint64(n)
	if err == nil && f.count > 0 && f.limit > 0 && f.bytes >= f.limit {
		f.file.Close()
		f.file = nil
		f.archive()
		err = f.open()
	}
	return n, err
}

// Close closes the file.
func (f *rotatingFile) Close() {
	if f.file != nil {
		f.file.Close()
		f.file = nil
	}
}
