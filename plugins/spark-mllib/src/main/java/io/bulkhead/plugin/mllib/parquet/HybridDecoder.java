package io.bulkhead.plugin.mllib.parquet;

import java.nio.ByteBuffer;

/** Parquet's mix of run lengths and packed bits: levels, indices into dictionaries, booleans. */
final class HybridDecoder {
    private final ByteBuffer bytes;
    private final int width;
    private final int[] group = new int[8];
    private int groupsLeft;
    private int inGroup = 8;
    private long runLeft;
    private int runValue;

    /**
     * @param width bits of one value, 0 to 32
     */
    HybridDecoder(ByteBuffer bytes, int width) throws MalformedParquetException {
        if (width < 0 || width > 32) {
            throw new MalformedParquetException("values of " + width + " bits");
        }
        this.bytes = bytes;
        this.width = width;
    }

    int next() throws MalformedParquetException {
        while (true) {
            if (runLeft > 0) {
                runLeft--;
                return runValue;
            }
            if (inGroup < 8) {
                return group[inGroup++];
            }
            if (groupsLeft > 0) {
                groupsLeft--;
                readGroup();
            } else {
                readHeader();
            }
        }
    }

    private void readHeader() throws MalformedParquetException {
        long header = readVarint();
        if ((header & 1) == 0) {
            runLeft = header >>> 1;
            runValue = readValue();
        } else {
            groupsLeft = (int) (header >>> 1);
        }
    }

    private int readValue() throws MalformedParquetException {
        int value = 0;
        for (int shift = 0; shift < width; shift += 8) {
            value |= readByte() << shift;
        }
        return value;
    }

    /** Eight values in {@code width} bytes, low bits first; the last group may be cut short. */
    private void readGroup() throws MalformedParquetException {
        if (width > 0 && !bytes.hasRemaining()) {
            throw ended();
        }
        long bits = 0;
        int held = 0;
        for (int i = 0; i < 8; i++) {
            while (held < width) {
                bits |= (long) (bytes.hasRemaining() ? bytes.get() & 0xff : 0) << held;
                held += 8;
            }
            group[i] = (int) (bits & ((1L << width) - 1));
            bits >>>= width;
            held -= width;
        }
        inGroup = 0;
    }

    private long readVarint() throws MalformedParquetException {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int part = readByte();
            value |= (long) (part & 0x7f) << shift;
            if (part < 0x80) {
                return value & 0xffffffffL;
            }
        }
        throw new MalformedParquetException("a run length that does not end");
    }

    private int readByte() throws MalformedParquetException {
        if (!bytes.hasRemaining()) {
            throw ended();
        }
        return bytes.get() & 0xff;
    }

    private static MalformedParquetException ended() {
        return new MalformedParquetException("a page ends too early");
    }
}
