// Package intrinsic has Go functions that run in place of library methods which
// are written in Java: where HotSpot's own intrinsics give other results than the
// Java code (java.lang.Math), and where interpreting the Java code is slow.
//
// A function here must do exactly what the method does, exceptions included.
package intrinsic

import "gojvm/vm"

// Methods returns the functions by class, then by name and descriptor.
func Methods() map[string]vm.NativeTable {
	aes := new(aesState)
	return map[string]vm.NativeTable{
		aesCrypt:                             aes.aesMethods(),
		cryptoPackage + "ElectronicCodeBook": aes.ecbMethods(),
		blockChaining:                        aes.cbcMethods(),
		counterMode:                          aes.ctrMethods(),
		cryptoPackage + "GHASH":              ghashMethods(),
		"java/util/Base64$Encoder":           base64EncoderMethods(),
		"java/util/Base64$Decoder":           base64DecoderMethods(),
		"java/lang/Math":                     mathMethods(),
		"java/math/BigInteger":               bigIntegerMethods(),
		"java/util/zip/CRC32C":               crc32cMethods(),
		"sun/security/provider/DigestBase":   digestMethods(),
	}
}
