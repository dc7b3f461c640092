package io.bulkhead.plugin.mllib.clustering;

/**
 * MT19937, seeded and read as Commons Math does it, since Spark draws with that. For one thread.
 */
final class MersenneTwister {
    private static final int SIZE = 624;
    private static final int SHIFT = 397;
    private static final int UPPER = 0x80000000;
    private static final int LOWER = 0x7fffffff;
    private static final int FACTOR = 0x9908b0df;
    private static final int FIRST_SEED = 19650218;

    private final int[] state = new int[SIZE];
    private int next = SIZE;
    private double secondGaussian = Double.NaN;

    MersenneTwister(long seed) {
        state[0] = FIRST_SEED;
        for (int i = 1; i < SIZE; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
        mix((int) (seed >>> 32), (int) seed);
    }

    private void mix(int... keys) {
        int i = 1;
        for (int round = 0; round < SIZE; round++) {
            int key = round % keys.length;
            state[i] = (state[i] ^ turned(i) * 1664525) + keys[key] + key;
            i = after(i);
        }
        for (int round = 1; round < SIZE; round++) {
            state[i] = (state[i] ^ turned(i) * 1566083941) - i;
            i = after(i);
        }
        state[0] = UPPER;
    }

    private int turned(int i) {
        return state[i - 1] ^ (state[i - 1] >>> 30);
    }

    private int after(int i) {
        if (i + 1 < SIZE) {
            return i + 1;
        }
        state[0] = state[SIZE - 1];
        return 1;
    }

    private int bits(int count) {
        if (next == SIZE) {
            twist();
        }
        int y = state[next++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        y ^= y >>> 18;
        return y >>> (Integer.SIZE - count);
    }

    private void twist() {
        for (int i = 0; i < SIZE; i++) {
            int y = (state[i] & UPPER) | (state[(i + 1) % SIZE] & LOWER);
            state[i] = state[(i + SHIFT) % SIZE] ^ (y >>> 1) ^ ((y & 1) * FACTOR);
        }
        next = 0;
    }

    /** Evenly from 0 to 1. */
    double uniform() {
        long high = (long) bits(26) << 26;
        return (high | bits(26)) * 0x1.0p-52;
    }

    /** Two at a time, by Box and Muller. */
    double gaussian() {
        if (!Double.isNaN(secondGaussian)) {
            double second = secondGaussian;
            secondGaussian = Double.NaN;
            return second;
        }
        double angle = 2 * Math.PI * uniform();
        double radius = Math.sqrt(-2 * Math.log(uniform()));
        secondGaussian = radius * Math.sin(angle);
        return radius * Math.cos(angle);
    }

    /** From a gamma distribution of a shape above 1, by Marsaglia and Tsang. */
    double gamma(double shape, double scale) {
        double d = shape - 1.0 / 3.0;
        double c = 1.0 / Math.sqrt(9.0 * d);
        while (true) {
            double x = gaussian();
            double root = 1.0 + c * x;
            if (root > 0) {
                double v = root * root * root;
                double square = x * x;
                double u = uniform();
                if (u < 1.0 - 0.0331 * (square * square)
                        || Math.log(u) < 0.5 * square + d * (1.0 - v + Math.log(v))) {
                    return scale * d * v;
                }
            }
        }
    }
}
