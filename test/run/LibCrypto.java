// modes: int mixed

import java.io.*;
import java.security.*;
import java.security.spec.NamedParameterSpec;
import java.util.*;
import javax.crypto.*;
import javax.crypto.spec.*;

/** Digests, signatures, ciphers, agreement, providers and the trusted certificates. */
public class LibCrypto {
    public static void main(String[] args) throws Exception {
        for (String name : new String[] {"NativePRNG", "DRBG", "SHA1PRNG"}) {
            byte[] x = new byte[16], y = new byte[16];
            SecureRandom r = SecureRandom.getInstance(name);
            r.nextBytes(x);
            r.nextBytes(y);
            System.out.println(name + " " + !Arrays.equals(x, y) + " " + r.generateSeed(4).length);
        }
        for (String name : new String[] {"MD5", "SHA-1", "SHA-256", "SHA-512", "SHA3-256"}) {
            System.out.println(name + " " + HexFormat.of().formatHex(MessageDigest.getInstance(name).digest("x".getBytes())));
        }

        sign("RSA", 1024, "SHA256withRSA");
        sign("EC", 256, "SHA256withECDSA");
        sign("Ed25519", 0, "Ed25519");

        SecretKey key = new SecretKeySpec(new byte[16], "AES");
        crypt("AES/GCM/NoPadding", key, new GCMParameterSpec(128, new byte[12]));
        crypt("AES/CBC/PKCS5Padding", key, new IvParameterSpec(new byte[16]));
        crypt("ChaCha20-Poly1305", new SecretKeySpec(new byte[32], "ChaCha20"), new IvParameterSpec(new byte[12]));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(key);
        System.out.println(HexFormat.of().formatHex(mac.doFinal(new byte[3])));
        SecretKeyFactory factory = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256");
        System.out.println(HexFormat.of().formatHex(
            factory.generateSecret(new PBEKeySpec("p".toCharArray(), new byte[8], 100, 128)).getEncoded()));
        agree();

        for (Provider p : Security.getProviders()) {
            System.out.println(p.getName());
        }
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        try (InputStream in = new FileInputStream(System.getProperty("java.home") + "/lib/security/cacerts")) {
            trusted.load(in, null);
        }
        System.out.println(trusted.size() >= 0);
        System.out.println(AccessController.doPrivileged((PrivilegedAction<String>) () -> "privileged",
            AccessController.getContext()) + " " + System.getSecurityManager());
    }

    static void sign(String keys, int size, String algorithm) throws Exception {
        KeyPairGenerator g = KeyPairGenerator.getInstance(keys);
        if (size > 0) {
            g.initialize(size);
        }
        KeyPair pair = g.generateKeyPair();
        byte[] text = "text".getBytes();
        Signature s = Signature.getInstance(algorithm);
        s.initSign(pair.getPrivate());
        s.update(text);
        byte[] signature = s.sign();
        s.initVerify(pair.getPublic());
        s.update(text);
        boolean good = s.verify(signature);
        s.initVerify(pair.getPublic());
        s.update(text, 1, 3);
        System.out.println(algorithm + " " + good + " " + s.verify(signature));
    }

    static void crypt(String name, SecretKey key, java.security.spec.AlgorithmParameterSpec spec) throws Exception {
        Cipher c = Cipher.getInstance(name);
        c.init(Cipher.ENCRYPT_MODE, key, spec);
        byte[] secret = c.doFinal(new byte[20]);
        c = Cipher.getInstance(name); // ChaCha20 refuses a nonce that it has seen
        c.init(Cipher.DECRYPT_MODE, key, spec);
        System.out.println(name + " " + HexFormat.of().formatHex(secret) + " " + Arrays.equals(c.doFinal(secret), new byte[20]));
    }

    static void agree() throws Exception {
        KeyPairGenerator g = KeyPairGenerator.getInstance("X25519");
        KeyPair a = g.generateKeyPair(), b = g.generateKeyPair();
        KeyAgreement x = KeyAgreement.getInstance("X25519"), y = KeyAgreement.getInstance("X25519");
        x.init(a.getPrivate());
        x.doPhase(b.getPublic(), true);
        y.init(b.getPrivate());
        y.doPhase(a.getPublic(), true);
        System.out.println(NamedParameterSpec.X25519.getName() + " " + Arrays.equals(x.generateSecret(), y.generateSecret()));
    }
}
