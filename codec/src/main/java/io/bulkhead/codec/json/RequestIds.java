package io.bulkhead.codec.json;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Ids for requests that come without one. */
final class RequestIds {
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private RequestIds() {}

    /** A UUID of version 4. Ids need not be secret, so the generator is the cheap one. */
    static String random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (random.nextLong() & ~0xf000L) | VERSION_4;
        long low = (random.nextLong() >>> 2) | VARIANT;
        return new UUID(high, low).toString();
    }
}
