package gojvm_test

import (
	"errors"
	"fmt"
	"log"
	"os"
	"strings"

	"gojvm"
)

// open makes a VM for an example; the class library must be installed.
func open(c gojvm.Config) *gojvm.VM {
	c.Options = append(c.Options, "-Xmx64m")
	v, err := gojvm.New(c)
	if err != nil {
		log.Fatal(err)
	}
	return v
}

func mustClass(v *gojvm.VM, name string) *gojvm.Class {
	c, err := v.Class(name)
	if err != nil {
		log.Fatal(err)
	}
	return c
}

// A VM is made, a static method called, the VM closed.
func ExampleNew() {
	v, err := gojvm.New(gojvm.Config{Options: []string{"-Xmx64m"}})
	if err != nil {
		log.Fatal(err)
	}
	defer v.Close()
	c, err := v.Class("java.lang.Integer")
	if err != nil {
		log.Fatal(err)
	}
	s, err := c.Call("toHexString", 255)
	fmt.Println(s, err)
	// Output: ff <nil>
}

// Objects are made by constructors and called through their methods.
func ExampleClass_New() {
	v := open(gojvm.Config{})
	defer v.Close()
	words, err := mustClass(v, "java.util.TreeMap").New("")
	if err != nil {
		log.Fatal(err)
	}
	for i, w := range []string{"gamma", "alpha", "beta"} {
		words.Call("put", w, i)
	}
	fmt.Println(words)
	n, _ := words.Call("get", "beta")
	fmt.Printf("%T %v\n", n, n)
	// Output:
	// {alpha=1, beta=2, gamma=0}
	// int32 2
}

// Among overloads the one that fits the arguments best is called; a descriptor
// names another.
func ExampleClass_Call() {
	v := open(gojvm.Config{})
	defer v.Close()
	c := mustClass(v, "java.lang.String")
	a, _ := c.Call("valueOf", 65)
	b, _ := c.Call("valueOf(C)", 65)
	joined, _ := c.Call("join", "-", []string{"x", "y", "z"})
	fmt.Println(a, b, joined)
	// Output: 65 A x-y-z
}

// Java arrays that Java code changes are made by NewArray and read back.
func ExampleVM_NewArray() {
	v := open(gojvm.Config{})
	defer v.Close()
	a, err := v.NewArray("int", 3)
	if err != nil {
		log.Fatal(err)
	}
	mustClass(v, "java.util.Arrays").Call("fill([II)", a, 7)
	a.SetIndex(1, 8)
	elems, _ := a.Value()
	fmt.Println(elems)
	// Output: [7 8 7]
}

// Java exceptions are Go errors, with their causes.
func ExampleException() {
	v := open(gojvm.Config{})
	defer v.Close()
	_, err := mustClass(v, "java.lang.Integer").Call("parseInt", "twelve")
	var e *gojvm.Exception
	if errors.As(err, &e) {
		fmt.Println(e.Class)
		fmt.Println(e.Message)
		fmt.Println(e.StackTrace[len(e.StackTrace)-1].Method)
	}
	// Output:
	// java.lang.NumberFormatException
	// For input string: "twelve"
	// parseInt
}

// Each VM has its own standard streams and properties.
func ExampleConfig() {
	var out strings.Builder
	v := open(gojvm.Config{Stdout: &out, Properties: map[string]string{"who": "world"}})
	defer v.Close()
	who, _ := mustClass(v, "java.lang.System").Call("getProperty", "who")
	stream, _ := mustClass(v, "java.lang.System").Get("out")
	stream.(*gojvm.Object).Call("printf", "hello, %s%n", []any{who})
	fmt.Fprint(os.Stdout, out.String())
	// Output: hello, world
}

// System.exit ends the VM, not the process.
func ExampleExitError() {
	v := open(gojvm.Config{})
	defer v.Close()
	_, err := mustClass(v, "java.lang.System").Call("exit", 3)
	var exit *gojvm.ExitError
	fmt.Println(errors.As(err, &exit), exit.Code)
	// Output: true 3
}

// A native method of a Java class is a Go function:
//
//	package com.acme;
//	class Sensor { native double read(int channel); }
func ExampleVM_Register() {
	v := open(gojvm.Config{ClassPath: []string{"classes"}})
	defer v.Close()
	err := v.Register("com.acme.Sensor.read(I)D", func(v *gojvm.VM, this any, args []any) (any, error) {
		channel := args[0].(int32)
		if channel > 7 {
			return nil, fmt.Errorf("no channel %d", channel) // a RuntimeException
		}
		return 0.5 * float64(channel), nil
	})
	fmt.Println(err)
	// Output: <nil>
}
