package io.bulkhead.host.grpc;

import io.grpc.Decompressor;
import io.grpc.DecompressorRegistry;
import java.io.InputStream;
import java.util.zip.InflaterInputStream;

/** Takes messages in the encoding {@code deflate}, which clients in C++ and Python may choose. */
final class DeflateDecompressor implements Decompressor {
    private DeflateDecompressor() {}

    /** What gRPC takes anyway, and this. */
    static DecompressorRegistry registry() {
        return DecompressorRegistry.getDefaultInstance().with(new DeflateDecompressor(), true);
    }

    @Override
    public String getMessageEncoding() {
        return "deflate";
    }

    /** The transport limits what comes out. */
    @Override
    public InputStream decompress(InputStream compressed) {
        return new InflaterInputStream(compressed);
    }
}
