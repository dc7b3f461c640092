package io.bulkhead.host.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Decompressor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

class DeflateDecompressorTest {
    @Test
    void inflatesWhatIsInTheZlibFormat() throws IOException {
        byte[] message = new byte[5000];
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(compressed)) {
            out.write(message);
        }
        Decompressor deflate = DeflateDecompressor.registry().lookupDecompressor("deflate");

        assertThat(deflate).isNotNull();
        assertThat(deflate.decompress(new ByteArrayInputStream(compressed.toByteArray())))
                .hasBinaryContent(message);
    }

    @Test
    void leavesWhatGrpcTakesAnyway() {
        assertThat(DeflateDecompressor.registry().getAdvertisedMessageEncodings())
                .contains("gzip", "deflate");
    }
}
