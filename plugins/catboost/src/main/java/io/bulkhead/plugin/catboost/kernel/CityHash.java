package io.bulkhead.plugin.catboost.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * CityHash64 in its first version, whose values later versions do not give: what CatBoost makes of
 * the bytes of a category. Its lower 32 bits stand for the category everywhere in a model.
 */
public final class CityHash {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long K0 = 0xc3a5c85c97cb3127L;
    private static final long K1 = 0xb492b66fbe98f273L;
    private static final long K2 = 0x9ae16a3b2f90404fL;
    private static final long K3 = 0xc949d7c7509e6557L;
    private static final long MIX = 0x9ddfea08eb382d69L;
    private static final int CHUNK = 64;

    private CityHash() {}

    /** The hash of a category. */
    public static int category(byte[] text, int length) {
        return (int) hash64(text, length);
    }

    static long hash64(byte[] text, int length) {
        if (length <= 16) {
            return upTo16(text, length);
        }
        if (length <= 32) {
            return upTo32(text, length);
        }
        return length <= CHUNK ? upTo64(text, length) : longer(text, length);
    }

    private static long upTo16(byte[] text, int length) {
        if (length > 8) {
            long first = long8(text, 0);
            long last = long8(text, length - 8);
            return mix(first, Long.rotateRight(last + length, length)) ^ last;
        }
        if (length >= 4) {
            return mix(length + (int4(text, 0) << 3), int4(text, length - 4));
        }
        if (length == 0) {
            return K2;
        }
        long y = (text[0] & 0xffL) + ((text[length >> 1] & 0xffL) << 8);
        long z = length + ((text[length - 1] & 0xffL) << 2);
        return shiftMix(y * K2 ^ z * K3) * K2;
    }

    private static long upTo32(byte[] text, int length) {
        long a = long8(text, 0) * K1;
        long b = long8(text, 8);
        long c = long8(text, length - 8) * K2;
        long d = long8(text, length - 16) * K0;
        return mix(
                Long.rotateRight(a - b, 43) + Long.rotateRight(c, 30) + d,
                a + Long.rotateRight(b ^ K3, 20) - c + length);
    }

    private static long upTo64(byte[] text, int length) {
        long z = long8(text, 24);
        long a = long8(text, 0) + (length + long8(text, length - 16)) * K0;
        long b = Long.rotateRight(a + z, 52);
        long c = Long.rotateRight(a, 37);
        a += long8(text, 8);
        c += Long.rotateRight(a, 7);
        a += long8(text, 16);
        final long headFirst = a + z;
        final long headSecond = b + Long.rotateRight(a, 31) + c;
        a = long8(text, 16) + long8(text, length - 32);
        z = long8(text, length - 8);
        b = Long.rotateRight(a + z, 52);
        c = Long.rotateRight(a, 37);
        a += long8(text, length - 24);
        c += Long.rotateRight(a, 7);
        a += long8(text, length - 16);
        long tailFirst = a + z;
        long tailSecond = b + Long.rotateRight(a, 31) + c;
        long r = shiftMix((headFirst + tailSecond) * K2 + (tailFirst + headSecond) * K0);
        return shiftMix(r * K0 + headSecond) * K2;
    }

    /** Hashes the end first, then goes over the chunks with 56 bytes of state. */
    private static long longer(byte[] text, int length) {
        long x = long8(text, 0);
        long y = long8(text, length - 16) ^ K1;
        long z = long8(text, length - 56) ^ K0;
        Pair v = Pair.of(text, length - 64, length, y);
        Pair w = Pair.of(text, length - 32, length * K1, K0);
        z += shiftMix(v.second) * K1;
        x = Long.rotateRight(z + x, 39) * K1;
        y = Long.rotateRight(y, 33) * K1;
        int end = (length - 1) & -CHUNK;
        for (int at = 0; at < end; at += CHUNK) {
            x = Long.rotateRight(x + y + v.first + long8(text, at + 16), 37) * K1;
            y = Long.rotateRight(y + v.second + long8(text, at + 48), 42) * K1;
            x ^= w.second;
            y ^= v.first;
            z = Long.rotateRight(z ^ w.first, 33);
            v = Pair.of(text, at, v.second * K1, x + w.first);
            w = Pair.of(text, at + 32, z + w.second, y);
            long swapped = z;
            z = x;
            x = swapped;
        }
        return mix(mix(v.first, w.first) + shiftMix(y) * K1 + z, mix(v.second, w.second) + x);
    }

    /** 16 bytes that stand for 48. */
    private record Pair(long first, long second) {
        static Pair of(byte[] text, int at, long seedA, long seedB) {
            long z = long8(text, at + 24);
            long a = seedA + long8(text, at);
            long b = Long.rotateRight(seedB + a + z, 21);
            final long c = a;
            a += long8(text, at + 8);
            a += long8(text, at + 16);
            b += Long.rotateRight(a, 44);
            return new Pair(a + z, b + c);
        }
    }

    private static long mix(long low, long high) {
        long a = (low ^ high) * MIX;
        a ^= a >>> 47;
        long b = (high ^ a) * MIX;
        b ^= b >>> 47;
        return b * MIX;
    }

    private static long shiftMix(long value) {
        return value ^ (value >>> 47);
    }

    private static long long8(byte[] text, int at) {
        return (long) LONGS.get(text, at);
    }

    private static long int4(byte[] text, int at) {
        return Integer.toUnsignedLong((int) INTS.get(text, at));
    }
}
