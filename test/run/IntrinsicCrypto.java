// modes: int mixed comp

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.*;
import javax.crypto.*;
import javax.crypto.spec.*;

/** What Go does in place of Java code: AES and its modes, GHASH, Base64, squares of big integers. */
public class IntrinsicCrypto {
    static final Random r = new Random(42);

    static byte[] bytes(int n) {
        byte[] b = new byte[n];
        r.nextBytes(b);
        return b;
    }

    static int hash;

    static void mix(byte[] b) { hash = hash * 31 + Arrays.hashCode(b); }

    /** Encrypts and decrypts in pieces, in place and from one array to another. */
    static void cipher(String name, byte[] key, String algorithm, int ivSize) throws Exception {
        hash = 0;
        Cipher c = Cipher.getInstance(name);
        SecretKeySpec k = new SecretKeySpec(key, algorithm);
        boolean whole = name.contains("NoPadding") && !name.contains("CTR") && !name.contains("GCM") && !name.contains("CTS");
        for (int n : new int[] {0, 1, 15, 16, 17, 31, 32, 33, 48, 64, 100, 255, 256, 1000, 4096}) {
            if (whole) n &= ~15;
            if (name.contains("CTS") && n < 16) continue;
            byte[] plain = bytes(n), iv = bytes(ivSize);
            for (int step : new int[] {n, 7, 16, 33}) {
                java.security.spec.AlgorithmParameterSpec p = ivSize == 0 ? null : name.contains("GCM") ? new GCMParameterSpec(128, iv) : new IvParameterSpec(iv);
                c.init(Cipher.ENCRYPT_MODE, k, p);
                if (name.contains("GCM")) c.updateAAD(bytes(n % 37));
                byte[] out = new byte[n + 64];
                int at = 0;
                for (int i = 0; i < n; i += Math.max(step, 1)) at += c.update(plain, i, Math.min(step, n - i), out, at);
                at += c.doFinal(out, at);
                byte[] encrypted = Arrays.copyOf(out, at);
                mix(encrypted);
                if (name.contains("GCM")) continue;
                c.init(Cipher.DECRYPT_MODE, k, p);
                System.arraycopy(encrypted, 0, out, 5, at);
                byte[] back = c.doFinal(out, 5, at);
                if (!Arrays.equals(back, plain)) System.out.println(name + " " + n + " differs");
                c.init(Cipher.ENCRYPT_MODE, k, p);
                if (n > 0 && plain.length >= c.getOutputSize(n)) {
                    byte[] same = plain.clone();
                    c.doFinal(same, 0, n, same, 0);
                    mix(same);
                }
                // By one array, with an offset.
                byte[] shifted = Arrays.copyOf(plain, n + 80);
                c.init(Cipher.ENCRYPT_MODE, k, p);
                int m = c.doFinal(shifted, 0, n, shifted, 3);
                mix(Arrays.copyOf(shifted, m + 3));
                ByteBuffer direct = ByteBuffer.allocateDirect(n + 64);
                c.init(Cipher.ENCRYPT_MODE, k, p);
                c.doFinal(ByteBuffer.wrap(plain), direct);
                direct.flip();
                byte[] got = new byte[direct.remaining()];
                direct.get(got);
                mix(got);
            }
        }
        System.out.println(name + " " + key.length + " " + Integer.toHexString(hash));
    }

    static void gcm(byte[] key) throws Exception {
        hash = 0;
        Cipher c = Cipher.getInstance("AES/GCM/NoPadding");
        SecretKeySpec k = new SecretKeySpec(key, "AES");
        for (int n = 0; n < 300; n += 13) {
            byte[] plain = bytes(n), iv = bytes(n % 2 == 0 ? 12 : 16 + n % 50), aad = bytes(n % 45);
            c.init(Cipher.ENCRYPT_MODE, k, new GCMParameterSpec(96 + 8 * (n % 5), iv));
            c.updateAAD(aad);
            byte[] e = c.doFinal(plain);
            mix(e);
            c.init(Cipher.DECRYPT_MODE, k, new GCMParameterSpec(96 + 8 * (n % 5), iv));
            c.updateAAD(aad);
            if (!Arrays.equals(c.doFinal(e), plain)) System.out.println("GCM " + n + " differs");
            c.init(Cipher.DECRYPT_MODE, k, new GCMParameterSpec(96 + 8 * (n % 5), iv));
            c.updateAAD(aad);
            e[n % e.length] ^= 1;
            try {
                c.doFinal(e);
                System.out.println("not noticed");
            } catch (AEADBadTagException x) {
                if (n == 0) System.out.println(x.getMessage());
            }
        }
        System.out.println("GCM " + key.length + " " + Integer.toHexString(hash));
    }

    static void counters() throws Exception {
        hash = 0;
        Cipher c = Cipher.getInstance("AES/CTR/NoPadding");
        byte[] iv = new byte[16];
        Arrays.fill(iv, (byte) -1);
        iv[15] = -3; // passes the greatest counter
        for (int n : new int[] {16, 47, 48, 49, 100, 5000}) {
            c.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "AES"), new IvParameterSpec(iv));
            mix(c.doFinal(new byte[n]));
            c.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "AES"), new IvParameterSpec(iv));
            byte[] out = new byte[n];
            for (int i = 0, k = 1; i < n; i += k, k = k % 37 + 1) c.update(new byte[n], i, Math.min(k, n - i), out, i);
            mix(out);
        }
        System.out.println("counters " + Integer.toHexString(hash));
    }

    static void base64() {
        hash = 0;
        Base64.Encoder[] es = {Base64.getEncoder(), Base64.getUrlEncoder(), Base64.getMimeEncoder(), Base64.getEncoder().withoutPadding(), Base64.getMimeEncoder(20, new byte[] {'|'})};
        Base64.Decoder[] ds = {Base64.getDecoder(), Base64.getUrlDecoder(), Base64.getMimeDecoder()};
        for (int n = 0; n < 300; n++) {
            byte[] b = bytes(n);
            for (int i = 0; i < es.length; i++) {
                byte[] e = es[i].encode(b);
                mix(e);
                if (i < 3 && !Arrays.equals(ds[i].decode(e), b)) System.out.println("base64 " + i + " " + n + " differs");
                // Characters that do not belong there.
                for (Base64.Decoder d : ds) {
                    byte[] bad = e.clone();
                    if (n > 0) bad[r.nextInt(bad.length)] = (byte) "=\n-_+/ \u0080*A".charAt(r.nextInt(9));
                    String what;
                    try {
                        what = Arrays.hashCode(d.decode(bad)) + "";
                    } catch (IllegalArgumentException x) {
                        what = x.getMessage();
                    }
                    mix(what.getBytes());
                }
            }
            byte[] small = new byte[Math.max(0, (n + 2) / 3 * 4 - 1)];
            try {
                Base64.getEncoder().encode(b, small);
                mix(small);
            } catch (IllegalArgumentException x) {
                mix(x.getMessage().getBytes());
            }
        }
        byte[] big = bytes(1 << 20);
        byte[] e = Base64.getEncoder().encode(big);
        mix(e);
        System.out.println("base64 " + Integer.toHexString(hash) + " " + Arrays.equals(Base64.getDecoder().decode(e), big));
        for (String s : new String[] {"====", "AAAA====", "AAA", "AA==AA==", "A", "AAAAA", "AAA=A", "AAAAAAAA*AAA", "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff"}) {
            try {
                System.out.println(s.length() + " " + Arrays.toString(Base64.getDecoder().decode(s)));
            } catch (IllegalArgumentException x) {
                System.out.println(s.length() + " " + x.getMessage());
            }
        }
    }

    static void squares() {
        int h = 0;
        for (int bits = 1; bits < 20000; bits = bits + 1 + bits / 9) {
            for (BigInteger x : new BigInteger[] {new BigInteger(bits, r), BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE), BigInteger.ONE.shiftLeft(bits)}) {
                BigInteger y = x.multiply(x);
                h = h * 31 + y.hashCode();
                if (!x.pow(2).equals(y) || !x.add(BigInteger.ONE).multiply(x).subtract(x).equals(y)) System.out.println("square of " + bits + " bits differs");
            }
        }
        for (int bits : new int[] {65, 500, 512, 1024, 2100}) {
            BigInteger m = new BigInteger(bits, r).setBit(0).setBit(bits), b = new BigInteger(bits, r), e = new BigInteger(120, r);
            h = h * 31 + b.modPow(e, m).hashCode();
        }
        System.out.println("squares " + Integer.toHexString(h));
    }

    public static void main(String[] args) throws Exception {
        for (int size : new int[] {16, 24, 32}) {
            byte[] key = bytes(size);
            for (String mode : new String[] {"ECB/PKCS5Padding", "ECB/NoPadding", "CBC/PKCS5Padding", "CBC/NoPadding", "CTR/NoPadding", "CTS/NoPadding", "CFB/NoPadding", "OFB/PKCS5Padding", "PCBC/PKCS5Padding"}) {
                cipher("AES/" + mode, key, "AES", mode.startsWith("ECB") ? 0 : 16);
            }
            gcm(key);
        }
        cipher("DES/CBC/PKCS5Padding", bytes(8), "DES", 8);
        cipher("DESede/ECB/PKCS5Padding", bytes(24), "DESede", 0);
        cipher("DESede/CTR/NoPadding", bytes(24), "DESede", 8);
        cipher("Blowfish/CBC/PKCS5Padding", bytes(16), "Blowfish", 8);
        counters();
        base64();
        squares();
        try {
            Cipher.getInstance("AES").init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[15], "AES"));
        } catch (Exception x) {
            System.out.println(x);
        }
    }
}
