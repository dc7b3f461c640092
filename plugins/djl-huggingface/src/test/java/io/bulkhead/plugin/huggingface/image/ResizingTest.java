package io.bulkhead.plugin.huggingface.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The hashes are of the bytes that Pillow 11 gives for the same files. */
class ResizingTest {
    private static final Path IMAGES = Path.of("src", "test", "resources", "images");

    @ParameterizedTest
    @CsvFileSource(resources = "/images/resized.csv")
    void resizesAsPillowToTheBit(int width, int height, int filter, String sha256)
            throws Exception {
        Pixels image = Pixels.read(file("noise.png"));

        Pixels resized = Resizing.resize(image, width, height, Filter.of(filter));

        assertThat(sha256(resized)).isEqualTo(sha256);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/images/read.csv")
    void readsEachKindOfFileAsPillowAndTurnsItAsTheCameraSays(String name, String sha256)
            throws Exception {
        assertThat(sha256(Pixels.read(file(name)))).isEqualTo(sha256);
    }

    @Test
    void cutsTheMiddleOutAndFillsUpWithBlack() {
        Pixels image = new Pixels(new byte[] {1, 1, 1, 2, 2, 2, 3, 3, 3}, 3, 1);

        assertThat(Crop.center(image, 1, 1).values()).containsExactly(2, 2, 2);
        assertThat(Crop.center(image, 1, 3).values()).containsExactly(0, 0, 0, 2, 2, 2, 0, 0, 0);
    }

    private static byte[] file(String name) throws IOException {
        return Files.readAllBytes(IMAGES.resolve(name));
    }

    private static String sha256(Pixels image) throws NoSuchAlgorithmException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(image.values()));
    }
}
