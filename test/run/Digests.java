import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Message digests and CRC32C over pieces of many lengths. */
public class Digests {
    public static void main(String[] args) throws Exception {
        byte[] data = new byte[3000];
        for (int i = 0; i < data.length; i++) data[i] = (byte) (i * 131 + (i >> 5));
        for (String name : new String[] {"MD2", "MD5", "SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512", "SHA-512/224", "SHA-512/256", "SHA3-256", "SHA3-512"}) {
            MessageDigest all = MessageDigest.getInstance(name);
            for (int n = 0; n < 700; n += n < 140 ? 7 : 61) {
                MessageDigest m = MessageDigest.getInstance(name);
                m.update(data, n % 13, n);
                MessageDigest copy = (MessageDigest) m.clone();
                m.update(data, 0, 3 * n);
                m.update(ByteBuffer.wrap(data, 5, n));
                all.update(m.digest());
                copy.update(data, n, 200);
                all.update(copy.digest());
            }
            System.out.println(name + " " + HexFormat.of().formatHex(all.digest()));
        }
        byte[] big = new byte[(1 << 20) * 2 + 12345];
        for (int i = 0; i < big.length; i += 97) big[i] = (byte) i;
        System.out.println(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(big)));
        System.out.println(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(big)));
        long h = 0;
        ByteBuffer direct = ByteBuffer.allocateDirect(3000);
        direct.put(data);
        for (int n = 0; n < 600; n++) {
            CRC32C c = new CRC32C();
            c.update(data, n % 17, n);
            c.update(n);
            c.update(direct.position(n % 7).limit(n % 7 + 2 * n));
            direct.clear();
            h = h * 31 + c.getValue();
        }
        System.out.println(h);
        try {
            MessageDigest.getInstance("SHA-256").update(data, 2990, 200);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            System.out.println(e);
        }
        try {
            new CRC32C().update(data, 2990, 200);
        } catch (ArrayIndexOutOfBoundsException e) {
            System.out.println(e);
        }
    }
}
