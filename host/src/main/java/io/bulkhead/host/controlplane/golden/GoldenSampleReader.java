package io.bulkhead.host.controlplane.golden;

/** Knows how a sample is written down. */
@FunctionalInterface
public interface GoldenSampleReader {
    /**
     * Reads the text of one file.
     *
     * @throws io.bulkhead.api.error.ServingException with the place, if it is no sample
     */
    GoldenSample read(byte[] text);
}
