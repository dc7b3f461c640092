package io.bulkhead.plugin.huggingface.image;

/** Cuts the middle out of an image; what the image does not reach is black. */
final class Crop {
    private Crop() {}

    static Pixels center(Pixels image, int width, int height) {
        if (image.width() == width && image.height() == height) {
            return image;
        }
        int left = Math.floorDiv(image.width() - width, 2);
        int top = Math.floorDiv(image.height() - height, 2);
        byte[] values = new byte[Math.multiplyExact(3, width * height)];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int fromX = x + left;
                int fromY = y + top;
                if (fromX >= 0 && fromX < image.width() && fromY >= 0 && fromY < image.height()) {
                    for (int channel = 0; channel < 3; channel++) {
                        values[3 * (y * width + x) + channel] =
                                (byte) image.at(fromX, fromY, channel);
                    }
                }
            }
        }
        return new Pixels(values, width, height);
    }
}
