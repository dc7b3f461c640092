package io.bulkhead.plugin.sklearn.random;

import io.bulkhead.plugin.sklearn.estimator.Attributes;
import io.bulkhead.plugin.sklearn.pickle.PickleException;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;

/**
 * numpy's {@code RandomState}: a Mersenne Twister (MT19937), and what numpy makes of its numbers.
 * For one thread.
 */
public final class RandomState {
    private static final int SIZE = 624;
    private static final int SHIFT = 397;
    private static final int UPPER = 0x80000000;
    private static final int MIXER = 0x9908b0df;
    private static final long MAX_SEED = 0xffffffffL;

    private final int[] state = new int[SIZE];
    private int next = SIZE;

    /**
     * Begins as numpy does with this seed.
     *
     * @param seed 32 bits
     */
    public RandomState(int seed) {
        state[0] = seed;
        for (int i = 1; i < SIZE; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    /** One that begins anywhere. */
    public static RandomState anywhere() {
        return new RandomState(ThreadLocalRandom.current().nextInt());
    }

    /**
     * The {@code random_state} of an estimator, if it is a number, with which each call begins
     * anew.
     */
    public static OptionalLong seedOf(Attributes attributes) throws PickleException {
        Object seed = attributes.find("random_state").orElse("");
        if (!(seed instanceof Long number)) {
            return OptionalLong.empty(); // none, or one that went on since: any draw is as good
        }
        if (number < 0 || number > MAX_SEED) {
            throw attributes.unsupported("random_state", number);
        }
        return OptionalLong.of(number);
    }

    private int bits() {
        if (next == SIZE) {
            twist();
        }
        int bits = state[next++];
        bits ^= bits >>> 11;
        bits ^= (bits << 7) & 0x9d2c5680;
        bits ^= (bits << 15) & 0xefc60000;
        return bits ^ (bits >>> 18);
    }

    private void twist() {
        for (int i = 0; i < SIZE; i++) {
            int mixed = (state[i] & UPPER) | (state[(i + 1) % SIZE] & ~UPPER);
            state[i] = state[(i + SHIFT) % SIZE] ^ (mixed >>> 1) ^ ((mixed & 1) == 0 ? 0 : MIXER);
        }
        next = 0;
    }

    /** A number from 0 on and below 1. */
    public double nextDouble() {
        int upper = bits() >>> 5;
        int lower = bits() >>> 6;
        return (upper * 67108864.0 + lower) / 9007199254740992.0;
    }

    /** A whole number from 0 on and below this one, as {@code randint} draws it. */
    public int nextInt(int below) {
        if (below == 1) {
            return 0;
        }
        int mask = -1 >>> Integer.numberOfLeadingZeros(below - 1);
        int drawn = bits() & mask;
        while (drawn >= below) {
            drawn = bits() & mask;
        }
        return drawn;
    }

    /** Which of these things happens, as {@code multinomial(1, shares)} draws it. */
    public int nextOf(double[] shares) {
        double left = 1;
        for (int i = 0; i < shares.length - 1; i++) {
            if (happens(shares[i] / left)) {
                return i;
            }
            left -= shares[i];
        }
        return shares.length - 1;
    }

    /** {@code binomial(1, chance)}, which draws for what is less likely. */
    private boolean happens(double chance) {
        if (chance == 0) {
            return false;
        }
        return chance <= 0.5 ? rarely(chance) : !rarely(1 - chance);
    }

    private boolean rarely(double chance) {
        double not = Math.exp(Math.log1p(-chance));
        while (true) {
            double drawn = nextDouble();
            if (drawn <= not) {
                return false;
            }
            if (drawn - not <= chance * not / (1 - chance)) {
                return true;
            }
        }
    }
}
