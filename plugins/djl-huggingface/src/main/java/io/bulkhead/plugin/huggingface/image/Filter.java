package io.bulkhead.plugin.huggingface.image;

import io.bulkhead.api.error.ServingException;

/** The filters that Pillow resizes with, by its numbers. */
enum Filter {
    NEAREST(0),
    BOX(0.5),
    BILINEAR(1),
    HAMMING(1),
    BICUBIC(2),
    LANCZOS(3);

    private final double support;

    Filter(double support) {
        this.support = support;
    }

    static Filter of(int number) {
        return switch (number) {
            case 0 -> NEAREST;
            case 1 -> LANCZOS;
            case 2 -> BILINEAR;
            case 3 -> BICUBIC;
            case 4 -> BOX;
            case 5 -> HAMMING;
            default ->
                    throw ServingException.loadFailed(
                            "preprocessor_config.json: 'resample' must be 0 to 5, found " + number,
                            null);
        };
    }

    /** How far from its middle the filter reaches. */
    double support() {
        return support;
    }

    /** The weight at a distance from the middle. */
    double weight(double distance) {
        double x = Math.abs(distance);
        return switch (this) {
            case NEAREST, BOX -> distance > -0.5 && distance <= 0.5 ? 1 : 0;
            case BILINEAR -> x < 1 ? 1 - x : 0;
            case HAMMING -> hamming(x);
            case BICUBIC -> bicubic(x);
            case LANCZOS -> x < 3 ? sinc(x) * sinc(x / 3) : 0;
        };
    }

    private static double hamming(double x) {
        if (x == 0) {
            return 1;
        }
        return x >= 1 ? 0 : sinc(x) * (0.54 + 0.46 * Math.cos(x * Math.PI));
    }

    private static double bicubic(double x) {
        double a = -0.5;
        if (x < 1) {
            return ((a + 2) * x - (a + 3)) * x * x + 1;
        }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
    }
}
