package verify

// Infer is the inference verifier, for tests that give it newer class files.
var Infer = infer
