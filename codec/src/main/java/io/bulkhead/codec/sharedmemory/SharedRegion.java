package io.bulkhead.codec.sharedmemory;

/**
 * A part of shared memory under a name that requests can use.
 *
 * @param name as requests call it
 * @param key of the shared memory object
 * @param offset of the region in the object
 * @param byteSize of the region
 */
public record SharedRegion(String name, String key, long offset, long byteSize) {}
