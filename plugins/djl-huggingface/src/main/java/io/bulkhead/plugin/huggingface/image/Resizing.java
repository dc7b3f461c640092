package io.bulkhead.plugin.huggingface.image;

/**
 * Resizes as Pillow does, to the bit: along rows, then along columns, in fixed point, rounded to 8
 * bits in between.
 */
final class Resizing {
    private static final int BITS = 32 - 8 - 2;

    /** What one axis of the result is made of. */
    @SuppressWarnings("ArrayRecordComponent") // never written to once it is built
    private record Taps(int[] first, int[] count, int[][] weights) {}

    private Resizing() {}

    static Pixels resize(Pixels image, int width, int height, Filter filter) {
        if (image.width() == width && image.height() == height) {
            return image;
        }
        if (filter == Filter.NEAREST) {
            return nearest(image, width, height);
        }
        Pixels wide =
                image.width() == width
                        ? image
                        : across(image, width, taps(image.width(), width, filter));
        return wide.height() == height
                ? wide
                : down(wide, height, taps(wide.height(), height, filter));
    }

    private static Pixels nearest(Pixels image, int width, int height) {
        byte[] values = new byte[3 * width * height];
        double scaleX = (double) image.width() / width;
        double scaleY = (double) image.height() / height;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    values[3 * (y * width + x) + channel] =
                            (byte)
                                    image.at(
                                            (int) ((x + 0.5) * scaleX),
                                            (int) ((y + 0.5) * scaleY),
                                            channel);
                }
            }
        }
        return new Pixels(values, width, height);
    }

    private static Taps taps(int from, int to, Filter filter) {
        double scale = (double) from / to;
        double stretch = Math.max(1, scale);
        double support = filter.support() * stretch;
        Taps taps = new Taps(new int[to], new int[to], new int[to][]);
        for (int i = 0; i < to; i++) {
            double center = (i + 0.5) * scale;
            int first = Math.max(0, (int) (center - support + 0.5));
            int last = Math.min(from, (int) (center + support + 0.5));
            taps.first[i] = first;
            taps.count[i] = last - first;
            taps.weights[i] = weights(first - center, last - first, stretch, filter);
        }
        return taps;
    }

    private static int[] weights(double offset, int count, double stretch, Filter filter) {
        double[] exact = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            exact[i] = filter.weight((i + offset + 0.5) * (1 / stretch));
            sum += exact[i];
        }
        int[] fixed = new int[count];
        for (int i = 0; i < count; i++) {
            double weight = (sum == 0 ? exact[i] : exact[i] / sum) * (1 << BITS);
            fixed[i] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
        }
        return fixed;
    }

    private static Pixels across(Pixels image, int width, Taps taps) {
        byte[] values = new byte[Math.multiplyExact(3, width * image.height())];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < width; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    int sum = 1 << (BITS - 1);
                    for (int i = 0; i < taps.count[x]; i++) {
                        sum += image.at(taps.first[x] + i, y, channel) * taps.weights[x][i];
                    }
                    values[3 * (y * width + x) + channel] = clipped(sum);
                }
            }
        }
        return new Pixels(values, width, image.height());
    }

    private static Pixels down(Pixels image, int height, Taps taps) {
        byte[] values = new byte[Math.multiplyExact(3, image.width() * height)];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < image.width(); x++) {
                for (int channel = 0; channel < 3; channel++) {
                    int sum = 1 << (BITS - 1);
                    for (int i = 0; i < taps.count[y]; i++) {
                        sum += image.at(x, taps.first[y] + i, channel) * taps.weights[y][i];
                    }
                    values[3 * (y * image.width() + x) + channel] = clipped(sum);
                }
            }
        }
        return new Pixels(values, image.width(), height);
    }

    private static byte clipped(int sum) {
        return (byte) Math.max(0, Math.min(255, sum >> BITS));
    }
}
