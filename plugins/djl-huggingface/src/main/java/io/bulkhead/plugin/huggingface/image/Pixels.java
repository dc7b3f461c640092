package io.bulkhead.plugin.huggingface.image;

import io.bulkhead.api.error.ErrorCode;
import io.bulkhead.api.error.ServingException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * An image in red, green and blue of 8 bits each, row by row.
 *
 * @param values three for each pixel; never written to once it is built
 */
@SuppressWarnings("ArrayRecordComponent") // never written to once it is built
public record Pixels(byte[] values, int width, int height) {
    private static final long MOST = 1L << 28;

    /**
     * Reads a file of an image, as Pillow does with {@code convert("RGB")}: turned as the camera
     * says, without transparency.
     *
     * @throws ServingException {@code UNPROCESSABLE} if it is none, or of no known kind
     */
    public static Pixels read(byte[] file) {
        try (ImageInputStream stream =
                ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw ServingException.unprocessable(
                        "the image is of no known kind; send PNG, JPEG, GIF, BMP or TIFF");
            }
            return Orientation.of(file).applied(read(readers.next(), stream));
        } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw damaged(e);
        }
    }

    private static ServingException damaged(Exception e) {
        return new ServingException(
                ErrorCode.UNPROCESSABLE,
                "the image is damaged, or of a kind that cannot be read",
                e);
    }

    private static Pixels read(ImageReader reader, ImageInputStream stream) throws IOException {
        try {
            reader.setInput(stream, true, true);
            long size = (long) reader.getWidth(0) * reader.getHeight(0);
            if (size > MOST) {
                throw ServingException.unprocessable(
                        "the image has " + size + " pixels, at most " + MOST + " are taken");
            }
            return of(reader.read(0));
        } finally {
            reader.dispose();
        }
    }

    private static Pixels of(BufferedImage image) {
        byte[] values = new byte[Math.multiplyExact(3, image.getWidth() * image.getHeight())];
        boolean gray =
                image.getRaster().getNumBands() <= 2
                        && !(image.getColorModel() instanceof IndexColorModel);
        if (gray) {
            putGray(image.getRaster(), values);
        } else {
            putColours(image, values);
        }
        return new Pixels(values, image.getWidth(), image.getHeight());
    }

    // Java would brighten gray values on the way to red, green and blue.
    private static void putGray(Raster raster, byte[] values) {
        int shift = Math.max(0, raster.getSampleModel().getSampleSize(0) - 8);
        int[] row = new int[raster.getWidth()];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, row.length, 1, 0, row);
            for (int x = 0; x < row.length; x++) {
                int at = 3 * (y * row.length + x);
                byte value = (byte) (row[x] >> shift);
                values[at] = value;
                values[at + 1] = value;
                values[at + 2] = value;
            }
        }
    }

    private static void putColours(BufferedImage image, byte[] values) {
        int[] row = new int[image.getWidth()];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, row.length, 1, row, 0, row.length);
            for (int x = 0; x < row.length; x++) {
                int at = 3 * (y * row.length + x);
                values[at] = (byte) (row[x] >> 16);
                values[at + 1] = (byte) (row[x] >> 8);
                values[at + 2] = (byte) row[x];
            }
        }
    }

    /** One value, 0 to 255. */
    int at(int x, int y, int channel) {
        return values[3 * (y * width + x) + channel] & 0xFF;
    }
}
